"""One process on one database. It reads questions and prints answers, each a line of JSON.

The program asks the workers of two databases in turn, so that whatever else the machine does meets both alike.
"""

import gc
import itertools
import json
import logging
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.utils import timezone

Json = dict[str, Any]
Act = Callable[[], object]
Statement = tuple[str, Any]


def main() -> None:
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # addresses that no GET answers are tried too
    worker = Worker()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(worker, asked.pop("what"))(**asked)), flush=True)


class Worker:
    """The questions. What is timed is warm: everything is asked once before a clock is started."""

    def __init__(self) -> None:
        self.acts: dict[str, Act] = {}
        self.readying: dict[str, Act] = {}  # done before each turn, outside the clock

    def versions(self) -> Json:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
            row = cursor.fetchone()
        return {"database": f"{connection.display_name} {row[0].split()[0]}", "django": django.get_version()}

    def pages(self, chosen: str) -> Json:
        from tests.bench.pages import pages

        return {"pages": [[page.name, page.url, page.person] for page in pages(chosen)]}

    def suggestions(self) -> Json:
        from tests.bench.suggested import measured

        return {"figures": measured()}

    def prepare_page(self, url: str, person: str, beside: str) -> Json:
        """Readies `page`, a request from somebody who has signed in, `bare`, the same statements alone, and `beside`,
        a request for the page that it is held against.
        """
        from tests.bench.pages import signed_in

        client = signed_in(person)

        def ask(url: str) -> None:
            answer = client.get(url)
            assert answer.status_code == 200, f"{url}: {answer.status_code}"

        ask(url)
        statements = recorded(lambda: ask(url))
        gc.collect()
        gc.freeze()  # what stays for good is not looked through before every turn
        self.acts = {"page": lambda: ask(url), "bare": lambda: run_bare(statements), "beside": lambda: ask(beside)}
        return {"queries": sum('INSERT INTO "strategy_auditentry"' not in sql for sql, _params in statements)}

    def prepare_writing(self) -> Json:
        """Readies `indexed`, a change of a message that other words find, and `not indexed`, without the index."""
        from django.db.models.signals import post_save

        from dialogue.meetings.models.interventions import Intervention
        from strategy.records.services import save_record
        from strategy.search import index
        from tests.bench.people import officer

        named: Any = {"dispatch_uid": f"index {Intervention.__name__}"}
        record, turns = Intervention.objects.present().order_by("pk")[0], itertools.count()

        def write() -> None:
            record.message = f"Sverige frågade för {next(turns)}:e gången om översynen."
            save_record(record=record, by=officer())

        def unheard() -> None:
            post_save.disconnect(sender=Intervention, **named)
            try:
                write()
            finally:
                post_save.connect(index.on_save, sender=Intervention, **named)

        self.acts = {"indexed": write, "not indexed": unheard}
        for act in self.acts:
            self.time(act, 3)
        return {}

    def prepare_snapshot(self, audience: str) -> Json:
        """Readies `snapshot`, of the report on the last year that is over. Answers the bytes it comes to."""
        from reporting.reports.contents.snapshots.taking import take
        from reporting.reports.models import Report

        report = report_for(audience)

        def once() -> None:
            take(Report.objects.select_related("strategy", "replaces").get(pk=report.pk), timezone.now())

        self.acts = {"snapshot": once}
        return {"bytes": len(take(report, timezone.now()).content.encode())}

    def prepare_paper(self, html_file: str) -> Json:
        """Readies `task`, a report's job from claim to published files, `bare`, WeasyPrint on the same HTML, and `word`
        and `book`, the two other formats by themselves.
        """
        from reporting.reports.paper.formats import render_book, render_word
        from reporting.reports.paper.printing import html
        from strategy.jobs.services import execute
        from tests.bench.bare import bare_pdf as bare_of
        from tests.bench.printing import again

        report = report_for("internal")
        jobs: list[int] = []
        self.readying = {"task": lambda: jobs.append(again(report))}
        self.acts = {"task": lambda: execute(jobs[-1])}
        self.time("task", 1)
        file = report.files.select_related("snapshot").get(format="pdf")
        written = html(file.snapshot.content)
        self.acts["bare"] = lambda: bare_of(written)
        self.acts["word"] = lambda: render_word(written)
        self.acts["book"] = lambda: render_book(file.snapshot.content)
        self.time("bare", 1)
        Path(html_file).write_text(written, encoding="utf-8")
        return {"pages": file.pages}

    def time(self, act: str, repeat: int) -> Json:
        """Each turn by itself, in milliseconds: how long it took, and how long the processor was at it.

        What a server in another process does counts as work too: the time that each statement was waited for.
        """
        taken, worked = [], []
        gc.collect()
        for _turn in range(repeat):
            if act in self.readying:
                self.readying[act]()
            waited = Waited()
            began, busy = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(waited) if connection.vendor != "sqlite" else nullcontext():
                self.acts[act]()
            taken.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy + waited.seconds) * 1000)
        return {"taken": taken, "worked": worked}


class Waited:
    """The time that statements took without this process being at work: the server's own, and that of the wire."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began, busy = time.perf_counter(), time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began - (time.process_time() - busy)


def recorded(ask: Act) -> list[Statement]:
    """The statements of one request, with their parameters."""
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return statements


def run_bare(statements: list[Statement]) -> None:
    """A view that asks the same of the database, reads every row and makes nothing of them."""
    for sql, params in statements:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description is not None:
                cursor.fetchall()


def report_for(audience: str) -> Any:
    """A report of this edition; a new row, of which no file is made, where the demonstration has none."""
    from reporting.reports.models import Report
    from reporting.reports.services import create_report
    from strategy.decision.models import Strategy
    from tests.bench.people import SLUG, YEAR, officer

    strategy = Strategy.objects.get(slug=SLUG)
    made = Report.objects.filter(strategy=strategy, audience=audience, year=YEAR).order_by("pk").first()
    return made or create_report(strategy=strategy, year=YEAR, audience=audience, language="sv", by=officer())


if __name__ == "__main__":
    main()
