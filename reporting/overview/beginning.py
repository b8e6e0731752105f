"""The first three steps of a strategy in which nothing has happened yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.assessments.brief import Judgements
from strategy.access import Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User


@dataclass(frozen=True)
class Step:
    heading: str
    text: str
    is_done: bool
    ways: list[tuple[str, str]]  # what is done, and where


def steps(user: User, judged: Judgements, *, is_empty: bool) -> list[Step]:
    """In order, for those who may take them; none where the work is under way."""
    strategy = judged.strategy
    if not is_empty or not user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk) or not strategy.takes_dialogue:
        return []
    if not user.may(Action.WRITE, Kind.STRATEGY, strategy.pk):
        return [first_year(strategy)]
    return [basics(strategy), baseline(judged), first_year(strategy)]


def basics(strategy: Strategy) -> Step:
    contacts = Membership.objects.in_force().filter(strategy=strategy, role=Role.CONTACT)
    return Step(
        _("Namn, enhet och personer"),
        _("Vad strategin kallas här, och vilka som är med."),
        is_done=bool(strategy.responsible_unit) and contacts.exists(),
        ways=[
            (_("Kortnamn och enhet"), reverse("strategy:strategy-basics", args=[strategy.slug])),
            (_("Bjud in kontaktpersoner"), reverse("strategy:contacts", args=[strategy.slug])),
        ],
    )


def baseline(judged: Judgements) -> Step:
    year = judged.strategy.baseline_year
    return Step(
        _("Utgångsläget"),
        _("Hur målen står när strategin börjar. Allt senare jämförs med det."),
        is_done=any(one.year == year and one.goal for one in judged.brief),
        ways=[(_("Bedöm utgångsläget"), reverse("reporting:round", args=[judged.strategy.slug, year]))],
    )


def first_year(strategy: Strategy) -> Step:
    return Step(
        _("Det första året"),
        _("Ett möte och en arbetsplan. Sedan fylls den här sidan."),
        is_done=False,
        ways=[
            (_("Planera det första mötet"), reverse("dialogue:event-new", args=[strategy.slug])),
            (_("Se arbetsplanen"), reverse("priorities:work-plan", args=[strategy.slug])),
        ],
    )
