"""What every page keeps to: no inline style or script, a strict policy, and both languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from strategy.models import User
from tests.canary import crawl
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.views.volume import fill

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
        *(("head", "en"), ("contact", "sv"), ("contact", "en"), ("admin", "en")),
        *(pytest.param(*those, marks=pytest.mark.long) for those in (("officer", "sv"), ("reader", "en"))),
    ],
)
def test_every_page_keeps_to_the_policy_and_to_the_language(
    role: str, language: str, make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    fill(make, 1)
    make.assessment("i.2")
    User.objects.filter(pk=cast[role].pk).update(language=language)

    for address, page in crawl(browse(cast[role])):
        assert inline(page) == [], address
        assert "Content-Language" not in page or f"Content-Language: {language}" in page, address
        assert "<html" not in page or f'<html lang="{language}"' in page, address


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
