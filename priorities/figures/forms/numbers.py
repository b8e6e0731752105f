"""Numbers and amounts as people type and paste them; what can be read in two ways is asked about, never guessed."""

import re
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from strategy.tools.days import plain

NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_FIGURES = 18  # beyond any column's; in billions still within what Decimal counts exactly

WRITTEN = re.compile(r"(?P<before>[^\d+-]*)(?P<number>[+-]? ?\d(?:[\d ,.]*\d)?)(?P<after>.*)", re.ASCII)
WHOLE = r"(?P<whole>\d+|\d{1,3}(?: \d{3})+)"
NUMBERS = [
    re.compile(writing, re.ASCII)
    for writing in (
        rf"{WHOLE}(?:[.,](?P<part>\d+))?",  # 1 250 000,50
        r"(?P<whole>\d{1,3}(?:\.\d{3})+),(?P<part>\d+)",  # 1.250.000,50
        r"(?P<whole>\d{1,3}(?:,\d{3})+)\.(?P<part>\d+)",  # 1,250,000.50
        r"(?P<whole>\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,})",  # 1.250.000
    )
]
EITHER = re.compile(r"(?P<whole>[1-9]\d{0,2})(?P<sign>[.,])(?P<part>\d{3})", re.ASCII)  # 1.250: thousands or decimals

THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9
SCALES = {
    **dict.fromkeys(("tusen", "thousand"), THOUSAND),
    **dict.fromkeys(("mn", "milj", "miljon", "miljoner", "million", "millions"), MILLION),
    **dict.fromkeys(("md", "mdr", "miljard", "miljarder", "billion", "billions"), BILLION),
}
CURRENCIES = {
    **dict.fromkeys(("kr", "kronor", "krona", "sek", ":-", ",-"), "SEK"),
    **dict.fromkeys(("usd", "dollar", "dollars", "$"), "USD"),
    **dict.fromkeys(("eur", "euro", "euros", "€"), "EUR"),
    **dict.fromkeys(("chf", "franc", "francs"), "CHF"),
    **{name: name.upper() for name in ("gbp", "nok", "dkk", "isk", "jpy", "cad", "aud")},
    "£": "GBP",
}
TOGETHER = {  # *mnkr* and its like: scale and currency in one word
    **dict.fromkeys(("tkr", "tsek", "ksek"), ("tusen", "kr")),
    **dict.fromkeys(("mkr", "mnkr", "msek"), ("mn", "kr")),
    **dict.fromkeys(("mdkr", "mdrkr"), ("md", "kr")),
    **{f"m{name}": ("mn", name) for name in ("usd", "eur", "chf")},
}
PER_CENT = {"%", "procent", "per cent", "percent"}


class WrittenNumber(NamedTuple):
    """Figures, and in small letters what stood before and after them."""

    before: str
    number: str
    after: str


class NumberField(forms.DecimalField):
    """A number with spaces between thousands and a decimal comma or point; its unit may follow, where it has one."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv talet med siffror, till exempel 1 250 000 eller 30,1."),
        "either": _("Skriv %(thousands)s om du menar tusental, eller %(decimals)s om du menar decimaler."),
        "unit": _("Skriv värdet i %(unit)s, utan annan enhet."),
    }

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(*args, **kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        found = WRITTEN.fullmatch(plain(value).lower())
        if found is None:
            raise self.refused("invalid")
        return self.read(WrittenNumber(*(part.strip() for part in found.groups())))

    def read(self, written: WrittenNumber) -> Decimal:
        """In English a comma before three figures stands between thousands; in Swedish it is the decimal one, and a
        point before three may be either. Raises ValidationError.
        """
        self.require_unit(written)
        return self.figures(written.number, doubtful="" if is_english() else ".")

    def require_unit(self, written: WrittenNumber) -> None:
        unit = self.unit.lower()
        accepted = {"", unit, *(PER_CENT if unit in PER_CENT else ())}
        if written.before or written.after not in accepted:
            raise self.refused("unit", unit=self.unit) if self.unit else self.refused("invalid")

    def figures(self, number: str, doubtful: str) -> Decimal:
        """`doubtful` are the signs that before three figures may stand between thousands or before decimals."""
        sign, rest = ("-" if number.startswith("-") else ""), number.lstrip("+- ")
        either = EITHER.fullmatch(rest)
        if either and either["sign"] in doubtful:
            whole, part = sign + either["whole"], either["part"]
            decimals = self.shown(Decimal(f"{whole}.{part}").normalize())
            raise self.refused("either", thousands=f"{whole}{NO_BREAK}{part}", decimals=decimals)
        if either and either["sign"] == "," and is_english():
            rest = either["whole"] + either["part"]
        found = next(filter(None, (writing.fullmatch(rest) for writing in NUMBERS)), None)
        if found is None or len(rest) > MOST_FIGURES:
            raise self.refused("invalid")
        whole, part = re.sub(r"[ .,]", "", found["whole"]), found.groupdict().get("part")
        return Decimal(f"{sign}{whole}.{part}" if part else f"{sign}{whole}")

    def refused(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def prepare_value(self, value: Any) -> Any:
        return self.shown(value.normalize()) if isinstance(value, Decimal) else value

    def shown(self, value: Decimal) -> str:
        shown = f"{value:,f}".replace(",", NO_BREAK)
        return shown if get_language() == "en" else shown.replace(".", ",")


class MoneyField(NumberField):
    """An amount in full, however it was written: *500 kr*, *5 mnkr*, *USD 5 million*. `currency` is the form's."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv beloppet med siffror, till exempel 1 250 000, 1 250 000 kr eller 1,25 mnkr."),
        "currency": _("Beloppet är skrivet i %(written)s men valutan är %(chosen)s. Välj valuta, eller räkna om det."),
    }

    currency = ""

    def read(self, written: WrittenNumber) -> Decimal:
        """In full money a comma before three figures is as doubtful in Swedish as a point is in English."""
        words = [part for word in f"{written.before} {written.after}".split() for part in apart(word)]
        scales = [SCALES[word] for word in words if word in SCALES]
        currencies = {CURRENCIES[word] for word in words if word in CURRENCIES}
        if {*words} - {*SCALES, *CURRENCIES} or len(scales) > 1 or len(currencies) > 1:
            raise self.refused("invalid")
        if self.currency and currencies - {self.currency}:
            raise self.refused("currency", written=currencies.pop(), chosen=self.currency)
        if scales:
            return in_full(self.figures(written.number, doubtful="" if is_english() else ".") * scales[0])
        return self.figures(written.number, doubtful="." if is_english() else ".,")


def apart(word: str) -> tuple[str, ...]:
    """*mnkr* is two words in one."""
    return TOGETHER.get(word.removesuffix("."), (word.removesuffix("."),))


def in_full(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def is_english() -> bool:
    return get_language() == "en"
