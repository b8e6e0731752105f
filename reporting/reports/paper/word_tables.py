"""A table's frame in WordprocessingML: its columns as wide as in print, heads that come again on each page."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from django.conf import settings

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "report.css"
WIDTH = re.compile(r"\.([\w-]+) (col|th):(?:nth-child\((\d+)\)|(first)-child)[^{]*\{ width: (\d+)mm")
WIDTHS_TOGETHER = re.compile(r"\.([\w-]+) col:nth-child\((\d+)\), \.[\w-]+ col:nth-child\((\d+)\) \{ width: (\d+)mm")
PAGE = 162  # millimetres between the margins
COUNT = 10  # of a column of counts
TWIPS = 56.7  # in a millimetre
BORDERS = (
    '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="CFD7DE"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="CFD7DE"/></w:tblBorders>'
)
MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="110" w:type="dxa"/></w:tblCellMar>'
)
LOOK = '<w:tblLook w:firstRow="{}" w:lastRow="0" w:firstColumn="{}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'


@cache
def widths_in_print() -> dict[tuple[str, int], int]:
    """By a table's class and the place of a column, from one: in millimetres, where the style sheet says so."""
    style = STYLE.read_text(encoding="utf-8")
    found = {(name, int(place or 1)): int(width) for name, _, place, _, width in WIDTH.findall(style)}
    for name, one, other, width in WIDTHS_TOGETHER.findall(style):
        found |= {(name, int(place)): int(width) for place in (one, other)}
    return found


@dataclass(frozen=True)
class Row:
    element: Any
    cells: list[tuple[Any, int]]  # with how many columns each takes
    is_head: bool


class TableFrame:
    def __init__(self, table: Any) -> None:
        self.table = table
        self.rows = [
            Row(row, [(cell, int(cell.get("colspan", 1))) for cell in row.iterchildren("td", "th")], is_head(row))
            for row in rows_of(table)
        ]
        self.columns = max((sum(span for _, span in row.cells) for row in self.rows), default=1)
        self.widths = self.widths_of(table)

    def widths_of(self, table: Any) -> list[int]:
        """In twentieths of a point: what is not said is shared out."""
        said = widths_in_print()
        kind = table.get("class", "")
        told = [said.get((kind, place)) for place in range(1, self.columns + 1)]
        counts = [column.get("class") == "count" for column in table.iterfind("colgroup/col")]
        told = [COUNT if place < len(counts) and counts[place] else width for place, width in enumerate(told)]
        free = PAGE - sum(width or 0 for width in told)
        share = max(free / max(told.count(None), 1), COUNT)
        return [round((width or share) * TWIPS) for width in told]

    def start(self, caption: str) -> str:
        heads = any(row.is_head for row in self.rows)
        first = any(cell.tag == "th" for row in self.rows if not row.is_head for cell, _ in row.cells[:1])
        said = f"<w:tblCaption w:val={quoteattr(' '.join(caption.split()))}/>" if caption else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        within = next(self.table.iterancestors("td"), None) is not None
        width = f'w:w="{0 if within else sum(self.widths)}" w:type="{"auto" if within else "dxa"}"'
        layout = "autofit" if within else "fixed"
        return (
            f'<w:tbl><w:tblPr><w:tblW {width}/>{BORDERS}<w:tblLayout w:type="{layout}"/>'
            f"{MARGINS}{LOOK.format(int(heads), int(first))}{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )

    def row_start(self, row: Row) -> str:
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if row.is_head else ''}</w:trPr>"

    def cell_start(self, row: Row, place: int) -> str:
        """`place` is the cell's among the row's."""
        first = sum(span for _, span in row.cells[:place])
        span = row.cells[place][1]
        width = sum(self.widths[first : first + span])
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        shade = '<w:shd w:val="clear" w:fill="F0F4F8"/>' if row.element.get("class") == "group" else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{shade}</w:tcPr>'


def rows_of(table: Any) -> list[Any]:
    """Its own, and not those of a table in one of its cells."""
    parts = [table, *table.iterchildren("thead", "tbody")]
    return [row for part in parts for row in part.iterchildren("tr")]


def is_head(row: Any) -> bool:
    return bool(row.getparent().tag == "thead")
