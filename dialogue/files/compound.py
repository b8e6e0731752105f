"""Compound files (MS-CFB), of which older Office and Outlook files and Office files with a password are made."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA
ENTRY_BYTES = 128


def names_in(content: bytes) -> set[str]:
    """What stands right under the root; nothing where it is no such file, or a broken one."""
    if not content.startswith(SIGNATURE):
        return set()
    try:
        return set(under_the_root(directory(content)))
    except (struct.error, IndexError):
        return set()


def under_the_root(entries: bytes) -> Iterator[str]:
    (child,) = struct.unpack_from("<I", entries, 76)
    waiting, seen = [child], set()
    while waiting:
        place = waiting.pop()
        if place > LAST_SECTOR or place in seen:
            continue
        seen.add(place)
        entry = entries[place * ENTRY_BYTES :][:ENTRY_BYTES]
        length, _kind, left, right = struct.unpack_from("<HHII", entry, 64)
        yield entry[: min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
        waiting += [left, right]


def directory(content: bytes) -> bytes:
    (shift,) = struct.unpack_from("<H", content, 30)
    (place,) = struct.unpack_from("<I", content, 48)
    following = allocation(content, shift)
    found: list[bytes] = []
    while place <= LAST_SECTOR and len(found) <= len(content) >> shift:
        found.append(sector(content, place, shift))
        place = following[place]
    return b"".join(found)


def allocation(content: bytes, shift: int) -> list[int]:
    """For each sector the one that follows it."""
    numbers = (1 << shift) // 4
    most = (len(content) >> shift) // numbers + 1
    places = list(struct.unpack_from("<109I", content, 76))
    (more,) = struct.unpack_from("<I", content, 68)
    while more <= LAST_SECTOR and len(places) < most:
        *further, more = struct.unpack(f"<{numbers}I", sector(content, more, shift))
        places += further
    used = [place for place in places if place <= LAST_SECTOR][:most]
    return [number for place in used for number in struct.unpack(f"<{numbers}I", sector(content, place, shift))]


def sector(content: bytes, place: int, shift: int) -> bytes:
    """Raises struct.error where the file ends before it; the header is as long as a sector."""
    if shift not in {9, 12} or len(found := content[(place + 1) << shift :][: 1 << shift]) < 1 << shift:
        raise struct.error
    return found
