"""The PDF: the whole of a report's job beside WeasyPrint alone, and how much memory each takes at its peak."""

import json
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.asking import Times, in_turn, worker_on
from tests.bench.bare import with_style_inside
from tests.bench.databases import ROOT, Database, filled, grown, obstacle_to
from tests.bench.machine import chromium_version, progress
from tests.bench.tables import Bound, Results, Table

MOST_TASK, MOST_MEMORY = 1.10, 1.10
MOST_BESIDE_PDF = 0.20  # of its PDF's time, for each other format
MOST_BESIDE = 60  # megabytes, for all of the product that a worker holds while it prints
TURNS = 3
LONG_SCALE = 14  # at which the secret internal edition, which holds the copies, comes to some 300 pages


def measure_paper(results: Results, kind: str, folder: Path) -> None:
    obstacle = obstacle_to(kind)
    if obstacle:
        results.left_out.append(f"the PDF: {obstacle}")
        return
    with filled(kind, folder, with_report=False) as database:
        measure_time(results, database, folder)
        measure_memory(results, database, folder)


def measure_time(results: Results, database: Database, folder: Path) -> None:
    progress("PDF: the task and bare WeasyPrint in turn")
    html_file = folder / "report.html"
    with worker_on(database) as worker:
        pages = worker.ask("prepare_paper", html_file=str(html_file))["pages"]
        found = in_turn([worker], ["task", "bare", "word", "book"], TURNS, in_a_row=1)[0]
    task, bare, word, book = (statistics.median(found[act].worked) for act in ("task", "bare", "word", "book"))
    paper = task - word - book
    bounds = [
        Bound("a report's task but for Word and workbook ÷ bare WeasyPrint, processor", paper / bare, MOST_TASK),
        Bound("a report as Word ÷ as PDF, processor", word / paper, MOST_BESIDE_PDF),
        Bound("a report as workbook ÷ as PDF, processor", book / paper, MOST_BESIDE_PDF),
    ]
    columns = ["", "median", "fastest", "slowest", "processor"]
    table = Table(f"A yearly report of {pages} pages, seconds, median of {TURNS}", columns)
    rows = {
        "the whole task, from claim to published files": found["task"],
        "bare WeasyPrint on the same HTML and variant": found["bare"],
        "of the task: Word": found["word"],
        "of the task: the workbook": found["book"],
        **chromium_times(results, html_file, folder),
    }
    for label, times in rows.items():
        shown = [times.median, min(times.taken), max(times.taken)]
        worked = f"{statistics.median(times.worked) / 1000:.2f}" if times.worked else ""
        table.rows.append([label, *(f"{value / 1000:.2f}" for value in shown), worked])
    results.tables.append(table)
    results.bounds += bounds
    taken = {label: asdict(times) for label, times in rows.items()}
    results.figures["pdf"] = {"pages": pages, "milliseconds": taken, "ratio": round(bounds[0].measured, 3)}


def chromium_times(results: Results, html_file: Path, folder: Path) -> dict[str, Times]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        results.left_out.append("Chromium's print to PDF: chromium is not installed")
        return {}
    progress("PDF: Chromium")
    printable, printed = folder / "for-chromium.html", folder / "chromium.pdf"
    printable.write_text(with_style_inside(html_file.read_text(encoding="utf-8")), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'chromium'}"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", profile]
    began = time.perf_counter()
    command = [program, *options, f"--print-to-pdf={printed}", printable.as_uri()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    taken = (time.perf_counter() - began) * 1000
    return {f"Chromium {chromium_version(program)}, once, its start included, as a reference": Times([taken])}


def measure_memory(results: Results, database: Database, folder: Path) -> None:
    table = Table("Peak memory, a process each, MB", ["", "pages", "task", "bare", "ratio", ""])
    with grown(database, LONG_SCALE, folder) as larger, ThreadPoolExecutor() as pool:
        finding = [
            pool.submit(peaks, of, audience, folder)
            for of, audience in ((database, "internal"), (larger, "internal-secret"))
        ]
        usual, long = (found.result() for found in finding)
    beside = Bound("peak memory of the yearly report − bare, MB", (usual["task"] - usual["bare"]) / 1024, MOST_BESIDE)
    bound = Bound(f"peak memory of a report of {long['pages']} pages ÷ bare", long["ratio"], MOST_MEMORY)
    for label, found, said in [("the yearly report", usual, beside.verdict), ("a long one", long, bound.verdict)]:
        megabytes = [f"{found[name] / 1024:.0f}" for name in ("task", "bare")]
        table.rows.append([label, str(found["pages"]), *megabytes, f"{found['ratio']:.2f}", said])
    results.tables.append(table)
    results.bounds += [beside, bound]
    results.figures["memory"] = {"usual": usual, "long": long}


def peaks(database: Database, audience: str, folder: Path) -> dict[str, Any]:
    """Kilobytes at the peak of the task's process, and of one that prints the same HTML with WeasyPrint alone."""
    html_file = str(folder / f"{audience}.html")
    progress(f"PDF: peak memory, {audience} at scale {database.scale}")
    task = printed_json(database, "tests.bench.printing", audience, html_file)
    bare = printed_json(database, "tests.bench.bare", html_file)
    peak, bare_peak = task["peak_kb"], bare["peak_kb"]
    return {"pages": task["pages"], "task": peak, "bare": bare_peak, "ratio": round(peak / bare_peak, 3)}


def printed_json(database: Database, module: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=database.environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
