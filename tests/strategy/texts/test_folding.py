import unicodedata

import pytest
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.people.organisations import Organisation
from strategy.texts.folding import Folded, finds, folded, letters, letters_and_places, spans

SIGNS = st.text(
    st.sampled_from("aåÅäÖeéE\u0301\u0308\u030a\u00ad\u200b\u200d-\u2010\u2011 \n\tﬁﬀ½ß№✅\ufe0f1och"), max_size=30
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Samtal om a\u030atertagande i Go\u0308teborg", "Göteborg"),
        ("Samtal om åter\u00adtagande i Göte\u00adborg", "återtagande"),
        ("Samtal om åter\u200btagande i Göte\u200bborg", "Göteborg"),
        ("Samtal om oﬁciell traﬁk", "ofiCIELL"),
        ("Den ofﬁciella hållningen", "officiell"),
        ("Sida om migra-\n  tionsledning", "migrationsledning"),
        ("Om åter\u2010\ntagande", "ÅTERTAGANDE"),
        ("FN-\norganet svarade", "FN-organet"),
        ("\ufeffÅrsmöte", "årsmöte"),
        ("Ärendet öronmärks", "öronmärkning"),
        ("De återtog tre familjer", "återtagande"),
        ("mål- och resultatstyrning", "mål- och"),
        ("för-\noch nackdelar", "för- och nackdelar"),
        ("ＦＮ:s organ", "FN"),
    ],
)
def test_a_text_is_found_however_it_was_written(text: str, query: str) -> None:
    assert finds(query)(text)
    assert finds(unicodedata.normalize("NFD", query.upper()))(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [("Styrelsen möttes", "styrning"), ("Göteborg", "Goteborg"), ("mål och", "mål-och x"), ("a b", "c")],
)
def test_what_is_another_word_is_not_found(text: str, query: str) -> None:
    assert not finds(query)(text)


def test_nothing_asked_for_is_in_every_text() -> None:
    assert finds(" ")("vad som helst")


def test_hits_are_told_in_the_texts_own_signs() -> None:
    text = "Åter\u00adtagande, ÅTERTOGS och a\u030ater-\ntagandet"
    assert [text[start:end] for start, end in spans("återtagande", text)] == ["Åter\u00adtagande", "ÅTERTOGS"]
    assert spans("", text) == []


@settings(derandomize=True, deadline=None)
@given(SIGNS)
def test_places_are_those_of_the_same_letters(text: str) -> None:
    alike, places = letters_and_places(text)
    assert alike == letters(text)
    assert len(places) == len(alike) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


@settings(derandomize=True, deadline=None)
@given(SIGNS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        *("Göteborg", "Go\u0308teborg", "Göte\u00adborg", "oﬁciell TRAﬁk", "mål- och", "mål-\noch nu"),
        *("FN-\n organet", "a_b-c"),
        *(
            "a\u2010b\u2011c d-e",
            "\u200båter\u2060tag\ufeff",
            "  två \n rader ",
            "ΣΟΦΟΣ",
            "½ № ²",
            "👩\u200d🔬",
            "a_b-c",
        ),
    ],
)
def test_the_database_folds_as_we_do(text: str) -> None:
    told = Organisation.objects.annotate(told=Folded(Value(text))).values_list("told", flat=True)[0]
    assert told == folded(text)
