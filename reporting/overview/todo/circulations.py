from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.requests.parts import number_of
from reporting.circulations.comments import Comment
from reporting.circulations.models import Circulation, CirculationParty, CirculationQuerySet
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.access import Action, Kind
from strategy.records.owners import with_owner_named


def open_ones(desk: Desk) -> CirculationQuerySet:
    return Circulation.objects.visible_to(desk.user).filter(state="open")


def to_comment_on(desk: Desk) -> Sort:
    """What somebody has been asked about, and has not answered yet."""
    own = Q(person=desk.user) | Q(person=None) & desk.of_organisation("organisation")
    silent = CirculationParty.objects.filter(own, circulation=OuterRef("pk")).silent()

    def tell(shared: Waiting, url: str) -> Task:
        late = is_over(desk, shared)
        detail = _("synpunkter skulle ha lämnats %(day)s") if late else _("synpunkter senast %(day)s")
        text = _("Lämna synpunkter: %(what)s") % {"what": shared.text}
        return Task(text, detail % {"day": short(shared.day)}, url, late=late, strategy=shared.strategy)

    things = open_ones(desk).filter(Exists(silent)).order_by("answer_by", "pk")
    return of_circulations(desk, things, tell)


def is_over(desk: Desk, shared: Waiting) -> bool:
    return shared.day is not None and shared.day < desk.strategies[shared.strategy].today()


def in_own_hands(desk: Desk) -> CirculationQuerySet:
    able = desk.able(Action.WRITE, Kind.CIRCULATION)
    return desk.in_own_hands(Circulation.objects.visible_to(desk.user).filter(strategy__in=able))


def to_respond_to(desk: Desk) -> Sort:
    """Comments that nobody has answered."""
    waiting = Comment.objects.visible_to(desk.user).unanswered().filter(circulation=OuterRef("pk")).order_by()

    def tell(shared: Waiting, url: str) -> Task:
        text = ngettext(
            "%(count)d synpunkt att besvara: %(what)s", "%(count)d synpunkter att besvara: %(what)s", shared.many
        )
        detail = desk.with_owner(_("delning"), shared)
        return Task(text % {"count": shared.many, "what": shared.text}, detail, url, strategy=shared.strategy)

    things = in_own_hands(desk).filter(Exists(waiting)).order_by("answer_by", "pk")
    return of_circulations(desk, things, tell, many=number_of(waiting.values("circulation")))


def silent(desk: Desk) -> Sort:
    """Who has not answered: how many, and until when."""
    parties = CirculationParty.objects.filter(circulation=OuterRef("pk")).silent().order_by()

    def tell(shared: Waiting, url: str) -> Task:
        shape = ngettext(
            "%(count)d har inte lämnat synpunkter, senast %(day)s",
            "%(count)d har inte lämnat synpunkter, senast %(day)s",
            shared.many,
        )
        detail = desk.with_owner(shape % {"count": shared.many, "day": short(shared.day)}, shared)
        text = _("Synpunkter väntas: %(what)s") % {"what": shared.text}
        return Task(text, detail, url, is_over(desk, shared), shared.strategy)

    things = in_own_hands(desk).filter(Exists(parties), state="open").order_by("answer_by", "pk")
    return of_circulations(desk, things, tell, many=number_of(parties.values("circulation")))


def of_circulations(desk: Desk, things: CirculationQuerySet, tell: Any, **more: Any) -> Sort:
    columns = {"text": F("title"), "day": F("answer_by"), "owner": F("named_owner"), **more}
    among = with_owner_named(Circulation.objects.all())
    return one_by_one(things, among, tell, lambda pk: desk.address("reporting:circulations", pk), **columns)
