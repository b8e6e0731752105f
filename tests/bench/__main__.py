"""`make bench`. Exits 0 whatever it finds, since it is a measurement; with --strict, 1 where a bound is broken."""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.bench.databases import ROOT, folder_of_our_own, obstacle_to
from tests.bench.machine import described
from tests.bench.paper import measure_paper
from tests.bench.responses import made_ready, measure_pages
from tests.bench.starting import measure_start
from tests.bench.suggesting import measure_suggestions
from tests.bench.tables import Results, plain, write_into

KINDS = ["sqlite", "postgres"]
PARTS = ["pages", "pdf", "start", "suggestions"]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be given again")
    parser.add_argument("--database", choices=KINDS, action="append", help="on this alone; both unless given")
    parser.add_argument("--scale", type=int, default=100, help="what scale 1 is held against; 100 unless given")
    parser.add_argument("--repeat", type=int, default=20, help="requests a page; 20 unless given")
    parser.add_argument("--page", default="", help="only pages with this in their name, such as dialogue:events")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json", help="where to write the figures")
    parser.add_argument("--markdown", type=Path, help="a document between whose markers the tables are put")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a bound is broken")
    return parser.parse_args()


def main() -> int:
    asked = options()
    results = Results(described())
    with folder_of_our_own() as folder:
        measure(asked, results, folder)
    print(plain(results))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(results.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if asked.markdown:
        write_into(asked.markdown, results)
    return 1 if asked.strict and not all(bound.holds for bound in results.bounds) else 0


def measure(asked: argparse.Namespace, results: Results, folder: Path) -> None:
    parts, kinds = asked.only or PARTS, asked.database or KINDS
    if "pages" in parts:
        measure_all_pages(asked, results, folder, kinds)
    if "pdf" in parts:
        measure_paper(results, kinds[0], folder)
    if "start" in parts:
        measure_start(results, folder)
    if "suggestions" in parts:
        measure_suggestions(results, kinds[0], folder)


def measure_all_pages(asked: argparse.Namespace, results: Results, folder: Path, kinds: list[str]) -> None:
    """The databases are filled beside each other, and measured one after the other."""
    obstacles = {kind: obstacle_to(kind) for kind in kinds}
    results.left_out += [f"pages on {kind}: {obstacle}" for kind, obstacle in obstacles.items() if obstacle]
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        stacks = {kind: stack.enter_context(ExitStack()) for kind, obstacle in obstacles.items() if not obstacle}
        filling = [pool.submit(made_ready, kind, asked.scale, folder, asked.page, own) for kind, own in stacks.items()]
        for ready in [filled.result() for filled in filling]:
            measure_pages(results, ready, asked.repeat, snapshots=not asked.page)


if __name__ == "__main__":
    sys.exit(main())
