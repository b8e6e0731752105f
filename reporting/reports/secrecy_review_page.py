"""The page where somebody reviews what leaves the house: what goes in beside what stays out, kind by kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reporting.reports.sorting import Pile, Sorting, Tightened
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.kinds import address_of, kinds
from strategy.records.models import Classified

FIRST = 5  # shown of each side until all are asked for
PER_PAGE = 25

Out = tuple[int, str, str]


@dataclass(frozen=True)
class ReviewedRecord:
    """One thing. `ground` says why it stays out, or, for what goes in, what has been marked since."""

    record: Any
    title: str
    url: str
    ground: str = ""


@dataclass(frozen=True)
class ReviewSection:
    """One kind. `page` counts along the longer side, where all is asked for; None on the page of all kinds."""

    noun: str
    included: list[ReviewedRecord]
    left_out: list[ReviewedRecord]
    pile: Pile
    page: "Page[int] | None" = None
    tightened: list[ReviewedRecord] = field(default_factory=list)

    @property
    def label(self) -> str:
        return kinds()[self.noun].plural

    @property
    def has_more(self) -> bool:
        return self.page is None and max(len(self.pile.included), len(self.pile.left_out)) > FIRST

    @property
    def grounds(self) -> list[tuple[str, int]]:
        return list(self.pile.counts()["out"].items())


def sections(sorting: Sorting, user: User, tightened: Tightened) -> list[ReviewSection]:
    """The first of each kind; those with nothing to say are left out."""
    found = [pile for pile in sorting.piles if pile.included or pile.left_out]
    return [section(pile, pile.included[:FIRST], pile.left_out[:FIRST], user, tightened) for pile in found]


def whole_section(sorting: Sorting, noun: str, number: str | None, user: User) -> ReviewSection:
    """All of one kind, page by page on both sides at once."""
    pile = sorting.pile(noun)
    longest = max(len(pile.included), len(pile.left_out))
    page: Page[int] = Paginator(range(longest), PER_PAGE).get_page(number)
    shown = slice(max(page.start_index() - 1, 0), page.end_index())
    return section(pile, pile.included[shown], pile.left_out[shown], user, {}, page)


def section(
    pile: Pile,
    included: list[int],
    left_out: list[Out],
    user: User,
    tightened: Tightened,
    page: "Page[int] | None" = None,
) -> ReviewSection:
    since = [pk for pk, *_ground in tightened.get(pile.noun, [])[:PER_PAGE]]
    records = read(pile.noun, [*included, *since, *(pk for pk, _marking, _provision in left_out)], user)
    return ReviewSection(
        pile.noun,
        [ReviewedRecord(records[pk], str(records[pk]), address_of(records[pk])) for pk in included if pk in records],
        [
            ReviewedRecord(
                records[pk], str(records[pk]), address_of(records[pk]), ground_of(records[pk], marking, provision)
            )
            for pk, marking, provision in left_out
            if pk in records
        ],
        pile,
        page,
        [
            ReviewedRecord(records[pk], str(records[pk]), address_of(records[pk]), marked_now(records[pk]))
            for pk in since
            if pk in records
        ],
    )


def read(noun: str, ids: Iterable[int], user: User) -> dict[int, Any]:
    kind = kinds()[noun]
    found: dict[int, Any] = kind.objects.visible_to(user).select_related(*kind.ties).in_bulk(list(ids))
    return found


def marked_now(record: Classified) -> str:
    return ground_of(record, record.effective_classification, "")


def ground_of(record: Classified, marking: str, provision: str) -> str:
    """Why it stays out: on what ground, by whose marking, since when."""
    if marking == Classification.OPEN or (marking == Classification.WORKING and record.shared_with_agencies):
        return _("hänger på något som utelämnas")
    if marking == Classification.WORKING:
        return ""  # its marking stands beside it
    marked = next((one for one in (record, *record.parents()) if one.secrecy_provision is not None), None)
    if marked is None or marked.secrecy_provision is None or marked.secrecy_marked_on is None:
        return _("sekretess, %(provision)s") % {"provision": provision} if provision else _("sekretess, ärvd markering")
    return _("sekretess enligt %(provision)s, markerat av %(authority)s %(day)s") % {
        "provision": marked.secrecy_provision.reference,
        "authority": marked.secrecy_authority,
        "day": date_format(marked.secrecy_marked_on, "j F Y"),
    }
