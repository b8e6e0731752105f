"""A Word package's parts as trees, by their elements' local names: Word has two sets of namespaces for the same."""

import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import IO, Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element


class WordParts:
    """The document, and what it refers to. The package has been looked into: its parts have no document type."""

    def __init__(self, file: IO[Any]) -> None:
        self.package = zipfile.ZipFile(file)
        self.document_name = self.targets("").get("officeDocument", "word/document.xml")
        self.document = self.read(self.document_name)
        self.related = self.targets(self.document_name)

    def part(self, kind: str) -> Element:
        """One that the document refers to, such as `numbering`; an empty one where it does not."""
        name = self.related.get(kind)
        return self.read(name) if name in self.package.namelist() else Element("none")

    def targets(self, source: str) -> dict[str, str]:
        """The parts that a part refers to, by their kinds."""
        folder, base = dirname(source), source.rpartition("/")[2]
        name = join(folder, "_rels", f"{base}.rels")
        ties = self.read(name) if name in self.package.namelist() else Element("none")
        found = ((attribute(tie, "Type").rpartition("/")[2], attribute(tie, "Target")) for tie in ties)
        return {kind: normpath(join("/", folder, target)).lstrip("/") for kind, target in found}

    def read(self, name: str) -> Element:
        return ElementTree.fromstring(self.package.read(name))  # noqa: S314 - see above


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str = "val") -> str:
    """Empty where there is none."""
    found = element.attrib.items() if element is not None else ()
    return next((value for key, value in found if key.rpartition("}")[2] == name), "")


def children(element: Element | None, name: str) -> Iterator[Element]:
    return (child for child in (element if element is not None else ()) if local(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first with this name, and in that one the first with the next; none where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def is_on(element: Element | None) -> bool:
    """Of what is said by being there, unless it says that it is not so."""
    return element is not None and attribute(element) not in {"0", "false", "off", "none"}
