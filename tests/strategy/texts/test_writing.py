import unicodedata

import pytest

from strategy.texts.fields import WrittenLineField, WrittenTextField
from strategy.texts.writing import as_written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Åtgärd i Göteborg"), "Åtgärd i Göteborg"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("åter\u00adtag\u200bande\u2060 \ufeffnu", "återtagande nu"),
        ("👩\u200d🔬 ❤\ufe0f ن\u200cم", "👩\u200d🔬 ❤\ufe0f ن\u200cم"),
        ("  först\n\n sist \n", "  först\n\n sist \n"),
        ("a\u00ad\u030a", "å"),
        ("№ ² ½ ﬁ …", "№ ² ½ ﬁ …"),
    ],
)
def test_a_text_is_kept_to_the_letter_in_one_form(typed: str, kept: str) -> None:
    assert as_written(typed) == WrittenTextField().clean(typed) == kept
    assert as_written(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("  en rad ", "en rad"), ("två\u2028rader", "två rader"), ("\u200b", ""), (None, "")]
)
def test_a_line_is_one_line_without_blanks_around_it(typed: str | None, kept: str) -> None:
    assert WrittenLineField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n\t ", "\u200b\u00ad", None])
def test_what_does_not_show_is_no_text(typed: str | None) -> None:
    assert WrittenTextField(required=False).clean(typed) == ""
