"""What is left of a text when some of it is masked: nothing that was taken away, nor how much."""

import pytest

from reporting.disclosures.masking import MaskedWords, cleared
from reporting.disclosures.parts import Part, parts_of
from strategy.records.kinds import disclosed_kinds
from strategy.texts.writing import as_written
from tests.making import Making

TEXT = """Källan Anna Andersson talade i Agadez. Hon var rädd, t.ex. för polisen! Mötet var kort.
Nästa rad

”Citat.” Slut."""


def part(text: str = TEXT) -> Part:
    return Part("text", "Text", as_written(text))


def left(text: str, passages: dict[str, str] | None = None, *words: MaskedWords) -> str:
    """As a reader gets it, a line a paragraph. `passages` are named without their digests."""
    keys = {one.key.rpartition(":")[0]: one.key for one in part(text).passages}
    found = cleared(
        part(text), {keys[name]: ground for name, ground in (passages or {}).items() if name in keys}, words
    )
    return "\n".join("".join(one.get("text") or f"[{one['masked']}]" for one in pieces) for pieces in found)


def test_a_text_is_divided_into_sentences_line_by_line() -> None:
    assert [[(one.key.rpartition(":")[0], one.text) for one in line] for line in part().paragraphs] == [
        [
            ("text:0", "Källan Anna Andersson talade i Agadez."),
            ("text:1", "Hon var rädd, t.ex. för polisen!"),
            ("text:2", "Mötet var kort."),
        ],
        [("text:3", "Nästa rad")],
        [("text:4", "”Citat.”"), ("text:5", "Slut.")],
    ]


def test_a_masked_passage_is_gone_and_the_rest_stands() -> None:
    assert left(TEXT, {"text:1": "OSL 15:1"}) == (
        "Källan Anna Andersson talade i Agadez. [OSL 15:1] Mötet var kort.\nNästa rad\n\n”Citat.” Slut."
    )


def test_what_follows_on_each_other_is_one_block_however_much_it_was() -> None:
    one = left("Kort. Sedan.", {"text:0": "OSL 15:1"})
    first = dict.fromkeys(["text:0", "text:1", "text:2"], "OSL 15:1")
    three = left("Mycket längre. Ännu en.\n\nOch en rad till. Sedan.", first)
    assert one == three == "[OSL 15:1] Sedan."


def test_two_grounds_are_two_blocks() -> None:
    assert left("Ett. Två. Tre.", {"text:0": "OSL 15:1", "text:1": "OSL 21:5"}) == "[OSL 15:1] [OSL 21:5] Tre."


@pytest.mark.parametrize(
    "text",
    [
        "Vi talade med Andersson i går.",
        "Vi talade med ANDERSSONS i går.",
        "Vi talade med anderssonskan i går.",
        "Vi talade med An\u00adders\u200bson i går.",
        "Vi talade med Anders-\nson i går.",
        "Vi talade med Lind-Andersson i går.",
        "Vi talade med anna.andersson@exempel.se i går.",
        "Vi talade med A.Andersson i går.",
        "Vi talade med Andersson\u0308 i går.",
    ],
)
def test_words_go_whole_however_they_are_written(text: str) -> None:
    assert left(text, None, MaskedWords("andersson", "OSL 21:5")) == "Vi talade med [OSL 21:5] i går."


@pytest.mark.parametrize(
    "text",
    [
        *("Anna Andersson", "Anna\nAndersson", "anna \u00a0 andersson", "anna.andersson@exempel.se", "anna_andersson"),
        *("Anna-\nAndersson", "Anna\u2011Andersson", "Anna \u2013 Andersson", "\u2066Anna\u2069 Andersson"),
        "Anna Anders\u2010\nson",
    ],
)
def test_several_words_are_found_across_spaces_lines_and_signs(text: str) -> None:
    assert left(f"Hej {text} där.", None, MaskedWords("Anna Andersson", "OSL 21:5")) == "Hej [OSL 21:5] där."


def test_a_letter_is_the_same_however_it_is_coded() -> None:
    assert left("I Va\u0308stra byn.", None, MaskedWords("VÄSTRA", "OSL 15:1")) == "I [OSL 15:1] byn."


def test_words_within_a_masked_passage_name_both_grounds() -> None:
    grounds = {"text:0": "OSL 15:1"}
    assert left("Anna talade. Sedan.", grounds, MaskedWords("anna", "OSL 21:5")) == "[OSL 15:1, OSL 21:5] Sedan."


def test_other_words_stand() -> None:
    assert left("Banan och annat.", None, MaskedWords("anders", "OSL 21:5")) == "Banan och annat."


def test_marks_in_words_are_no_patterns() -> None:
    assert left("Pris (ca) 5.", None, MaskedWords("(ca)", "OSL 31:16")) == "Pris [OSL 31:16] 5."


def test_a_records_parts_are_its_fields_in_words(make: Making) -> None:
    event = make.event(title="Mötet", kind="scpf", summary="Sagt.", place="")
    assert [(one.label, one.text) for one in parts_of(disclosed_kinds()["event"], event)] == [
        ("Rubrik", "Mötet"),
        ("Slag", "SCPF"),
        ("Nivå", "Huvudkontorsnivå"),
        ("Första dag", "28 juni 2021"),
        ("Sista dag", "28 juni 2021"),
        ("Sammanfattning", "Sagt."),
    ]


@pytest.mark.parametrize("noun", disclosed_kinds())
def test_every_kind_names_fields_that_it_has(noun: str) -> None:
    kind = disclosed_kinds()[noun]
    assert kind.texts
    for name in kind.disclosed.fields:
        kind.model._meta.get_field(name)
