"""Whether the gate notices: each sabotage in `sabotages.py` is done on a copy of the tree, and its test is to go red.

    python -m config.bin.sabotage [--list] [--only WORD]

A sabotage and its test are found by their names alone, wherever the code lies. Red is a test that the gate's own suite
selects, passes without the sabotage, and fails with it; a test that cannot even begin has noticed nothing.
"""

import argparse
import ast
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import Queue
from typing import TypeVar
from urllib.parse import urlsplit

from config.bin import gate
from config.bin.access_sabotages import Sabotage, Suite
from config.bin.copies import ROOT, copy_of_the_tree
from config.bin.sabotages import SABOTAGES

PRODUCT = ("config", "strategy", "priorities", "dialogue", "reporting")
SELECTIONS = {
    Suite.SQLITE: gate.ON_SQLITE,
    Suite.POSTGRESQL: gate.ON_POSTGRESQL,
    Suite.BROWSER: gate.IN_A_BROWSER,
}
AT_A_TIME = 2
LINES = 15
MOST_SECONDS = 900
RED = "red"
Pair = tuple[Sabotage, Suite]
Thing = TypeVar("Thing")


class NoLongerApplies(Exception):
    """What the sabotage would change, or its test, is not there exactly once; the message says which."""


# ------------------------------------------------------------------ finding


@dataclass(frozen=True)
class Definition:
    """A class, a function or a value with a name of its own: on which lines of which file."""

    path: Path
    first: int
    last: int


def only(candidates: Iterable[Thing], name: str) -> Thing:
    found = list(candidates)
    if len(found) != 1:
        raise NoLongerApplies(f"{name} is there {len(found)} times")
    return found[0]


@cache
def definitions(root: Path) -> list[tuple[str, Definition]]:
    """Everything that the product's modules define, each by its dotted name."""
    paths = [path for room in PRODUCT for path in sorted((root / room).rglob("*.py"))]
    return [
        found for path in paths if path.parent.name not in {"migrations", "bin"} for found in defined_in(path, root)
    ]


def defined_in(path: Path, root: Path) -> Iterator[tuple[str, Definition]]:
    module = [part for part in path.relative_to(root).with_suffix("").parts if part != "__init__"]
    for name, node in named(ast.parse(path.read_text(encoding="utf-8"))):
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
        yield ".".join([*module, name]), Definition(path, first, node.end_lineno or first)


def named(parent: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in [*getattr(parent, "body", []), *getattr(parent, "orelse", [])]:
        match node:
            case ast.FunctionDef(name=name):
                yield name, node
            case ast.ClassDef(name=name):
                yield name, node
                yield from ((f"{name}.{inner}", found) for inner, found in named(node))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node
            case ast.If():
                yield from named(node)


def sabotaged(sabotage: Sabotage, root: Path = ROOT) -> tuple[Path, str]:
    """The file that it changes, and what that then holds. Raises NoLongerApplies."""
    if "/" in sabotage.where:
        path = only((root / "templates").rglob(sabotage.where), sabotage.where)
        return path, replaced(path.read_text(encoding="utf-8"), sabotage)
    named_so = (place for name, place in definitions(root) if f".{name}".endswith(f".{sabotage.where}"))
    place = only(named_so, sabotage.where)
    lines = place.path.read_text(encoding="utf-8").splitlines(keepends=True)
    begin, end = place.first - 1, place.last
    text = "".join([*lines[:begin], replaced("".join(lines[begin:end]), sabotage), *lines[end:]])
    ast.parse(text)
    return place.path, text


def replaced(text: str, sabotage: Sabotage) -> str:
    if (count := text.count(sabotage.before)) != 1:
        raise NoLongerApplies(f"{sabotage.before!r} is there {count} times in {sabotage.where}")
    return text.replace(sabotage.before, sabotage.after)


def node_of(test: str, root: Path = ROOT) -> str:
    """The test as pytest names it, found by the name of its file and its own. Raises NoLongerApplies."""
    name, _, function = test.partition("::")
    defined = f"\ndef {function.partition('[')[0]}("
    found = only((path for path in (root / "tests").rglob(name) if defined in path.read_text(encoding="utf-8")), test)
    return f"{found.relative_to(root)}::{function}"


# ------------------------------------------------------------------ trying


@dataclass(frozen=True)
class Answer:
    """What became of one test: whether it failed, or could not begin or end; `said` is its first words."""

    node: str
    outcome: str
    said: str = ""


def run(copy: Path, suite: Suite, nodes: list[str]) -> list[Answer]:
    """Of those of the tests that the gate's suite selects, on its database. What pytest says is kept beside."""
    report = copy / "var" / "report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", SELECTIONS[suite]]
    with output_of(copy).open("w") as output:
        subprocess.run(
            [*command, f"--junit-xml={report}", *nodes],
            cwd=copy,
            env=os.environ | gate.environment() | {"DATABASE_URL": database(copy, suite)},
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=MOST_SECONDS,
        )
    cases = ElementTree.parse(report).iter("testcase") if report.is_file() else []  # noqa: S314 - our own
    return [answer(case) for case in cases]


def output_of(copy: Path) -> Path:
    return copy / "var" / "output"


def answer(case: ElementTree.Element) -> Answer:
    node = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
    for outcome in ("failure", "error", "skipped"):
        if (told := case.find(outcome)) is not None:
            return Answer(node, outcome, told.get("message", "").partition("\n")[0])
    return Answer(node, "passed")


def database(copy: Path, suite: Suite) -> str:
    if suite == Suite.POSTGRESQL:
        return urlsplit(gate.find_postgres()[0])._replace(path=f"/verka_{copy.name}").geturl()
    return f"sqlite:///{copy / 'var' / 'verka.sqlite3'}"


