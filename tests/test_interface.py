"""What every page keeps to: no inline style or script, a strict policy, and both languages."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from strategy.people.models import User
from tests.canary import crawl
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.overview.volume import fill

SHOWN = [  # what is printed has its own rules
    path for path in sorted(Path(settings.BASE_DIR).glob("templates/**/*.html")) if "pdf" not in path.parts
]
FORBIDDEN = (
    r"<style\b",
    r"<script(?![^>]*\bsrc=)",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=\s*[\"']",
    r"href\s*=\s*[\"']javascript:",
    r"\shx-on",
)
INLINE = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
TAGS = re.compile(r"<[a-z!/][^>]*>|<script.*?</script>", re.IGNORECASE | re.DOTALL)
# In a template: what is translated, or no text at all.
TRANSLATED = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}|{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|&#?\w+;",
    re.DOTALL,
)
SAID_ASIDE = re.compile(r"\b(?:title|alt|aria-label|placeholder)=\"([^\"]*)\"")
WORDS = re.compile(r"[^\W\d_]{2,}")
THE_SAME_IN_EVERY_LANGUAGE = {"Verka", "Svenska", "English", "PDF", "sha"}  # the last is that of SHA-256


def inline(html: str) -> list[str]:
    return [tag for tag in TAGS.findall(html) if INLINE.search(tag)]


@pytest.mark.parametrize("template", SHOWN, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_holds_style_or_script(template: Path) -> None:
    assert inline(template.read_text(encoding="utf-8")) == []


def test_inline_is_recognised() -> None:
    wrong = [
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<p style="color: red">',
        "<svg style = 'x'>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
    ]
    right = ['<script src="/static/x.js" defer></script>', '<p class="style" data-on="x">', "<p>style = onsdag</p>"]

    assert [html for html in wrong if not inline(html)] == []
    assert [html for html in right if inline(html)] == []


@pytest.mark.parametrize(
    ("role", "language"),
    [
        *(("contact", "sv"), ("admin", "en")),
        *(
            pytest.param(*those, marks=pytest.mark.long)
            for those in (("officer", "sv"), ("reader", "en"), ("head", "en"), ("contact", "en"))
        ),
    ],
)
def test_every_page_keeps_to_the_policy_and_to_the_language(
    role: str, language: str, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    fill(make, 1)
    make.assessment("i.2")
    User.objects.filter(pk=cast[role].pk).update(language=language)

    for address, page in crawl(browse(cast[role])):
        assert "spreadsheetml" in page or inline(page) == [], address
        assert "Content-Language" not in page or f"Content-Language: {language}" in page, address
        if "<html" in page:
            assert f'<html lang="{language}"' in page, address
            assert flaws(page) == [], address


class Marks(HTMLParser):
    """What a page is found one's way in by: its title, its ids, and its landmarks with their names."""

    LANDMARKS = frozenset({"nav", "aside", "main", "search"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title = ""
        self.ids: Counter[str] = Counter()
        self.landmarks: Counter[tuple[str, str]] = Counter()
        self.within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.within = tag
        if told.get("id"):
            self.ids[str(told["id"])] += 1
        role = told.get("role") or tag
        name = told.get("aria-label") or told.get("aria-labelledby") or ""
        if role in self.LANDMARKS or (tag in {"form", "section"} and name):
            self.landmarks[role, name] += 1

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        self.title += data if self.within == "title" else ""

    @property
    def flaws(self) -> list[str]:
        twice = [f"{name} twice" for found in (self.ids, self.landmarks) for name, count in found.items() if count > 1]
        nameless = [f"{role} without a name" for role, name in self.landmarks if not name and role != "main"]
        return twice + nameless + ([] if self.title else ["no title"])


def flaws(page: str) -> list[str]:
    return Marks(page).flaws


@pytest.mark.parametrize(
    "html",
    [
        '<title>Mål</title><p id="a"></p><p id="a"></p>',
        "<title>Mål</title><nav></nav>",
        '<title>Mål</title><nav aria-label="Huvudmeny"></nav><nav aria-label="Huvudmeny"></nav>',
        '<title>Mål</title><form role="search"></form>',
        '<title>Mål</title><aside aria-label="A"></aside><aside aria-label="A"></aside>',
        '<title>Mål</title><section aria-labelledby="a"></section><section aria-labelledby="a"></section>',
        "<title></title><p>Mål</p>",
    ],
)
def test_what_leads_astray_is_recognised(html: str) -> None:
    assert flaws(html) != []


def test_what_leads_right_is_let_be() -> None:
    named = '<nav aria-label="A"></nav><nav aria-label="B"></nav><form id="c"></form><form></form><main id="d"></main>'
    assert flaws(f"<title>Mål</title>{named}") == []


def test_a_page_of_a_thing_has_a_title_of_its_own_and_its_section_marked(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    addresses = [f"/people/{cast.contact.pk}/"]
    for number, goal in enumerate(["i.1", "i.2"], 1):
        event = make.event(title=f"Möte {number}", state="held")
        item = make.agenda_item(event, title=f"Punkt {number}")
        prepared = make.prepared_goal(item, goal, message=f"Budskap {number}")
        said = make.intervention(event, goal)
        commitment = make.commitment(event, text=f"Löfte {number}", goals=[goal])
        observation = make.observation(title=f"Sett {number}")
        activity = make.activity([goal], title=f"Göra {number}")
        judged = make.assessment(goal, state="draft")
        report = make.report(edition_number=number)
        for things, pages in (
            (f"/meetings/{event.pk}/", ("", "edit/", "texts/", "agenda-items/", "commitments/")),
            (f"/agenda-items/{item.pk}/", ("", "goals/")),
            (f"/prepared-goals/{prepared.pk}/", ("",)),
            (f"/interventions/{said.pk}/", ("",)),
            (f"/commitments/{commitment.pk}/", ("", "edit/")),
            (f"/observations/{observation.pk}/", ("", "registration/")),
            (f"/activities/{activity.pk}/", ("", "edit/")),
            (f"/goals/{make.goal(goal).pk}/", ("",)),
            (f"/assessments/{judged.pk}/", ("",)),
            (f"/reports/{report.pk}/", ("",)),
            *(
                (f"/history/{kind}/{thing.pk}/", ("",))
                for kind, thing in (("event", event), ("commitment", commitment))
            ),
        ):
            addresses += [things + page for page in pages]
    client = browse(cast.officer)
    answers = {address: client.get(address) for address in addresses}

    assert {address: page.status_code for address, page in answers.items() if page.status_code != 200} == {}
    titles = Counter(Marks(page.text).title for page in answers.values())
    assert [title for title, count in titles.items() if count > 1] == []
    assert [address for address, page in answers.items() if marked(page.text) != 1] == []


def marked(page: str) -> int:
    """How many entries of the main menu are."""
    return page.partition('<nav class="site-nav"')[2].partition("</nav>")[0].count("aria-current")


def untranslated(template: str) -> set[str]:
    """The words of a template that stand in no tag of its own: the text between HTML's tags, and what is read aloud."""
    left = TRANSLATED.sub(" ", template)
    text = " ".join([TAGS.sub(" ", left), *SAID_ASIDE.findall(left)])
    return set(WORDS.findall(text)) - THE_SAME_IN_EVERY_LANGUAGE


def test_no_template_holds_text_that_is_not_translated() -> None:
    templates = [path for kind in ("html", "txt") for path in Path(settings.BASE_DIR).glob(f"templates/**/*.{kind}")]
    found = {path.name: words for path in templates if (words := untranslated(path.read_text(encoding="utf-8")))}
    assert found == {}


def test_untranslated_text_is_recognised() -> None:
    wrong = ["<p>Mål</p>", "{% if it %}Mål{% endif %}", '<a title="Mål">{{ it }}</a>', '<p aria-label="{{ it }} mål">']
    right = [
        '<p class="quiet">{% translate "Mål" %}',
        "{# Mål #}",
        "{% blocktranslate %}Ett mål{% endblocktranslate %}",
    ]

    assert [template for template in wrong if not untranslated(template)] == []
    assert [template for template in right if untranslated(template)] == []


def test_headers_of_a_page(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    headers = browse(officer).get(f"/strategies/{make.strategy.slug}/").headers

    policy = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "report-uri": "/policy-reports/",
        "frame-ancestors": "'none'",
    }
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "HX-Request" in headers["Vary"]


def test_language_is_chosen_and_kept(officer: User, browse: Callable[[User], Client]) -> None:
    client = browse(officer)

    response = client.post("/language/", {"language": "en", "next": "/strategies/iom-2020-2022/goals/"})

    assert response.headers["Location"] == "/strategies/iom-2020-2022/goals/"
    assert User.objects.get(pk=officer.pk).language == "en"
    assert '<html lang="en"' in client.get("/strategies/iom-2020-2022/goals/").content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example", "///e.x"),
        *("https:elsewhere.example", "\t//elsewhere.example", "http://testserver@elsewhere.example/"),
        *("strategy:home", "2021-06-28T10:00", "a b", "/\x00", "/a\r\nLocation: //elsewhere.example"),
    ],
)
def test_language_leads_nowhere_else(elsewhere: str, client: Client, db: None) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere}).headers["Location"] == "/"
