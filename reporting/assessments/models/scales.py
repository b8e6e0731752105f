"""The scales that a goal is judged on, and the life of a judgement."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Attainment(models.TextChoices):
    """Where the goal stands, counted from the strategy's start; from the lowest to the highest."""

    NOT_ASSESSABLE = "not_assessable", _("Ej bedömbar")
    NONE = "none", pgettext_lazy("attainment", "Ingen")
    PARTIAL = "partial", pgettext_lazy("attainment", "Viss")
    SUBSTANTIAL = "substantial", pgettext_lazy("attainment", "God")
    ATTAINED = "attained", pgettext_lazy("attainment", "Uppnått")

    @property
    def height(self) -> int | None:
        """1–4 on the scale; None where nothing can be said."""
        return Attainment.values.index(self.value) or None


class Development(models.TextChoices):
    BACKWARD = "backward", _("Bakåt")
    UNCHANGED = "unchanged", _("Oförändrad")
    FORWARD = "forward", _("Framåt")


class Effort(models.TextChoices):
    NONE = "none", pgettext_lazy("effort", "Inget")
    LIMITED = "limited", _("Begränsat")
    CONSIDERABLE = "considerable", _("Betydande")
    HIGH = "high", _("Omfattande")


class JudgementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "utkast")
    PROPOSED = "proposed", _("föreslagen")
    RETURNED = "returned", _("återlämnad")
    APPROVED = "approved", _("godkänd")


JUDGEMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"proposed"}),
    "returned": frozenset({"proposed"}),
    "proposed": frozenset({"approved", "returned", "draft"}),
    "approved": frozenset(),
}
