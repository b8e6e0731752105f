from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.requests.models import Answer, Request, RequestQuerySet
from dialogue.requests.parts import number_of, unread_parts
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.access import Action, Kind
from strategy.records.owners import with_owner_named


def to_answer(desk: Desk) -> Sort:
    """What a contact's organisation is asked, and by when."""
    own = Answer.objects.visible_to(desk.user).waiting().filter(desk.of_organisation("organisation"))

    def tell(asked: Waiting, url: str) -> Task:
        late = is_over(desk, asked)
        more = asked.who == Answer.State.RETURNED
        text = _("Mer är begärt: %(request)s") if more else _("Besvara: %(request)s")
        detail = _("skulle ha besvarats %(day)s") if late else _("svar senast %(day)s")
        day = {"day": short(asked.day)}
        return Task(text % {"request": asked.text}, detail % day, url, late=late, strategy=asked.strategy)

    thread = own.filter(request=OuterRef("pk")).order_by()
    columns = {
        "text": F("title"),
        "who": Subquery(thread.values("state")[:1]),
        "day": Subquery(thread.values("answer_by")[:1]),
    }
    waiting = Request.objects.visible_to(desk.user).filter(pk__in=own.order_by().values("request"))
    in_order = waiting.order_by("answer_by", "pk")
    return one_by_one(
        in_order, Request.objects.all(), tell, lambda pk: desk.address("dialogue:requests", pk), **columns
    )


def is_over(desk: Desk, asked: Waiting) -> bool:
    return asked.day is not None and asked.day < desk.strategies[asked.strategy].today()


def in_own_hands(desk: Desk) -> RequestQuerySet:
    able = desk.able(Action.WRITE, Kind.REQUEST)
    return desk.in_own_hands(Request.objects.visible_to(desk.user).filter(strategy__in=able))


def replied(desk: Desk) -> Sort:
    """What has come since they last looked."""
    new = unread_parts(desk.user)

    def tell(asked: Waiting, url: str) -> Task:
        text = ngettext("%(count)d nytt svar: %(request)s", "%(count)d nya svar: %(request)s", asked.many)
        detail = desk.with_owner(_("förfrågan"), asked)
        return Task(text % {"count": asked.many, "request": asked.text}, detail, url, strategy=asked.strategy)

    things = in_own_hands(desk).filter(pk__in=new.order_by().values("answer__request")).order_by("pk")
    number = number_of(new.filter(answer__request=OuterRef("pk")).order_by().values("answer__request"))
    return of_requests(desk, things, tell, number)


def unanswered(desk: Desk) -> Sort:
    """Who has not answered: how many, and until when."""
    waiting = Answer.objects.visible_to(desk.user).waiting()

    def tell(asked: Waiting, url: str) -> Task:
        late = is_over(desk, asked)
        shape = ngettext(
            "%(count)d organisation har inte svarat, senast %(day)s",
            "%(count)d organisationer har inte svarat, senast %(day)s",
            asked.many,
        )
        detail = desk.with_owner(shape % {"count": asked.many, "day": short(asked.day)}, asked)
        return Task(_("Svar väntas: %(request)s") % {"request": asked.text}, detail, url, late, asked.strategy)

    things = in_own_hands(desk).filter(pk__in=waiting.order_by().values("request")).order_by("answer_by", "pk")
    return of_requests(
        desk, things, tell, number_of(waiting.filter(request=OuterRef("pk")).order_by().values("request"))
    )


def of_requests(desk: Desk, things: RequestQuerySet, tell: Callable[[Waiting, str], Task], number: Any) -> Sort:
    columns = {"text": F("title"), "day": F("answer_by"), "many": number, "owner": F("named_owner")}
    among = with_owner_named(Request.objects.all())
    return one_by_one(things, among, tell, lambda pk: desk.address("dialogue:requests", pk), **columns)
