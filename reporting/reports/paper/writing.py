"""Writes a `pydyf.PDF` out, each object once.

pydyf 0.13 ends a stream's data with a line feed alone. Where the last compressed byte is a carriage return, which it is
in one stream of 256, the two read as one end of line, and the stream as one byte shorter than its length says: no PDF/A
(ISO 19005-3, 6.1.7.1). The object stream and the cross-reference stream, which pydyf makes while it writes, are beyond
any finisher. Here the data ends with CR LF, which is one end of line whatever stands before it. pydyf also makes and
compresses every object a second time, for the identifier; here the bytes are summed up as they are written.
"""

import hashlib
from typing import Any, BinaryIO

import pydyf

IN_ONE_STREAM = 1000  # objects, so that a reader need not unpack them all to see a page
FREE, PLACED, PACKED = range(3)  # kinds of entry in a cross-reference stream (ISO 32000-1, 7.5.8.3)
ENTRY = (1, 4, 2)  # the bytes of its kind, of its place and of its number there
Entry = tuple[int, int, int]


def write(pdf: pydyf.PDF, output: BinaryIO, identifier: bytes) -> None:
    """With object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8), as PDF 1.7."""
    file = File(pdf, output)
    pdf.add_object(pdf.info)
    packed: list[Any] = []
    for thing in pdf.objects[1:]:
        if isinstance(thing, pydyf.Stream):
            file.place(thing)
        else:
            packed.append(thing)
    for start in range(0, len(packed), IN_ONE_STREAM):
        file.pack(packed[start : start + IN_ONE_STREAM])
    file.conclude(identifier)


class File:
    def __init__(self, pdf: pydyf.PDF, output: BinaryIO) -> None:
        self.pdf, self.output = pdf, output
        self.position, self.digest = 0, hashlib.md5(usedforsecurity=False)
        self.entries: dict[int, Entry] = {0: (FREE, 0, 65535)}
        self.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def write(self, content: bytes) -> None:
        self.output.write(content)
        self.digest.update(content)
        self.position += len(content)

    def place(self, stream: pydyf.Stream) -> None:
        self.entries[stream.number] = (PLACED, self.position, 0)
        data = stream.data.removesuffix(b"\nendstream")
        self.write(b"%d 0 obj\n%b\r\nendstream\nendobj\n" % (stream.number, data))

    def pack(self, things: list[Any]) -> None:
        contents, pairs, offset = [thing.data for thing in things], [], 0
        for thing, content in zip(things, contents, strict=True):
            pairs.append(b"%d %d" % (thing.number, offset))
            offset += len(content) + 1
        index = b" ".join(pairs)
        extra = {"Type": "/ObjStm", "N": len(things), "First": len(index) + 1}
        stream = self.added(pydyf.Stream([index, *contents], extra, compress=True))
        self.entries |= {thing.number: (PACKED, stream.number, place) for place, thing in enumerate(things)}
        self.place(stream)

    def conclude(self, identifier: bytes) -> None:
        checksum = self.digest.hexdigest().encode()
        extra = {
            "Type": "/XRef",
            "W": pydyf.Array(ENTRY),
            "Size": len(self.pdf.objects) + 1,
            "Root": self.pdf.catalog.reference,
            "Info": self.pdf.info.reference,
            "ID": pydyf.Array([pydyf.String(identifier), pydyf.String(checksum)]),
        }
        stream, start = self.added(pydyf.Stream([], extra, compress=True)), self.position
        self.entries[stream.number] = (PLACED, start, 0)
        stream.stream.append(b"".join(entry_bytes(self.entries[number]) for number in range(len(self.pdf.objects))))
        self.place(stream)
        self.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def added(self, stream: pydyf.Stream) -> pydyf.Stream:
        self.pdf.add_object(stream)
        return stream


def entry_bytes(entry: Entry) -> bytes:
    return b"".join(value.to_bytes(length, "big") for length, value in zip(ENTRY, entry, strict=True))
