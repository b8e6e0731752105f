"""Pages and snapshots at scale 1 and at the larger one, on one kind of database."""

from contextlib import ExitStack
from pathlib import Path

from tests.bench.asking import Times, Worker, in_turn, worker_on
from tests.bench.databases import filled, grown
from tests.bench.machine import progress
from tests.bench.tables import Bound, Results, Table, milliseconds

MOST_PAGE, MOST_SNAPSHOT = 2.0, 2.0
ADMIN = ("django.contrib.admin, the same meetings", "/admin/dialogue/event/")
SNAPSHOTS = {
    "internal": "internal edition, which says the same at both scales",
    "internal-secret": "secret internal edition, which holds every copy",
}


def measure_pages(results: Results, kind: str, scale: int, repeat: int, folder: Path, chosen: str = "") -> None:
    """`chosen` is part of the names of the pages to measure; all, and the snapshots, where it is empty."""
    with ExitStack() as stack:
        progress(f"{kind}: filling two databases")
        one = stack.enter_context(filled(kind, folder, with_report=not chosen))
        many = stack.enter_context(grown(one, scale, folder))
        workers = [stack.enter_context(worker_on(database)) for database in (one, many)]
        found = workers[0].ask("pages", chosen=chosen)
        versions = workers[0].ask("versions")
        results.machine[kind] = versions["database"]
        results.left_out += [f"{name}: nothing in the demonstration opens it" for name in found["left_out"]]
        name = versions["database"].split()[0]
        pages = found["pages"] if chosen and chosen not in ADMIN[0] else [*found["pages"], ADMIN]
        measure_each_page(results, name, workers, scale, repeat, pages)
        if not chosen:
            measure_snapshots(results, name, workers, scale, max(3, repeat // 4))


def measure_each_page(
    results: Results, database: str, workers: list[Worker], scale: int, repeat: int, pages: list[tuple[str, str]]
) -> None:
    columns = ["page", "queries", "× 1", "p95", "bare", f"× {scale}", "p95", "bare", "ratio", ""]
    table = Table(f"Pages on {database}, milliseconds", columns)
    figures = results.figures.setdefault("pages", {}).setdefault(database, {})
    worst = Bound(f"slowest page × {scale} ÷ × 1, {database}", 0, MOST_PAGE)
    growing = 0
    for name, url in pages:
        progress(f"{database}: {name}")
        small, large = (worker.ask("prepare_page", url=url)["queries"] for worker in workers)
        one, many = in_turn(workers, ["page", "bare"], repeat)
        ratio = many["page"].median / one["page"].median
        table.rows.append(
            [
                name,
                str(small) if small == large else f"{small}→{large}",
                *(milliseconds(value) for found in (one, many) for value in shown(found)),
                f"{ratio:.2f}",
                verdict(name, ratio, large <= small),
            ]
        )
        figures[name] = {
            "queries": {"1": small, str(scale): large},
            "1": written(one),
            str(scale): written(many),
            "ratio": round(ratio, 3),
        }
        if (name, url) != ADMIN:
            growing += large > small
            worst = max(worst, Bound(f"{name} × {scale} ÷ × 1, {database}", ratio, MOST_PAGE), key=lambda b: b.measured)
    results.tables.append(table)
    results.bounds += [worst, Bound(f"pages whose number of queries grows, {database}", growing, 0)]


def verdict(name: str, ratio: float, same_queries: bool) -> str:
    if name == ADMIN[0]:
        return ""
    return "ok" if ratio <= MOST_PAGE and same_queries else "OVER"


def shown(found: dict[str, Times]) -> list[float]:
    return [found["page"].median, found["page"].p95, found["bare"].median]


def written(found: dict[str, Times]) -> dict[str, dict[str, float]]:
    return {act: {"median": round(times.median, 2), "p95": round(times.p95, 2)} for act, times in found.items()}


def measure_snapshots(results: Results, database: str, workers: list[Worker], scale: int, repeat: int) -> None:
    columns = ["edition", "× 1 ms", "× 1 kB", f"× {scale} ms", f"× {scale} kB", "ratio", ""]
    table = Table(f"A yearly report's snapshot on {database}", columns)
    figures = results.figures.setdefault("snapshots", {}).setdefault(database, {})
    for audience, label in SNAPSHOTS.items():
        progress(f"{database}: snapshot, {audience}")
        sizes = [worker.ask("prepare_snapshot", audience=audience)["bytes"] for worker in workers]
        one, many = (found["snapshot"] for found in in_turn(workers, ["snapshot"], repeat))
        bound = Bound(f"snapshot × {scale} ÷ × 1, {database}", many.median / one.median, MOST_SNAPSHOT)
        promised = audience == "internal"
        table.rows.append(
            [
                label,
                milliseconds(one.median),
                f"{sizes[0] / 1000:.0f}",
                milliseconds(many.median),
                f"{sizes[1] / 1000:.0f}",
                f"{bound.measured:.2f}",
                bound.verdict if promised else "",
            ]
        )
        figures[audience] = {
            "1": {"median": round(one.median, 1), "bytes": sizes[0]},
            str(scale): {"median": round(many.median, 1), "bytes": sizes[1]},
            "ratio": round(bound.measured, 3),
        }
        if promised:
            results.bounds.append(bound)
    results.tables.append(table)
