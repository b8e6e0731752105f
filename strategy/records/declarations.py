"""What a kind of record tells of itself, once, on its model: the parts of it that are more than a word.

`strategy.records.kinds` goes through them, for history, bin, log, disclosure, registry, disposal and privacy page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUBLIC_TASK = _("Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen).")
LEGAL_DUTY = _("Rättslig förpliktelse (artikel 6.1 c): tryckfrihetsförordningen, arkivlagen (1990:782).")
UNTIL_DISPOSED = _("Tills ett gallringsbeslut säger något annat. Allmänna handlingar bevaras.")


@dataclass(frozen=True)
class PersonalData:
    """What is kept about persons, for the privacy page. Ground: the General Data Protection Regulation (EU) 2016/679
    and the Swedish acts beside it.
    """

    what: str | Promise
    about: str | Promise
    why: str | Promise
    ground: str | Promise
    how_long: str | Promise


@dataclass(frozen=True)
class Disclosed:
    """What of a record goes into a copy that is given out, in order. `day` places it in time.

    Among `fields` are also what belongs to it in tables of their own, by their names from here; `paths` fetch those.
    """

    fields: tuple[str, ...]
    day: str
    goals: str
    paths: tuple[str, ...] = ()


RECEIVED = _("inkommen")
DRAWN_UP = _("upprättad")
SENT = _("expedierad")


@dataclass(frozen=True)
class Registration:
    """An official document, which is registered: how it became one, and what the registrar reads of it.

    Its queryset's `official(user, strategy)` are those that are, each with its day or moment as `dated`.
    """

    way: Promise
    place: int  # in the registrar's list
    about: Callable[[Any], str] = str
    other: Callable[[Any], str] = lambda thing: ""  # whom it came from or went to
    address: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())
