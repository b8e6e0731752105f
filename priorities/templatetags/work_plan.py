from django import template

register = template.Library()

# The colour that goes with an activity's state; the word always stands beside it.
TONES = {"planned": "info", "under_way": "warning", "done": "success"}


@register.filter
def activity_tone(state: str) -> str:
    return TONES.get(state, "neutral")
