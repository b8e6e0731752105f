"""Figures for Prometheus: numbers, states and the names of our own routes; nothing that anybody wrote.

Requests are counted in each process. Where PROMETHEUS_MULTIPROC_DIR names a folder, those of one machine are summed.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if FOLDER:  # read by the library when it is imported
    Path(FOLDER).mkdir(parents=True, exist_ok=True)

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402
from prometheus_client.core import GaugeMetricFamily  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

from config.operations.parts import findings  # noqa: E402
from strategy.jobs.models import Job, SignOfLife  # noqa: E402
from strategy.notices.models import Letter, Notice  # noqa: E402
from strategy.search.models import SearchEntry  # noqa: E402
from strategy.web.logs import method_of  # noqa: E402

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("verka_requests", "Answered requests.", ["route", "method", "status"])
SECONDS = Histogram("verka_request_seconds", "How long an answer took, by what it was.", ["route"], buckets=BUCKETS)


class RequestFiguresMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        REQUESTS.labels(route, method_of(request), response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


class Standing(Collector):
    """What the database and the other parts say at the moment of asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        jobs = GaugeMetricFamily("verka_jobs", "Background work.", labels=["kind", "state"])
        oldest = GaugeMetricFamily("verka_jobs_oldest_seconds", "Age of the oldest.", labels=["kind", "state"])
        for row in Job.objects.order_by().values("kind", "state").annotate(count=Count("pk"), since=Min("created_at")):
            jobs.add_metric([row["kind"], row["state"]], row["count"])
            if row["state"] in Job.LIVE:
                oldest.add_metric([row["kind"], row["state"]], (now - row["since"]).total_seconds())
        letters = GaugeMetricFamily("verka_letters", "Letters about notices.", labels=["state"])
        for state, count in Letter.objects.order_by().values_list("state").annotate(count=Count("pk")):
            letters.add_metric([state], count)
        signs = GaugeMetricFamily("verka_last_seconds", "Since a sweep by beat, and a backup.", labels=["what"])
        for sign in SignOfLife.objects.all():
            signs.add_metric([sign.name], (now - sign.at).total_seconds())
        up = GaugeMetricFamily("verka_up", "1 where the administrator's page finds nothing wrong.", labels=["part"])
        for finding in findings():
            up.add_metric([finding.name], finding.trouble is None)
        yield from (jobs, oldest, letters, signs, up)
        waiting = Notice.objects.to_be_mailed().count()
        yield GaugeMetricFamily("verka_notices_to_be_mailed", "Not in a letter yet.", value=waiting)
        yield GaugeMetricFamily("verka_search_entries", "Things that can be found.", value=SearchEntry.objects.count())


def exposition() -> bytes:
    """Prometheus' text format, version 0.0.4."""
    counted = CollectorRegistry() if FOLDER else REGISTRY
    if FOLDER:
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    standing = CollectorRegistry()
    standing.register(Standing())
    return generate_latest(counted) + generate_latest(standing)
