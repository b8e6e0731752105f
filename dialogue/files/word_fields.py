"""The fields of a Word document: whether one of them makes the program fetch something when it is opened."""

from typing import Any
from xml.parsers import expat

# What a Word field makes the program fetch when the document is opened (ECMA-376, part 1, 17.16).
FETCHING = {"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DATABASE", "RD"}


class Fields:
    """The instructions of a Word document's fields, as an XML reader sees them.

    Word may cut an instruction into pieces anywhere, and have another field tell what this one is: that is refused too.
    `open` are the instructions of the fields begun and not ended, the innermost last.
    """

    def __init__(self) -> None:
        self.is_fetching = False
        self.open: list[str] = []
        self.is_told = False

    def read(self, content: bytes) -> None:
        self.open, self.is_told = [""], False
        parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.hear
        parser.Parse(content, True)
        for instruction in self.open:
            self.judge(instruction)

    def refuse(self, *_told: Any) -> None:
        """A document type may define entities that grow, or hide words."""
        raise ValueError("a document type")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, local = name.rpartition(" ")
        match local:
            case "instrText" | "delInstrText":
                self.is_told = True
            case "fldSimple":
                for key, value in attributes.items():
                    if key.rpartition(" ")[2] == "instr":
                        self.judge(value)
            case "fldChar":
                self.mark(attributes.get(f"{space} fldCharType", attributes.get("fldCharType", "")))

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] in {"instrText", "delInstrText"}:
            self.is_told = False

    def hear(self, text: str) -> None:
        if self.is_told:
            self.open[-1] += text

    def mark(self, kind: str) -> None:
        if kind == "begin":
            self.is_fetching |= len(self.open) > 1 and not self.open[-1].strip()
            self.open.append("")
        elif kind in {"separate", "end"} and len(self.open) > 1:
            self.judge(self.open.pop())
            if kind == "separate":
                self.open.append("done")

    def judge(self, instruction: str) -> None:
        first = next(iter(instruction.replace("\\", " ").split()), "")
        self.is_fetching |= first.upper() in FETCHING
