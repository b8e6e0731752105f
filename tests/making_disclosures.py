"""What somebody sees on the page of a record that a request means, to send it back."""

from reporting.disclosures import services as disclosures
from reporting.disclosures.models import DisclosureItem, Masking
from reporting.disclosures.parts import parts_of
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.kinds import disclosed_kinds
from strategy.records.models import Record, SecrecyProvision


def passage(record: Record, field: str, number: int = 0) -> str:
    """The key of a sentence in what a copy would hold of the record."""
    parts = parts_of(disclosed_kinds()[noun_of(type(record))], record)
    return next(part for part in parts if part.name == field).passages[number].key


def seen(item: DisclosureItem, by: User) -> str:
    (shown,) = disclosures.treated(item.request, by, [item])
    return shown.digest


def decide_on(item: DisclosureItem, by: User) -> None:
    """Keeps what has been put into the item, of the text as it stands."""
    disclosures.decide_on_item(item=item, by=by, expected_version=item.version, seen=seen(item, by))


def mask(item: DisclosureItem, passages: list[str], by: User) -> Masking:
    """These, in the text as it stands."""
    ground = SecrecyProvision.objects.get(reference="OSL 15:1")
    return disclosures.mask_passages(
        item=item, passages=passages, provision=ground, reason="Skäl.", by=by, seen=seen(item, by)
    )
