"""Searching at the larger scale beside a page that is found by its key, and what the index costs a record's writing."""

import tomllib
from urllib.parse import urlencode

from tests.bench.asking import Times, Worker
from tests.bench.databases import ROOT
from tests.bench.machine import progress
from tests.bench.tables import Bound, Results, Table, milliseconds

MOST_BESIDE_KEY, MOST_WRITING = 3.0, 1.5
KEY_PAGE = "dialogue:event"  # a meeting with its agenda and what was said
OFFICER = "handlaggare"
REPEAT, WRITTEN = 3, 40
QUESTIONS = ROOT / "tests" / "strategy" / "search" / "questions.toml"
SEARCH = "/strategies/iom-2020-2022/search/"
# What stands in the field while somebody types, and what nearly everything has.
BEGUN = ["sc", "scp", "öron", "migr", "kärnst", "i.3", "Nai", "besk"]
BROAD = ["IOM", "Sverige", "kopia", "kärnstöd 2021"]


def mix() -> list[str]:
    """Addresses: every written question as a page, the begun ones as one types, and a few that find thousands."""
    asked = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    whole = [question["asks"] for question in [*asked["swedish"], *asked["english"]]]
    pages = [f"{SEARCH}?{urlencode({'q': words})}" for words in [*whole, *BROAD]]
    return pages + [f"{SEARCH}quick/?{urlencode({'q': words})}" for words in BEGUN]


def measure_search(results: Results, database: str, worker: Worker, pages: list[tuple[str, str, str]]) -> None:
    by_key = next((url for name, url, _person in pages if name == KEY_PAGE), "")
    if not by_key:
        return
    progress(f"{database}: searching")
    key = ask(worker, by_key)
    found = Times()
    for url in mix():
        times = ask(worker, url)
        found.worked.append(times.work)
        found.taken.append(times.median)
    p95 = sorted(found.worked)[int(len(found.worked) * 0.95)]
    worker.ask("prepare_writing")
    indexed, bare = (written(worker, act) for act in ("indexed", "not indexed"))
    ratios = (p95 / key.work, indexed / bare)
    results.tables.append(
        Table(
            f"Searching on {database}, milliseconds of work",
            [
                f"{len(found.worked)} questions, median",
                "p95",
                "a page by its key",
                "ratio",
                "a record",
                "indexed",
                "ratio",
            ],
            [
                [
                    *map(milliseconds, (found.work, p95, key.work)),
                    f"{ratios[0]:.2f}",
                    *map(milliseconds, (bare, indexed)),
                    f"{ratios[1]:.2f}",
                ]
            ],
        )
    )
    results.figures.setdefault("search", {})[database] = {"p95": p95, "key": key.work, "writing": ratios[1]}
    results.bounds += [
        Bound(f"search's p95 ÷ a page by its key, {database}", ratios[0], MOST_BESIDE_KEY),
        Bound(f"writing with the index ÷ without, {database}", ratios[1], MOST_WRITING),
    ]


def ask(worker: Worker, url: str) -> Times:
    worker.ask("prepare_page", url=url, person=OFFICER, beside=url)
    answer = worker.ask("time", act="page", repeat=REPEAT)
    return Times(answer["taken"], answer["worked"])


def written(worker: Worker, act: str) -> float:
    return Times(**worker.ask("time", act=act, repeat=WRITTEN)).work
