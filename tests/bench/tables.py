"""Rows and verdicts, and how they are shown: on the screen, and in the document."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Bound:
    """What is promised, and whether it held this time."""

    what: str
    measured: float
    most: float

    @property
    def holds(self) -> bool:
        return self.measured <= self.most

    @property
    def verdict(self) -> str:
        return "ok" if self.holds else "OVER"


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Results:
    machine: dict[str, str]
    tables: list[Table] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "figures": self.figures,
            "bounds": [asdict(bound) | {"holds": bound.holds} for bound in self.bounds],
            "left_out": self.left_out,
        }

    def all_tables(self) -> list[Table]:
        bounds = [[bound.what, f"{bound.measured:.2f}", f"≤ {bound.most:g}", bound.verdict] for bound in self.bounds]
        machine = [[name, value] for name, value in self.machine.items()]
        return [
            Table("The machine", ["", ""], machine),
            *self.tables,
            Table("What is promised", ["ratio", "measured", "bound", ""], bounds),
        ]


def milliseconds(value: float) -> str:
    return f"{value:.1f}"


def plain(results: Results) -> str:
    parts = [as_text(table) for table in results.all_tables() if table.rows]
    return "\n\n".join([*parts, *left_out(results)]) + "\n"


def as_text(table: Table) -> str:
    lines = [table.columns, *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.columns))]
    shown = ["  ".join(aligned(line, widths)).rstrip() for line in lines]
    return "\n".join([table.title, *(["-" * len(table.title)]), *(line for line in shown if line)])


def aligned(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


def as_markdown(table: Table) -> str:
    head = [table.columns, [":--", *["--:"] * (len(table.columns) - 1)]]
    lines = [f"| {' | '.join(line)} |" for line in [*head, *table.rows]]
    return "\n".join([f"### {table.title}", "", *lines])


def left_out(results: Results) -> list[str]:
    return [f"Left out: {sentence}." for sentence in dict.fromkeys(results.left_out)]


def write_into(document: Path, results: Results) -> None:
    """Replaces what stands between the two markers. Raises SystemExit where they are not there."""
    text = document.read_text(encoding="utf-8") if document.is_file() else ""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{document}: no place for the tables; put {BEGIN} and {END} where they belong")
    tables = [as_markdown(table) for table in results.all_tables() if table.rows]
    measured = "\n\n".join([*tables, *left_out(results)])
    document.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}", encoding="utf-8")
