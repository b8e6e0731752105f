"""What was added to an observation, as somebody sees it, and what they can add themselves."""

from functools import cached_property

from dialogue.attachments.models import Attachment
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.pieces.shown import Shown, shown
from strategy.access import Role
from strategy.people.models import User


class ObservationThread:
    def __init__(self, observation: Observation, user: User) -> None:
        self.observation, self.user = observation, user
        self.visible = Addition.objects.visible_to(user).filter(observation=observation)
        self.new = set(Addition.objects.unread_by(user).filter(observation=observation).values_list("pk", flat=True))

    @cached_property
    def pieces(self) -> list[Shown]:
        parts = self.visible.sent().select_related("author", "observation", "strategy")
        files = Attachment.objects.visible_to(self.user).filter(addition__in=parts.order_by().values("pk"))
        return list(shown(parts, files, self.new).values())

    @cached_property
    def draft(self) -> Addition | None:
        """What this person is writing."""
        return self.visible.being_written().written_by(self.user).first()

    @property
    def may_add(self) -> bool:
        seen = self.observation
        held = self.user.memberships_in(seen.strategy_id)
        own = any(one.role == Role.CONTACT and one.organisation_id == seen.organisation_id for one in held)
        return own and seen.takes_additions and not seen.strategy.is_read_only
