import unicodedata

import pytest

from strategy.tools.days import in_full, meant_year, written_day

WAYS = [
    *("2021-03-07", "2021-3-7", "2021/03/07", "2021.03.07", "2021 03 07", "20210307", " 2021-03-07\n"),
    *("7.3.2021", "07.03.2021", "7. 3. 2021", "7/3 2021", "7/3/2021", "7/3, 2021", "07-03-2021", "7-3-2021"),
    *("7 mars 2021", "7 MARS 2021", "7 mar 2021", "7 mar. 2021", "7mars2021", "7-mars-2021", "7. mars 2021"),
    *("den 7 mars 2021", "Den 7:e mars 2021", "7:e mars, 2021", "7e mars 2021"),
    *("7 March 2021", "7th of March 2021", "March 7, 2021", "Mar. 7th, 2021", "march 7 2021"),
    *("7\N{NO-BREAK SPACE}mars\N{NARROW NO-BREAK SPACE}2021", "2021\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}07"),
    *("2021\N{EN DASH}03\N{EN DASH}07", "2021\N{MINUS SIGN}03\N{MINUS SIGN}07"),
    *("\N{LEFT-TO-RIGHT MARK}2021-03-07", "7 ma\N{SOFT HYPHEN}rs 2021", "\N{ZERO WIDTH NO-BREAK SPACE}20210307"),
]
SHORT = ["210307", "21-03-07", "7.3.21", "7/3 21", "7/3-21", "7/3 -21", "7 mars 21", "7 mars -21", "7 mars '21"]


@pytest.mark.parametrize("written", WAYS)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert written_day(written) == ("2021", 3, 7)


@pytest.mark.parametrize("written", SHORT)
def test_two_figures_of_the_year_are_enough(written: str) -> None:
    assert written_day(written) == ("21", 3, 7)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("month", "names"),
    [
        *((1, "januari jan January"), (2, "februari feb febr February"), (3, "mars mar March"), (4, "april apr")),
        *((5, "maj May"), (6, "juni jun June"), (7, "juli jul July"), (8, "augusti aug August")),
        *((9, "september sept sep"), (10, "oktober okt October oct"), (11, "november nov"), (12, "december dec")),
    ],
)
def test_every_month_is_known_by_name_and_short_name(month: int, names: str, form: str) -> None:
    for name in names.split():
        assert written_day(unicodedata.normalize(form, f"den 7 {name} 2021")) == ("2021", month, 7), name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "i går",
            "7",
            "7 mars",
            "7/3",
            "mars 2021",
            "2021",
            "2021-03",
            "7 ma 2021",
            "7 marsipan 2021",
            "2021-W10-7",
        ),
        *(
            "2021-03-07T10:00",
            "2021-03-07 10:00",
            "2021-06",
            "-2021-03-07",
            "1e3-01-01",
            "2021-03/07",
            "7 mars 2021 e.Kr.",
        ),
        *("２０２１-０３-０７", "٢٠٢١-٠٣-٠٧", "7 mars ２０２１", "2021-03-0²", "\x00", "9" * 5_000),
    ],
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert written_day(written) is None


def test_the_day_stands_before_the_month_in_english_too() -> None:
    assert written_day("3/4/2021") == ("2021", 4, 3)
    assert written_day("3/15/2021") == ("2021", 15, 3)  # which there is not: nobody guesses that months come first


@pytest.mark.parametrize(
    ("figures", "year"),
    [("21", 2021), ("00", 2000), ("70", 2070), ("71", 1971), ("99", 1999), ("0021", 21), ("202", 202)],
)
def test_two_figures_mean_the_nearest_year(figures: str, year: int) -> None:
    assert in_full(figures, 2021) == year


@pytest.mark.parametrize(
    ("figures", "meant"),
    [
        *(("0021", 2021), ("0202", 2021), ("1821", 2021), ("2201", 2021)),
        *(
            ("0022", 2022),
            ("1921", 2021),
            ("2121", 2021),
            ("2202", 2022),
            ("20211", 2021),
            ("0002", 2021),
        ),
        *(("3021", 2021), ("2012", 2021), ("2031", 2021), ("1998", None), ("0000", None), ("9999", None)),
    ],
)
def test_a_slip_of_the_keys_is_told_from_what_was_meant(figures: str, meant: int | None) -> None:
    assert meant_year(figures, [2021, 2020, 2022]) == meant