def obstacle(suite: Suite) -> str:
    """Why the suite cannot run here."""
    if suite == Suite.POSTGRESQL:
        return gate.find_postgres()[1]
    return gate.without("chromium", "chromium") if suite == Suite.BROWSER else ""


def about(node: str, answers: list[Answer]) -> list[Answer]:
    """Those of this test: of each of its parameters, where none is named."""
    return [one for one in answers if one.node == node or one.node.startswith(f"{node}[")]


def verdict(sabotage: Sabotage, answers: list[Answer]) -> str:
    """In a word or two, and what the test said."""
    outcomes = {one.outcome: one.said for one in answers}
    if "failure" in outcomes:
        return f"{RED}: {outcomes['failure']}"
    if "error" in outcomes:
        return f"{RED if sabotage.in_a_fixture else 'BROKEN'}: {outcomes['error']}"
    return "UNNOTICED" if "passed" in outcomes else "NOT RUN by the gate's suite"


def attempt(sabotage: Sabotage, suite: Suite, copy: Path) -> str:
    """Does it, asks the test, and undoes it."""
    path, text = sabotaged(sabotage, copy)
    node, original = node_of(sabotage.test, copy), path.read_bytes()
    path.write_text(text, encoding="utf-8")
    try:
        return verdict(sabotage, about(node, run(copy, suite, [node])))
    except subprocess.TimeoutExpired:
        return "STOPPED: the test did not end"
    finally:
        path.write_bytes(original)


# ------------------------------------------------------------------ telling


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="names them and their tests, and runs nothing")
    parser.add_argument("--only", default="", metavar="WORD", help="those with the word in their name")
    arguments = parser.parse_args()
    chosen = [sabotage for sabotage in SABOTAGES if arguments.only in sabotage.name]
    return name_all(chosen) if arguments.list else try_all(chosen)


def name_all(chosen: list[Sabotage]) -> int:
    for sabotage in chosen:
        print(f"{sabotage.name}\n    {sabotage.where}: {sabotage.test} ({', '.join(sabotage.suites)})")
    return 0


def try_all(chosen: list[Sabotage]) -> int:
    obstacles = {suite: reason for suite in Suite if (reason := obstacle(suite))}
    failed = {sabotage.name for sabotage in chosen if not applies(sabotage)}

    def pairs(suites: Iterable[Suite]) -> list[Pair]:
        sound = [sabotage for sabotage in chosen if sabotage.name not in failed]
        return [(sabotage, suite) for sabotage in sound for suite in sabotage.suites if suite in suites]

    possible = [suite for suite in Suite if suite not in obstacles]
    with copies_of_the_tree() as copies:
        failed |= each(pass_as_it_is, filter(None, (pairs([suite]) for suite in possible)), copies)
        failed |= each(goes_red, pairs(possible), copies)
    return report(chosen, failed, obstacles)


@contextmanager
def copies_of_the_tree() -> Iterator["Queue[Path]"]:
    """As many as work beside each other, each with a `var` of its own."""
    copies: Queue[Path] = Queue()
    with ExitStack() as stack:
        for number in range(AT_A_TIME):
            copy = stack.enter_context(copy_of_the_tree(f"sabotage_{number}"))
            (copy / "var").mkdir()
            copies.put(copy)
            stack.callback(gate.drop_test_databases, copy)
        yield copies


def applies(sabotage: Sabotage) -> bool:
    try:
        sabotaged(sabotage)
        node_of(sabotage.test)
    except NoLongerApplies as error:
        print(f"NO LONGER APPLIES: {sabotage.name}: {error}", flush=True)
        return False
    return True


def each(asked: Callable[[Path, Thing], set[str]], things: Iterable[Thing], copies: "Queue[Path]") -> set[str]:
    """As many at a time as there are copies. Answers the names of those that failed."""

    def with_a_copy(thing: Thing) -> set[str]:
        copy = copies.get()
        try:
            return asked(copy, thing)
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return set().union(*pool.map(with_a_copy, things))


def pass_as_it_is(copy: Path, pairs: list[Pair]) -> set[str]:
    """A test of one suite that does not pass, or is not run, without any sabotage says nothing about one."""
    suite, failed = pairs[0][1], set()
    answers = run(copy, suite, sorted({node_of(sabotage.test, copy) for sabotage, _suite in pairs}))
    for sabotage, _suite in pairs:
        if {one.outcome for one in about(node_of(sabotage.test, copy), answers)} != {"passed"}:
            print(f"DOES NOT PASS without any sabotage, {suite}: {sabotage.test}", flush=True)
            failed.add(sabotage.name)
    return failed


def goes_red(copy: Path, pair: Pair) -> set[str]:
    """One line, and where it is not red, the last that pytest said."""
    sabotage, suite = pair
    begun = time.monotonic()
    told = attempt(sabotage, suite, copy)
    print(f"{time.monotonic() - begun:6.1f} s  {suite:<10}  {sabotage.name}: {told[:160]}", flush=True)
    if told.startswith(RED):
        return set()
    print(*output_of(copy).read_text(encoding="utf-8").splitlines()[-LINES:], sep="\n", flush=True)
    return {sabotage.name}


def report(chosen: list[Sabotage], failed: set[str], obstacles: dict[Suite, str]) -> int:
    left_out = {sabotage.name for sabotage in chosen if {*sabotage.suites} & obstacles.keys()} - failed
    for suite, reason in obstacles.items():
        print(f"Left out on {suite}: {reason}")
    for name in sorted(failed):
        print(f"Did not go red: {name}")
    print(f"{len(chosen) - len(failed | left_out)} of {len(chosen)} sabotages went red")
    return 1 if failed or not chosen or (left_out and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    sys.exit(main())
