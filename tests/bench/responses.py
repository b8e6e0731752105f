"""Pages and snapshots at scale 1 and at the larger one, on one kind of database."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.asking import Times, Worker, in_turn, worker_on
from tests.bench.databases import Database, filled, grown
from tests.bench.machine import progress
from tests.bench.searching import measure_search
from tests.bench.tables import Bound, Results, Table, milliseconds

MOST_PAGE, MOST_SNAPSHOT = 2.0, 2.0
OVERVIEW, MOST_QUESTIONS = "reporting:overview", 15
MOST_BESIDE_ADMIN = {"dialogue:events": 1.1, OVERVIEW: 1.5}
TELLS_OF_THIS = "reporting:log"  # a few questions for each kind in it, and its latest lines are what was read here
ADMIN = ("django.contrib.admin, the same meetings", "/admin/dialogue/event/", "handlaggare")
FEW, CLEARLY = 5, 0.75
SNAPSHOTS_TAKEN = {"internal": 5, "internal-secret": 2}  # the latter takes seconds, and is promised nothing
SNAPSHOTS = {
    "internal": "internal edition, which says the same at both scales",
    "internal-secret": "secret internal edition, which holds every copy",
}


@dataclass(frozen=True)
class Pages:
    """What there is to measure on one kind of database: at scale 1, and at the larger one."""

    one: Database
    many: Database
    scale: int
    pages: list[tuple[str, str, str]]


def made_ready(kind: str, scale: int, folder: Path, chosen: str, stack: ExitStack) -> Pages:
    """`chosen` is part of the names of the pages to measure; all, where it is empty."""
    progress(f"{kind}: filling two databases")
    folder = folder / kind
    folder.mkdir()
    one = stack.enter_context(filled(kind, folder, with_report=not chosen))
    with worker_on(one) as worker:  # makes what opens the pages, before it is copied
        pages = [tuple(page) for page in worker.ask("pages", chosen=chosen)["pages"]]
    return Pages(one, stack.enter_context(grown(one, scale, folder)), scale, pages)


def measure_pages(results: Results, ready: Pages, repeat: int, *, snapshots: bool) -> None:
    kind, scale, pages = ready.one.kind, ready.scale, ready.pages
    with ExitStack() as stack:
        workers = [stack.enter_context(worker_on(database)) for database in (ready.one, ready.many)]
        versions = workers[0].ask("versions")
        results.machine[kind] = versions["database"]
        name = versions["database"].split()[0]
        measured = measure_each_page(results, name, workers, scale, repeat, [*pages, ADMIN])
        results.bounds += promised(name, scale, measured)
        measure_search(results, name, workers[1], pages)
        if snapshots:
            measure_snapshots(results, name, workers, scale)


@dataclass(frozen=True)
class Measured:
    """A page at both scales: how many questions, and the milliseconds of work in the median."""

    questions: tuple[int, int]
    work: tuple[float, float]
    beside: tuple[float, float]  # ratios to Django's admin, asked in turn with it

    @property
    def ratio(self) -> float:
        return self.work[1] / self.work[0]

    def grows(self, name: str) -> bool:
        return name != TELLS_OF_THIS and self.questions[1] > self.questions[0]


def measure_each_page(
    results: Results, database: str, workers: list[Worker], scale: int, repeat: int, pages: list[tuple[str, str, str]]
) -> dict[str, Measured]:
    columns = ["page", "queries", "× 1", "p95", "bare", f"× {scale}", "p95", "bare", "ratio", ""]
    table = Table(f"Pages on {database}, milliseconds of work", columns)
    figures = results.figures.setdefault("pages", {}).setdefault(database, {})
    measured: dict[str, Measured] = {}
    for name, url, person in pages:
        progress(f"{database}: {name}")
        asked = {"url": url, "person": person, "beside": ADMIN[1]}
        small, large = (worker.ask("prepare_page", **asked)["queries"] for worker in workers)
        one, many = times = timed(workers, repeat, name)
        beside = [found["page"].work / found["beside"].work if "beside" in found else 0 for found in times]
        found = measured[name] = Measured((small, large), (one["page"].work, many["page"].work), (beside[0], beside[1]))
        table.rows.append(
            [
                name,
                str(small) if small == large else f"{small}→{large}",
                *(milliseconds(value) for times in (one, many) for value in shown(times)),
                f"{found.ratio:.2f}",
                "" if name == ADMIN[0] else "ok" if found.ratio <= MOST_PAGE and not found.grows(name) else "OVER",
            ]
        )
        figures[name] = {
            "queries": {"1": small, str(scale): large},
            "1": written(one),
            str(scale): written(many),
            "ratio": round(found.ratio, 3),
        }
    results.tables.append(table)
    return measured


def timed(workers: list[Worker], repeat: int, name: str) -> list[dict[str, Times]]:
    """A few turns; as many as `repeat` says where those leave a doubt, and of what is held against another page."""
    if name in MOST_BESIDE_ADMIN:
        times = in_turn(workers, ["page", "beside"], repeat, in_a_row=1)
    else:
        times = in_turn(workers, ["page"], min(FEW, repeat))
        if times[1]["page"].work > CLEARLY * MOST_PAGE * times[0]["page"].work:
            times = in_turn(workers, ["page"], repeat)
    bare = in_turn(workers, ["bare"], 2)
    return [page | each for page, each in zip(times, bare, strict=True)]


def promised(database: str, scale: int, measured: dict[str, Measured]) -> list[Bound]:
    """What holds for every page; and the lists beside Django's own of the same rows, at each scale."""
    pages = {name: found for name, found in measured.items() if name != ADMIN[0]}
    worst = max(pages, key=lambda name: pages[name].ratio)
    growing = sum(page.grows(name) for name, page in pages.items())
    bounds = [
        Bound(f"{worst} × {scale} ÷ × 1, {database}", pages[worst].ratio, MOST_PAGE),
        Bound(f"pages whose number of queries grows, {database}", growing, 0),
    ]
    for name, most in MOST_BESIDE_ADMIN.items():
        if name in pages:
            bounds += [
                Bound(f"{name} ÷ Django's admin, × {size}, {database}", beside, most)
                for size, beside in zip((1, scale), pages[name].beside, strict=True)
            ]
    if OVERVIEW in pages:
        bounds.append(Bound(f"questions of {OVERVIEW}, {database}", max(pages[OVERVIEW].questions), MOST_QUESTIONS))
    return bounds


def shown(found: dict[str, Times]) -> list[float]:
    return [found["page"].work, found["page"].p95, found["bare"].work]


def written(found: dict[str, Times]) -> dict[str, dict[str, float]]:
    return {act: {"median": round(times.work, 2), "p95": round(times.p95, 2)} for act, times in found.items()}


def measure_snapshots(results: Results, database: str, workers: list[Worker], scale: int) -> None:
    columns = ["edition", "× 1 ms", "× 1 kB", f"× {scale} ms", f"× {scale} kB", "ratio", ""]
    table = Table(f"A yearly report's snapshot on {database}", columns)
    figures = results.figures.setdefault("snapshots", {}).setdefault(database, {})
    for audience, label in SNAPSHOTS.items():
        progress(f"{database}: snapshot, {audience}")
        sizes = [worker.ask("prepare_snapshot", audience=audience)["bytes"] for worker in workers]
        one, many = (found["snapshot"] for found in in_turn(workers, ["snapshot"], SNAPSHOTS_TAKEN[audience]))
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
