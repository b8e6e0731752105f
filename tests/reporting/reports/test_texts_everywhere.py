"""What somebody has typed is the same words in the same order wherever it is read: page, report, PDF, masked copy.

The report's data give it back to the letter. Everywhere else it is held against one plain reading, written here and
nowhere else. `make proof` tries more.
"""

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import page
import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from priorities.goals.models import Goal
from reporting.disclosures import services
from reporting.disclosures.masked_copy_pdf import print_copy
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.paper.pdf import render_pdf
from reporting.reports.paper.printing import html as report_html
from strategy.people.models import User
from strategy.texts.fields import WrittenTextField
from strategy.texts.html import html
from strategy.texts.reading import in_line
from tests.effort import IN_PROOF, often
from tests.making import Making
from tests.making_disclosures import decide_on
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.reports.contents.test_snapshots import OPEN

OFTEN = tried(
    max_examples=often(gate=150, proof=5000),
    derandomize=not IN_PROOF,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

# ------------------------------------------------------------------ the plain reading

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")
ADDRESS = re.compile(r'(https?://[^\s<>"”]+)')
STARS = re.compile(r"(?<![\w*])(?P<star>\*\*?)(?=[^\s*])(?P<inner>(?:(?!(?P=star)).)*[^\s*])(?P=star)(?![\w*])")


def kept(text: str) -> str:
    return unicodedata.normalize("NFC", UNSEEN.sub("", BREAKS.sub("\n", text)))


def words(text: str) -> list[str]:
    """In order, without the stars of emphasis; the star that begins an item is the item's."""
    found = []
    for line in kept(text).split("\n"):
        item = re.match(r" *\*[ \t\u00a0]+(?=\S)", line)
        start, rest = (["*"], line[item.end() :]) if item else ([], line)
        found += start + [word for cell in rest.split("\t") for word in without_stars(cell).split()]
    return found


def without_stars(line: str) -> str:
    """Those around words; in an address a star is a star."""
    first = min(
        (hit for hit in (ADDRESS.search(line), STARS.search(line)) if hit), key=lambda hit: hit.start(), default=None
    )
    if first is None:
        return line
    inner = without_stars(first["inner"]) if first.re is STARS else first[0]
    return line[: first.start()] + inner + without_stars(line[first.end() :])


# What our fonts lack, and what stands for it in print; several together stand in one pair of brackets.
IN_WORDS = {
    "🙂": "småleende ansikte",
    "✅": "vit bockmarkering",
    "🚀": "raket",
    "👩": "kvinna",
    "👧": "flicka",
    "国": "U+56FD",
    "ह": "U+0939",
}
FLAG = {"🇸🇪": "[SE]", "🇳🇴": "[NO]"}
LACKING = re.compile(f"[{''.join(IN_WORDS)}]+")


def printed(text: str) -> str:
    for sign, letters in FLAG.items():
        text = text.replace(sign, letters)
    text = re.sub("[\u200c\u200d\u20e3\ufe0f]", "", text.replace("\uf0b7", "•"))
    return LACKING.sub(lambda found: f"[{', '.join(IN_WORDS[sign] for sign in found[0])}]", text)


# ------------------------------------------------------------------ texts

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöABCÅÄÖéèüñçøæßłŁőžșğıđþð"
OTHERS = ["Αθήνα", "ἀρχή", "Москва", "Київ", "Ћирилица", "go\u0308teborg", "A\u030angstro\u0308m", "e\u0301te\u0301"]
ODD = [
    *("migra\u00adtions\u00adledning", "nolla\u200bbredd", "\ufeffmärke", "ord\u2060fog", "ﬁnska", "Word\uf0b7punkt"),
    *("🙂", "✅", "🚀🙂", "👩\u200d👧", "🇸🇪", "❤\ufe0f", "1\ufe0f\u20e3", "国国", "ह", "😀"),
    *("→", "⇒", "≤", "≈", "∑", "★", "☐", "€", "½", "m²", "CO₂", "‰", "§", "№", "…", "”så”", "’", "—", "–", "\u2011x"),
]
NUMBERS = [
    *("2021.", "3.", "4.", "1)", "a)", "100.", "0.", "2*3", "2*3*4", "4", "*", "5", "**", "1\u00a0000", "12,5", "3 4."),
    *("28/6", "i.3", "(1)", "-", "- 3", "–5", "+46", "1.2.3", "7.", "99)"),
]
MARKED = [
    *(
        "*kursivt*",
        "**fet**",
        "**två ord**",
        "*fler av dem*",
        "**fet *och* kursiv**",
        "*a*b",
        "ord*",
        "*ord",
        "(*inom*)",
    ),
    *("[1]", "[3]", "[12][13]", "[0]", "[2021]", "**[2]**", "[x]"),
    *("snake_case", "<b>&amp;</b>", '"', "&#8211;", "\\n"),
]
ADDRESSES = [
    "https://www.iom.int/sites/g/files/tmzbdl486/files/documents/reform-och-uppfoljning-2021.pdf?x=1&y=(2)#del-3",
    *("https://iom.int.", "(https://iom.int/a_(b))", "http://åäö.example/sökväg,", "https://x.example/*stjärna*"),
    *("iom@iom.int", "www.iom.int", "javascript:alert(1)"),
]
WORD = st.one_of(
    st.text(LETTERS, min_size=1, max_size=24), st.sampled_from(OTHERS), st.sampled_from(["FN-organ", "mål-", "IOM:s"])
)
PIECE = st.one_of(WORD, WORD, WORD, *(st.sampled_from(those) for those in (ODD, NUMBERS, MARKED, ADDRESSES, OTHERS)))
THIN = re.compile("[\u2009\u202f]")  # too thin for pdftotext to tell
BLANK = st.sampled_from([" ", " ", " ", " ", "  ", "\u00a0", "\u2009", "\u202f", "\t", ""])
ITEMS = [f"{sign}{blank}" for sign in "•–-*+◦" for blank in " \t"] + ["1. ", "3. ", "10.\t", "2) ", "b) ", "ä)  "]
SIGN = st.sampled_from(ITEMS)


@st.composite
def lines(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(PIECE, min_size=1, max_size=12))
    return "".join(piece + draw(BLANK) for piece in pieces)


ROW = st.lists(st.one_of(PIECE, st.just("")), min_size=2, max_size=4).map("\t".join)
TABLE = st.lists(ROW, min_size=1, max_size=4).map("\n".join)
BLOCK = st.one_of(
    lines(),
    st.lists(lines(), min_size=1, max_size=3).map("\n".join),
    st.lists(st.tuples(SIGN, lines()).map("".join), min_size=1, max_size=4).map("\n".join),
    TABLE,
    lines().map(lambda line: f"   {line}"),
)
BREAK = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \t\n\n", "\x0b", "\u2028", "\x0c\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    blocks = draw(st.lists(BLOCK, min_size=1, max_size=5))
    return "".join(block + draw(BREAK) for block in blocks)


TEXT = texts().filter(lambda text: bool(kept(text).strip()))

CASES = [
    "1. Första åtgärden\r\n2. Andra åtgärden\r\n\r\nSe nedan.\r\n\r\n3. Tredje\r\n4. Fjärde\r\n\r\n2021. Året då allt.",
    "Under året:\r\n•\tförsta punkten\r\n•\tandra\r\n\r\nÅr\tBelopp\r\n2020\t100\r\n2021\t200\r\n",
    "Se rapporten [7] och bilaga [12] i avtalet.",
    "ह 🙂 ✅ och en rad\x0befter Words radbrytning",
    "Första stycket.\r\n\r\nAndra stycket.\r\n\r\n3. 4.",
]


# ------------------------------------------------------------------ reading back


class PageReader(HTMLParser):
    """Words as they are seen: what begins a block, a cell or a line begins a word."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.read.append("\n" if tag in {"p", "br", "li", "div", "td", "th", "tr", "h2", "h3", "blockquote"} else "")

    def handle_data(self, data: str) -> None:
        self.read.append(data)


def seen(content: str) -> list[str]:
    reader = PageReader()
    reader.feed(content)
    reader.close()
    return "".join(reader.read).split()


def copied(content: bytes, folder: Path) -> str:
    """As a reader gets it who copies the text of all pages, without their heads and feet."""
    file = folder / "copied.pdf"
    file.write_bytes(content)
    between = [
        "-r",
        "72",
        "-x",
        "0",
        "-y",
        "72",
        "-W",
        "595",
        "-H",
        "704",
    ]  # within the margins of static/css/report.css
    command = ["pdftotext", "-raw", "-nopgbrk", *between, str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def as_copied(text: str) -> "re.Pattern[str]":
    """Word by word. Within a word a line may end, with a hyphen or without; any hyphen may be taken for such a one."""
    spelt = ["(?:-?\n)?".join(map(re.escape, word)) for word in words(printed(text))]
    return re.compile("".join(rf"{word}\s*" if word.endswith("-") else rf"{word}\s+" for word in spelt))


@OFTEN
@given(TEXT)
def test_a_page_says_the_words_in_their_order(text: str) -> None:
    assert seen(html(kept(text))) == words(text) == in_line(kept(text)).split(" ")


@OFTEN
@given(TEXT)
def test_what_is_kept_is_to_the_letter(text: str) -> None:
    assert WrittenTextField().clean(text) == kept(text)


# ------------------------------------------------------------------ the whole way


def many(count: int) -> list[str]:
    """The cases that went wrong, and made-up ones, each between two words of its own."""
    found: list[str] = []

    @tried(OFTEN, max_examples=2 * count)
    @given(TEXT)
    def gather(text: str) -> None:
        found.append(THIN.sub("\u00a0", text))

    gather()
    between = [*CASES, *found[::2]][:count]
    return [f"{start(number)}\r\n\r\n{text}\r\n\r\n{end(number)}" for number, text in enumerate(between)]


def start(number: int) -> str:
    return f"Xa{number}x"


def end(number: int) -> str:
    return f"Xo{number}x"


FIELDS = ("happened", "message", "response", "observation", "commitment")


@pytest.fixture(scope="module")
def typed() -> list[str]:
    return many(21 * len(FIELDS))


@pytest.fixture
def goals(make: Making, typed: list[str]) -> dict[str, list[str]]:
    """By each goal's code what is written about it, in the order of `FIELDS`, as a form takes it."""
    clean = WrittenTextField().clean
    told = {}
    for number, goal in enumerate(Goal.objects.filter(strategy=make.strategy)[: often(gate=9, proof=21)]):
        written = typed[number * len(FIELDS) : (number + 1) * len(FIELDS)]
        happened, message, response, text, promise = map(clean, written)
        assessment = make.assessment(goal.code, happened=happened, state="approved", **OPEN)
        if number % 2:
            for _piece in range(3):
                make.evidence(assessment)
        event = make.event(**OPEN)
        make.intervention(event, goal.code, message=message, response=response, lean="positive", **OPEN)
        make.observation(goals=[goal.code], text=text, state="accepted", **OPEN)
        make.commitment(event, goals=[goal.code], text=promise, **OPEN)
        told[goal.code] = written
    return told


@pytest.mark.long
def test_the_report_gives_texts_back_to_the_letter_and_its_pdf_their_words(
    make: Making, goals: dict[str, list[str]], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    snapshot = take(make.report(), TAKEN_AT)
    areas = json.loads(snapshot.content)["focus_areas"]
    there = {goal["code"]: texts_of(goal) for area in areas for goal in area["goals"] if goal["code"] in goals}
    assert there == {code: [kept(text) for text in written] for code, written in goals.items()}

    content = render_pdf(report_html(snapshot.content), snapshot.sha256).content
    assert caplog.messages == []  # of what cannot be laid out, or is led to twice
    require_copied([text for written in goals.values() for text in written], copied(content, tmp_path))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf_bytes(content, profile=profile).is_compliant


def texts_of(goal: dict[str, Any]) -> list[str]:
    happened = next(part["text"] for part in goal["narrative"] if part["part"] == "happened")
    (said,), (observed,), (promised,) = goal["interventions"], goal["observations"], goal["commitments"]
    return [happened, said["message"], said["response"], observed["text"], promised["text"]]


def require_copied(typed: list[str], told: str) -> None:
    assert [text for text in typed if not as_copied(kept(text)).search(told)] == []


def test_pages_say_their_words(
    make: Making, goals: dict[str, list[str]], officer: User, browse: Callable[[User], Client]
) -> None:
    """The goal's, on which an observation only begins, and the observation's own."""
    client = browse(officer)
    for goal in Goal.objects.filter(strategy=make.strategy, code__in=goals):
        pages = [goal, *goal.observations.all()]
        told = " ".join(word for one in pages for word in seen(client.get(one.get_absolute_url()).text))
        assert [text for text in goals[goal.code] if " ".join(words(text)) not in told] == []


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("2020\t100", ["2020    100"]),
        ("Ett\t\ttvå  tre", ["Ett        två  tre"]),
        ("•\tpunkt", ["•", " punkt"]),
        ("År\tBelopp\n2020\t100", ["År", "Belopp", "2020", "100"]),
        ("Så **fet** text", ["Så ", "fet", " text"]),
    ],
)
def test_a_file_that_is_read_aloud_keeps_words_apart(text: str, heard: list[str], tmp_path: Path) -> None:
    """By its tags, as a screen reader goes through it."""
    file = tmp_path / "aloud.pdf"
    document = f'<!doctype html><html lang="sv"><head><title>T</title></head><body>{html(text)}</body></html>'
    file.write_bytes(render_pdf(document, "0").content)
    command = ["pdfinfo", "-struct-text", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.findall(r'^ *"(.*)"$', told, re.MULTILINE) == heard


@pytest.mark.long
def test_a_masked_copy_says_their_words(make: Making, typed: list[str], officer: User, tmp_path: Path) -> None:
    clean, asked = WrittenTextField().clean, make.disclosure_request(registry_number="Ju2022/00077")
    given = typed[:40]
    for participants, summary in zip(given[::2], given[1::2], strict=True):
        event = make.event(participants=clean(participants), summary=clean(summary))
        decide_on(make.disclosure_item(event, asked, outcome="whole"), officer)
    seen_by = services.fingerprint(asked, services.treated(asked, officer))
    decision = services.decide(request=asked, seen=seen_by, by=officer)
    content = print_copy(decision).content
    require_copied(given, copied(content, tmp_path))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf_bytes(content, profile=profile).is_compliant
