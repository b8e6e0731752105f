"""A copy of the tree, for what changes or writes beside what it tries."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def copy_of_the_tree(name: str, *but: str) -> Iterator[Path]:
    """A folder under `var/`, taken away again. It holds the working files, also what git ignores, but no caches."""
    copy = ROOT / "var" / name
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "var", "__pycache__", *but))
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)
