"""What a person's suggestions are told from: the goals' words, and of earlier texts those that they may see."""

from collections.abc import Iterator

from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from dialogue.suggestions.likeness import Earlier, Suggestion, suggest
from priorities.goals.models import Goal
from strategy.decision.models import Paragraph, Strategy
from strategy.people.models import User

MOST_OF_EACH = 300  # the latest: so many are read at a pause, however many there are


def suggestions(user: User, strategy: Strategy, text: str) -> list[Suggestion[Goal]]:
    """The goals that the text may be about. Six questions, and of secret texts nothing but that they are alike."""
    goals = {goal.pk: goal for goal in Goal.objects.visible_to(user).of(strategy.pk)}
    told = {pk: words_of(goal) for pk, goal in goals.items()}
    found = suggest(text, told, earlier(user, strategy), background(user, strategy))
    return [Suggestion(goals[one.goal], one.score, one.words) for one in found]


def background(user: User, strategy: Strategy) -> list[str]:
    """The rest of the decision."""
    paragraphs = Paragraph.objects.visible_to(user).filter(section__strategy=strategy, goal=None)
    return list(paragraphs.values_list("text", flat=True))


def words_of(goal: Goal) -> str:
    """What it is called says more than the decision's wording of the same length."""
    return "\n".join([goal.text, goal.short_title, goal.short_title])


def earlier(user: User, strategy: Strategy) -> Iterator[Earlier[int]]:
    """What was said, prepared and answered on a goal, and what was observed and accepted."""
    said = Intervention.objects.visible_to(user).filter(strategy=strategy).order_by("-pk")
    for message, response, goal, event in said.values_list("message", "response", "goal", "event")[:MOST_OF_EACH]:
        yield from (Earlier(text, frozenset({goal}), event) for text in (message, response) if text)
    prepared = AgendaItemGoal.objects.visible_to(user).filter(strategy=strategy).exclude(message="").order_by("-pk")
    for message, goal, event in prepared.values_list("message", "goal", "agenda_item__event")[:MOST_OF_EACH]:
        yield Earlier(message, frozenset({goal}), event)
    seen = Observation.objects.visible_to(user).of(strategy.pk).accepted().order_by("-pk")
    about: dict[str, set[int]] = {}
    for title, text, goal in seen.filter(goals__isnull=False).values_list("title", "text", "goals")[:MOST_OF_EACH]:
        about.setdefault(f"{title}\n{text}", set()).add(goal)
    yield from (Earlier(text, frozenset(goals)) for text, goals in about.items())
