"""How often a suggested goal is right: what `suggested` counts, as a table, and what is promised of it."""

from pathlib import Path

from tests.bench.asking import worker_on
from tests.bench.databases import filled, obstacle_to
from tests.bench.tables import Bound, Results, Table

FIGURES = ("texts", "suggested", "first", "three")
PROMISED = {
    "officers, texts set apart": (0.80, 0.95),
    "contacts, each observation against their own organisation's others": (0.0, 0.65),
    "goals' words alone, texts set apart": (0.0, 0.65),
}


def measure_suggestions(results: Results, kind: str, folder: Path) -> None:
    obstacle = obstacle_to(kind)
    if obstacle:
        results.left_out.append(f"suggestions: {obstacle}")
        return
    folder = folder / "suggestions"
    folder.mkdir()
    with filled(kind, folder, with_report=False) as database, worker_on(database) as worker:
        figures = worker.ask("suggestions")["figures"]
    table = Table(
        "Suggested goals: how often one of them is right", ["told from", *FIGURES[:2], "first", "among three"]
    )
    for told, counted in figures.items():
        shares = [f"{counted[name] / counted['texts']:.0%}" for name in FIGURES[2:]]
        table.rows.append([told, *(str(counted[name]) for name in FIGURES[:2]), *shares])
    results.tables.append(table)
    results.figures["suggestions"] = figures
    for told, least in PROMISED.items():
        for name, share in zip(FIGURES[2:], least, strict=True):
            wrong = 1 - figures[told][name] / figures[told]["texts"]
            results.bounds += [Bound(f"wrong, {name}: {told}", wrong, round(1 - share, 2))] if share else []
