"""What one runs while working: the static checks, and the tests of what differs from where the branch began.

    python -m config.bin.quick [REVISION]

Chosen are tests that have changed, that import a class or function that has changed, and that are named after its
module or after one that imports it directly; besides, the access matrix's rows of the addresses whose views are among
these. What looks at the whole product is the gate's.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from config.bin import gate

ROOT = gate.ROOT
PRODUCT = ("config", "strategy", "priorities", "dialogue", "reporting")
MATRIX = "tests/test_access.py"
HUNK = re.compile(r"@@ \S+ \+(?P<first>\d+)(,(?P<count>\d+))? @@")
BEGINNINGS = ("origin/main", "main")


def main() -> int:
    os.chdir(ROOT)
    os.environ |= gate.environment() | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    since = sys.argv[1] if len(sys.argv) > 1 else beginning()
    changed = differing(since)
    product = [path for path in changed if path.suffix == ".py" and path.parts[0] in PRODUCT]
    rendering = [path for template in changed if template.suffix == ".html" for path in naming(template)]
    names = {name for path in product for name in names_changed(path, since)}
    near = {module_of(path) for path in [*product, *rendering]}
    near |= {module_of(path) for path in sources(*PRODUCT) if imports(path) & names}
    chosen = sorted({*tests_among(changed), *tests_importing(names), *tests_named_after(near)})
    chosen += rows_of(addresses_in(near))
    print(f"{len(changed)} files differ; {len(chosen)} test files and rows are chosen", flush=True)
    lanes = [gate.static_checks()]
    if chosen:
        lanes.append([gate.suite("of what differs", gate.ON_SQLITE, "--quiet", *chosen)])
    return gate.run_all(lanes)


# ------------------------------------------------------------------ what has changed


def output_of(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def beginning() -> str:
    """The commit that the branch shares with the main one."""
    return next((found[0] for name in BEGINNINGS if (found := output_of("git", "merge-base", "HEAD", name))), "HEAD")


def differing(since: str) -> list[Path]:
    names = output_of("git", "diff", "--name-only", since)
    names += output_of("git", "ls-files", "--others", "--exclude-standard")
    return [Path(name) for name in names if Path(name).is_file()]


def names_changed(path: Path, since: str) -> set[str]:
    """The module, as whoever imports it whole knows it, and of what stands at its top what has changed, or all."""
    module, stands = module_of(path), ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    lines = lines_changed(path, since)
    named = [(node, name) for node in stands for name in names_of(node)]
    touched = {name for node, name in named if lines & {*range(first_line(node), (node.end_lineno or 0) + 1)}}
    return {module, *(f"{module}.{name}" for name in touched or {name for _node, name in named})}


def lines_changed(path: Path, since: str) -> set[int]:
    hunks = [HUNK.match(line) for line in output_of("git", "diff", "--unified=0", since, "--", str(path))]
    return {int(hunk["first"]) + number for hunk in hunks if hunk for number in range(max(1, int(hunk["count"] or 1)))}


def names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


# ------------------------------------------------------------------ what imports what


def sources(*folders: str) -> list[Path]:
    return [path.relative_to(ROOT) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def module_of(path: Path) -> str:
    return ".".join(part for part in path.with_suffix("").parts if part != "__init__")


@cache
def passed_on() -> dict[str, str]:
    """By the name under which a package offers it, the name of a thing where it stands."""
    packages = [path for path in sources(*PRODUCT) if path.name == "__init__.py"]
    return {
        f"{module_of(path)}.{name}": f"{module}.{name}"
        for path in packages
        for module, name in imported_in(path)
        if module.startswith(module_of(path))
    }


@cache
def imports(path: Path) -> frozenset[str]:
    """The names of all that it imports, modules and what stands in them; through packages that only pass things on."""
    named = {f"{module}.{name}" if name else module for module, name in imported_in(path)}
    return frozenset(passed_on().get(name, name) for name in named)


def imported_in(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


# ------------------------------------------------------------------ what is tried


def room_tests() -> list[Path]:
    """Those of single rooms; what stands at the root of the tests looks at the whole product."""
    paths = [path for path in sources("tests") if path.name.startswith("test_")]
    return [path for path in paths if len(path.parts) > 2 and path.parts[1] != "browser"]


def tests_among(changed: list[Path]) -> set[str]:
    return {str(path) for path in changed if path.parts[0] == "tests" and path.name.startswith("test_")}


def tests_importing(names: set[str]) -> set[str]:
    return {str(path) for path in room_tests() if imports(path) & names}


def tests_named_after(modules: set[str]) -> set[str]:
    """`dialogue.meetings.views.events` has `tests/dialogue/meetings/…/test_events.py`, and `test_event.py`."""
    return {str(path) for path in room_tests() for module in modules if is_named_after(path, module)}


def is_named_after(path: Path, module: str) -> bool:
    *where, last = module.split(".")
    room, floor = Path("tests", *where[:2]), Path("tests", *where[:1])
    folder = room if (ROOT / room).is_dir() else floor
    return folder in path.parents and path.name in {f"test_{last}.py", f"test_{last.removesuffix('s')}.py"}


def naming(template: Path) -> list[Path]:
    """The modules that render it, by its name."""
    name = "/".join(template.parts[1:])
    return [path for path in sources(*PRODUCT) if name in (ROOT / path).read_text(encoding="utf-8")]


def addresses_in(modules: set[str]) -> set[str]:
    """The names of the addresses whose views these modules define."""
    import django

    django.setup()
    from django.urls import URLResolver, get_resolver

    def named(patterns: list[Any], namespace: str = "") -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                below = ":".join(filter(None, (namespace, pattern.namespace)))
                yield from named(pattern.url_patterns, below)
            elif pattern.callback.__module__ in modules:
                yield f"{namespace}:{pattern.name}"

    return set(named(get_resolver().url_patterns))


def rows_of(addresses: set[str]) -> list[str]:
    """Of the access matrix, as pytest names its tests."""
    if not addresses:
        return []
    every = output_of(sys.executable, "-m", "pytest", "--collect-only", "--quiet", MATRIX)
    return [test for test in every if "[" in test and test.partition("[")[2].rstrip("]").split(" ")[0] in addresses]


if __name__ == "__main__":
    sys.exit(main())
