"""What Django's admin makes of the list of meetings: the same rows, columns and choices."""

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.questions import with_parts_for
from strategy.people.models import User
from strategy.web.pages import PER_PAGE


class OpenSite(admin.AdminSite):
    """Lets in everybody who has signed in."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class EventAdmin(admin.ModelAdmin[Event]):
    list_display = ("starts_on", "title", "kind", "place", "met", "raised", "state")
    list_filter = ("kind", "level", "country", "state", "counterparts", "interventions__goal")
    list_per_page = PER_PAGE
    show_full_result_count = False  # the same number, counted once

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        assert isinstance(request.user, User)
        return with_parts_for(Event.objects.visible_to(request.user), request.user)

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        return ["-starts_on", "-pk"]

    def met(self, event: Event) -> str:
        return ", ".join(str(part.counterpart) for part in event.visible_parts)  # type: ignore[attr-defined]

    def raised(self, event: Event) -> str:
        return ", ".join(dict.fromkeys(one.goal.code for one in event.visible_interventions))  # type: ignore[attr-defined]

    def has_view_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False


site = OpenSite(name="admin")
site.register(Event, EventAdmin)
