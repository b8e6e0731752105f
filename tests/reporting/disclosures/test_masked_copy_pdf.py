"""The masked copy: none of the masked words is in any layer of the file."""

import io
import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from django.core.files.storage import default_storage

from reporting.disclosures import services
from reporting.disclosures.masked_copy_pdf import copy_html
from reporting.disclosures.models import DisclosureCopy, DisclosureDecision
from strategy.jobs.services import execute
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from tests.making import Making
from tests.making_disclosures import decide_on, mask, passage
from tests.reporting.reports.paper.test_pdf import everything_in, plain

PASSAGE = "Kvicksilverkontot avslöjades av Zebulon Nattviol."
WORDS = "Hjortronmyrvägen"
SECRETS = [
    *("Kvicksilverkontot", "avslöjades", "Zebulon", "Nattviol"),
    *("Hjortronmyrvägen", "Hjortronmyrvägens", "Gurkmejafallet"),
]


@pytest.fixture
def decision(make: Making, officer: User) -> DisclosureDecision:
    """Of a meeting with a masked passage, one that only holds a masked word, and one that is refused."""
    ground = SecrecyProvision.objects.get(reference="OSL 15:1")
    first = make.event(
        title="Samtalet",
        summary=f"Mötet var långt. {PASSAGE} Sedan åt vi.",
        participants="Zebulon Nattviol\nEn annan\nfrån Hjort-\nronmyrvägens\u00ad kontor.\nSlut.",
    )
    second = make.observation(title="Vid Hjortronmyrvägen", text="Allt var lugnt.")
    third = make.commitment(text="Gurkmejafallet utreds.")
    asked = make.disclosure_request(
        asked_for="Allt om Kvicksilverkontot", reference="Zebulon Nattviols vän", registry_number="Ju2022/00077"
    )
    items = [make.disclosure_item(record, asked) for record in (first, second, third)]
    mask(items[0], [passage(first, "summary", 1), passage(first, "participants")], officer)
    services.mask_words(request=asked, words=WORDS, provision=ground, reason="Skäl.", by=officer)
    items[1].outcome = "whole"
    items[2].outcome, items[2].provision, items[2].reason = "refused", ground, "Skäl."
    for item in items[1:]:
        decide_on(item, officer)
    seen = services.fingerprint(asked, services.treated(asked, officer))
    return services.decide(request=asked, seen=seen, by=officer)


@pytest.fixture
def copy(decision: DisclosureDecision) -> DisclosureCopy:
    job = services.job_of(decision)
    assert job is not None
    execute(job.pk)
    return DisclosureCopy.objects.get(decision=decision)


def layers(content: bytes) -> Iterator[bytes]:
    """The file as it lies, with every stream opened, and whatever else in it that can be inflated."""
    yield content
    yield plain(content)
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes()


def spellings(word: str) -> Iterator[bytes]:
    """The bytes by which a word may stand in a PDF."""
    for text in {word, word.lower(), word.upper()}:
        for coding in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
            raw = text.encode(coding)
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()


def test_no_masked_word_is_in_any_layer_of_the_file(copy: DisclosureCopy, tmp_path: Path) -> None:
    content = copy.file.read()
    told = squeezed(everything_in(content))
    raw = list(layers(content))
    for word in SECRETS:
        assert word.lower() not in told
        for spelling in spellings(word):
            assert not any(spelling in layer for layer in raw), word
        assert word.lower().encode() not in str(copy.file).lower().encode()
    file = tmp_path / "copy.pdf"
    file.write_bytes(content)
    heard = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert not [word for word in SECRETS if word.lower() in squeezed(heard)]
    for stands in ("Mötetvarlångt.", "Sedanåtvi.", "Enannan", "Alltvarlugnt.", "[maskerat:OSL15:1]", "Ju2022/00077"):
        assert stands.lower() in squeezed(heard), stands


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text).lower()


def test_the_look_finds_what_is_there(copy: DisclosureCopy) -> None:
    content = copy.file.read()
    assert "sedanåtvi." in squeezed(everything_in(content))
    assert any(b"Ju2022/00077".hex().upper().encode() in one or b"Ju2022/00077" in one for one in layers(content)) or (
        "ju2022/00077" in squeezed(everything_in(content))
    )


def test_it_carries_nothing_along(copy: DisclosureCopy) -> None:
    with pikepdf.open(io.BytesIO(copy.file.read())) as pdf:
        assert dict(pdf.attachments) == {}
        assert str(pdf.docinfo.get("/Title")) == "Utlämnade handlingar"
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["1. Möte", "2. Fältobservation"]


def test_it_is_pdf_ua_1_and_pdf_a_3a(copy: DisclosureCopy) -> None:
    content = copy.file.read()
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(content, profile=profile)
        assert result.is_compliant, str(result)


def test_the_decision_keeps_cleared_text_alone(decision: DisclosureDecision) -> None:
    for kept in (decision.content, copy_html(decision)):
        assert not [word for word in SECRETS if word.lower() in squeezed(kept)]
    assert "Gurkmejafallet" not in decision.content


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("summary", "**Nytt** läge *nu*", '<div class="typed"><p><strong>Nytt</strong> läge <em>nu</em></p></div>'),
        ("title", "*Nytt* läge", "*Nytt* läge"),
        ("title", "1. *Nytt* läge, " + "och allt det andra " * 5, "1. *Nytt* läge, " + "och allt det andra " * 4),
        ("place", "- Genève <b>", "- Genève &lt;b&gt;"),
        ("participants", "- En\n- Annan", '<ul><li><span class="sign">-</span> En</li><li>'),
        ("summary", "https://iom.int", '<a class="address" href="https://iom.int"'),
    ],
)
def test_a_text_has_its_markup_however_short_and_a_line_none_however_long(
    make: Making, officer: User, field: str, text: str, shown: str
) -> None:
    asked = make.disclosure_request(registry_number="Ju2022/00077")
    event = make.event(**{field: text.strip()})
    decide_on(make.disclosure_item(event, asked, outcome="whole"), officer)
    seen = services.fingerprint(asked, services.treated(asked, officer))
    assert shown in copy_html(services.decide(request=asked, seen=seen, by=officer))


def test_made_twice_it_is_one_file(copy: DisclosureCopy) -> None:
    assert len(default_storage.listdir("disclosures")[1]) == 1
    assert copy.size == len(copy.file.read())
