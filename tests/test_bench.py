"""The measurements run, so that they cannot rot: one page, twice, at scale 2. What they say is not judged here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.databases import ROOT
from tests.bench.tables import BEGIN, END, Bound, Results, Table, plain, write_into


@pytest.fixture
def results() -> Results:
    table = Table("Pages", ["page", "ms"], [["reporting:overview", "41.0"]])
    return Results({"cores": "2"}, [table], [Bound("snapshot", 1.2, 2), Bound("page", 2.5, 2)], ["PostgreSQL: none"])


@pytest.mark.long
def test_a_page_is_measured_on_both_scales(tmp_path: Path) -> None:
    chosen = ["--only", "pages", "--database", "sqlite", "--scale", "2", "--repeat", "2", "--page", "dialogue:events"]

    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", *chosen, "--json", str(tmp_path / "found.json")],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "sqlite:////nowhere/never-opened.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    pages = found["figures"]["pages"]["SQLite"]
    assert next(iter(pages)) == "dialogue:events"
    assert pages["dialogue:events"]["queries"] == {"1": 12, "2": 12}
    assert "Pages on SQLite, milliseconds" in done.stdout


def test_a_broken_bound_is_said(results: Results) -> None:
    lines = plain(results).splitlines()

    assert [line.split()[-1] for line in lines if line.startswith(("snapshot", "page "))][-2:] == ["ok", "OVER"]
    assert lines[-1] == "Left out: PostgreSQL: none."
    assert [bound["holds"] for bound in results.as_json()["bounds"]] == [True, False]


def test_the_tables_go_between_the_markers_of_a_document(tmp_path: Path, results: Results) -> None:
    document = tmp_path / "measurements.md"
    document.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n", encoding="utf-8")

    write_into(document, results)

    written = document.read_text(encoding="utf-8")
    assert written.startswith(f"Before\n{BEGIN}\n")
    assert written.endswith(f"\n{END}\nAfter\n")
    assert "| reporting:overview | 41.0 |" in written
    assert "old" not in written


def test_a_document_without_markers_is_left_alone(tmp_path: Path, results: Results) -> None:
    document = tmp_path / "other.md"
    document.write_text("Nothing to replace", encoding="utf-8")

    with pytest.raises(SystemExit, match="no place for the tables"):
        write_into(document, results)
    assert document.read_text(encoding="utf-8") == "Nothing to replace"
