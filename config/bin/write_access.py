"""Writes the table of `docs/access.md` anew from its declaration."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "access.md"
BETWEEN = re.compile(r"(?<=-->\n).*(?=<!-- end of table -->)", re.DOTALL)


def written(document: str, table: str) -> str:
    return BETWEEN.sub(lambda _found: table, document)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from strategy.access import markdown

    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8"), markdown()), encoding="utf-8")
