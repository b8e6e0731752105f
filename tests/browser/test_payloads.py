"""Texts that would like to run, in every text field there is, on every page there is: none does."""

import io
import logging
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from html import escape, unescape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Cast as Written
from django.db.models.functions import Concat
from django.test import Client
from django.urls import Resolver404, resolve
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from reporting.assessments.models.rounds import RoundDecision
from reporting.reports.models import ReportStep
from reporting.reports.outgoing import ReportRelease
from strategy.decision.models import Amendment
from strategy.jobs.models import Job, SignOfLife
from strategy.records import installed_triggers
from strategy.tools.schema import APPS
from strategy.web import logs
from strategy.web.models import KeptFilter
from tests.access_rows import THINGS
from tests.access_things import Things
from tests.canary import text_fields
from tests.conftest import Cast
from tests.effort import often
from tests.making import DAY, MOMENT, Making
from tests.reporting.reports.test_report_pages import with_files

pytestmark = pytest.mark.browser

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread that is not ours

FIRED = "window.__fired=(window.__fired||0)+1"
SHAPES: dict[str, str] = tomllib.loads((Path(__file__).parent / "payloads.toml").read_text(encoding="utf-8"))
PAYLOADS = {name: shape.replace("FIRED", FIRED) for name, shape in SHAPES.items()}
# Words of the program's own, of which nobody writes any: addresses and what code looks up.
WORDS_OF_THE_PROGRAM = {
    *("slug", "key", "code", "password", "kind", "step", "level_key", "format", "sort_key", "scope", "holder"),
    *("history_type", "history_change_reason", "content", "sha256", "section"),
    *("from_state", "to_state", "state"),
    *("address", "digest", "location"),
    *("token_digest", "message_id", "period", "answer", "model", "occasion", "page", "query"),
    *("address_key", "origin_key", "token_hash", "session_key", "session_data", "browser", "system", "base"),
}
LONGEST_ADDRESS = 600  # more than any has, and as much as the square code for setting up an app can take
# What our own pages hold once each: the square code for an app, and the sentence for whoever has JavaScript off.
OURS = {
    "/account/app/": ["<IMG>", "IMG.src=data:"],
    r"/account/keys/new/|/(meetings/\d+/)?interventions/.*|.*/observations/(\d+|new)/.*": ["<NOSCRIPT>"],
}
MOST_PAGES = 300
LINKS = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
INIT = """
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => { window.__fired = name; };
document.addEventListener("securitypolicyviolation", (event) => {
  (window.__stopped ||= []).push(`${event.effectiveDirective} ${event.blockedURI}`);
});
"""
WRONG = r"""() => {
  const found = [...(window.__stopped || [])];
  if (window.__fired) found.push(`ran: ${window.__fired}`);
  const ACTING = /^(on|style$|srcdoc$|(data-)?hx-(on|vals|vars))/i;
  const shut = new Set(["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "MATH", "VIDEO", "STYLE", "NOSCRIPT", "FRAME"]);
  for (const element of document.querySelectorAll("*")) {
    const name = element.tagName.toUpperCase();
    if (shut.has(name)) found.push(`<${name}>`);
    const source = element.getAttribute("src") || "";
    const isThumbnail = name === "IMG" && /^\/attachments\/\d+\/thumbnail\/$/.test(source);
    const isOurs = isThumbnail || source.startsWith("/static/");
    if ((name === "SCRIPT" || name === "IMG") && !isOurs) found.push(`<${name}>`);
    for (const attribute of element.attributes) {
      if (ACTING.test(attribute.name)) found.push(`${name}.${attribute.name}`);
    }
    for (const kind of ["href", "src", "action", "formaction", "data", "hx-get", "hx-post"]) {
      const value = element.getAttribute(kind);
      if (value === null || value === "") continue;
      let protocol = "";
      try { protocol = new URL(value, location.href).protocol; } catch { protocol = "none"; }
      const allowed = ["http:", "https:", ...(name === "A" ? ["mailto:"] : [])];
      if (!allowed.includes(protocol)) found.push(`${name}.${kind}=${protocol}`);
    }
  }
  return found;
}"""


def all_in_one(turn: int) -> str:
    """Every payload, each field beginning with another, so that none hides behind the one before it everywhere."""
    shapes = list(PAYLOADS.values())
    at = turn % len(shapes)
    return " ".join(["a", *shapes[at:], *shapes[:at], "[1] - z"])


def plant() -> Counter[str]:
    """Straight into the database, past every form that would refuse the length. Answers how many rows a field has."""
    planted: Counter[str] = Counter()
    unsealed()
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.split(".")[0] in ROOMS]
    for model in ours:
        for number, name in enumerate(set(text_fields(model)) - WORDS_OF_THE_PROGRAM):
            text = Concat(
                models.Value(fitting(name, all_in_one(len(planted) + number))),
                Written("pk", models.TextField()),
                output_field=models.TextField(),
            )
            planted[f"{model.__name__}.{name}"] = write(model, name, text)
    return planted


def fitting(name: str, text: str) -> str:
    """An address is in small letters, which the database holds."""
    return text[:LONGEST_ADDRESS].lower() if name == "email" else text


def unsealed() -> None:
    """What the database keeps from changing is let go of; emptying it after the test puts all back."""
    for label in APPS:
        installed_triggers.clear(connection, label)


