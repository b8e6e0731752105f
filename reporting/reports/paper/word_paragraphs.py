"""Paragraphs of WordprocessingML in the making: what stands in line gathers until a block begins or ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from reporting.reports.paper.word_pieces import Look, collapsed, paragraph_of, placed, run
from strategy.texts.word_files import LongDocument


class Paragraphs:
    def __init__(self, document: LongDocument, language: str) -> None:
        self.document, self.language = document, language
        self.written: list[str] = []
        self.runs: list[str] = []  # of the paragraph that gathers
        self.anchors: list[str] = []  # places that begin with it
        self.style, self.properties = "Normal", ""
        self.count, self.at_start = 0, True

    def end(self) -> None:
        """Of the paragraph that has gathered, if any."""
        content = "".join(self.runs)
        if content.strip():
            self.written.append(paragraph_of(self.document.style_ids[self.style], self.properties, content))
        self.runs, self.at_start = [], True

    @contextmanager
    def in_style(self, style: str, properties: str = "") -> Iterator[None]:
        before = self.style, self.properties
        self.style, self.properties = style, properties
        yield
        self.end()
        self.style, self.properties = before

    def empty(self, style: str) -> None:
        self.written.append(paragraph_of(self.document.style_ids[style], "", ""))

    def say(self, text: str | None, look: Look) -> None:
        if not text:
            return
        if not look.as_typed:
            text = collapsed(text).lstrip(" ") if self.at_start else collapsed(text)
        if text:
            self.add(run(text, look, self.language))
            self.at_start = text.endswith(" ") and not look.as_typed

    def add(self, piece: str) -> None:
        for anchor in self.anchors:
            self.count += 1
            piece = placed(anchor, self.count) + piece
        self.anchors = []
        self.runs.append(piece)
