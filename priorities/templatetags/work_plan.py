from django import template

register = template.Library()

# The colour that goes with the state of an activity or a proposal; the word always stands beside it.
TONES = {
    "planned": "info",
    "under_way": "warning",
    "done": "success",
    "proposed": "info",  # of a proposal
    "accepted": "success",
    "declined": "warning",
}


@register.filter
def activity_tone(state: str) -> str:
    return TONES.get(state, "neutral")