def write(model: type[models.Model], name: str, text: Any) -> int:
    """In every row, or where a rule wants the field to be empty in some, in the others."""
    try:
        with transaction.atomic():
            return model._base_manager.update(**{name: text})
    except IntegrityError:
        return model._base_manager.exclude(**{name: ""}).update(**{name: text})


ROOMS = {"strategy", "priorities", "dialogue", "reporting"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter(as_json=True))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def everything(make: Making) -> Making:
    """One of each thing, tied together as far as pages show it."""
    things = Things(make)
    for name in {row.of for row in THINGS.values()}:
        things[name]
    make.event(state="planned", starts_on=make.strategy.today(), ends_on=make.strategy.today())
    make.evidence(things.begun_assessment, intervention=things.intervention)
    make.assessment_step(things.begun_assessment, "returned", reason="Mer")
    make.activity_update(things.activity)
    make.overall_step(things.begun_overall_assessment, "returned", reason="Mer")
    whose: dict[str, Any] = {"strategy": make.strategy, "by": make.head, "at": MOMENT, "reason": "Mer"}
    sent = {name: whose[name] for name in ("strategy", "by", "at")}
    RoundDecision.objects.create(round=make.round(2020), decision="returned", **whose)
    ReportStep.objects.create(report=things.draft_report, to_state="draft", **whose)
    Amendment.objects.create(strategy=make.strategy, new_end=make.strategy.end, decided_on=DAY, source="Ju2022/1")
    Job.objects.create(kind="report", subject_id=things.pack.pk, strategy=make.strategy, state="failed", failure="Fel")
    SignOfLife.give("sweep", MOMENT)
    make.agenda_item(things.event)
    KeptFilter.objects.create(user=make.officer, strategy=make.strategy, page="dialogue:events", name="Mina")
    make.masking(request=things.disclosure_request, words="Regionkontoret")
    ReportRelease.objects.create(report=things.report, organisation=make.organisation("sida"), **sent)
    for report in (things.draft_report, things.pack, things.approved_report):
        with_files(report)
    return make


def addresses(client: Client, start: str = "/") -> Iterator[str]:
    """One of each kind of page that links lead to: by route, and by what tells its pages apart but the thing itself."""
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        response = client.get(address, follow=True)
        if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
            continue
        yield address
        waiting += [unescape(link) for link in LINKS.findall(response.content.decode())]
    assert len(seen) < MOST_PAGES


def kind_of(address: str) -> tuple[Any, ...] | None:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    told = sorted((name, str(value)) for name, value in match.kwargs.items() if name not in {"pk", "slug"})
    return (
        match.view_name,
        *told,
        *sorted(name for name, _value in parse_qsl(parts.query) if name not in {"sort", "format"}),
    )


def entered(chromium: Browser, server: LiveServer, client: Client) -> BrowserContext:
    address = server.url.replace("localhost", "127.0.0.1")
    context = chromium.new_context(base_url=address)
    context.add_init_script(INIT)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context


def hear(told: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        told.append(message.text)


def wrong_on(page: Page, client: Client) -> dict[str, list[str]]:
    """What is not as it should be, by address."""
    told: list[str] = []
    page.on("console", lambda message: hear(told, message))
    page.on("pageerror", lambda error: told.append(str(error)))
    found: dict[str, list[str]] = {}
    nearest = islice(addresses(client), often(gate=36, proof=MOST_PAGES))
    for address in list(nearest)[:: often(gate=4, proof=1)]:
        response = page.goto(address)
        assert response is not None
        assert response.status < 400, address
        wrong = [*page.evaluate(WRONG), *told]
        told.clear()
        for ours in (one for path, each in OURS.items() if re.fullmatch(path, address) for one in each):
            with suppress(ValueError):
                wrong.remove(ours)
        if wrong:
            found[address] = wrong
    return found


def test_nothing_runs_and_no_rule_is_broken(
    chromium: Browser,
    live_server: LiveServer,
    everything: Making,
    cast: Cast,
    log: io.StringIO,
) -> None:
    counted = plant()
    assert sorted(name for name, rows in counted.items() if rows == 0 and not name.startswith("Historical")) == []
    for role in ("officer", "contact"):
        client = Client()
        client.force_login(cast[role])
        context = entered(chromium, live_server, client)
        shown = wrong_on(context.new_page(), client)
        context.close()
        assert shown == {}, role
    assert "content security policy" not in log.getvalue()


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_would_run_or_be_noticed_where_a_page_let_it_through(name: str, plain_page: Page) -> None:
    """So that what finds nothing on our pages is known to find something."""
    payload = PAYLOADS[name]
    careless = [
        payload,
        f'<input value="{payload}">',
        f"<input value='{payload}'>",
        f'<a href="{escape(payload)}">x</a>',
        f"<script>var x = '{payload}'</script>",
        f"<textarea>{payload}</textarea>",
        f"<title>{payload}</title>",
        f"<!-- {payload} -->",
        MARKDOWN.render(payload),
    ]
    assert any(noticed(plain_page, html) for html in careless)


MARKDOWN = MarkdownIt("commonmark", {"html": True})
MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def plain_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    context.add_init_script(INIT)
    yield context.new_page()
    context.close()


def noticed(page: Page, html: str) -> list[str]:
    page.goto("about:blank")
    page.set_content(f"<!doctype html><html><body>{html}</body></html>", wait_until="commit")
    found: list[str] = page.evaluate(WRONG)
    return found
