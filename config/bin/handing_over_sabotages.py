"""Harms to what hands over: to the next strategy, the next officer, the next operator. See `sabotages.py`."""

from config.bin.access_sabotages import Sabotage

HANDING_OVER = [
    Sabotage(
        "goals that another section leads in are not looked for",
        where="Draft.carries",
        before="return self.expects_goals and not self.has_goals",
        after="return False",
        test="test_genre.py::test_no_goal_is_lost_unsaid_and_none_altered",
    ),
    Sabotage(
        "a list that is not read as goals is not named",
        where="areas.may_be_goals",
        before="not (draft.doubts or closes_goals(draft.title))",
        after="False",
        test="test_shapes.py::test_areas_and_goals[unknown-lead-in.txt]",
    ),
    Sabotage(
        "a printed number is left in the goal's wording",
        where="areas.read_goals",
        before="text = (printed.title if printed else paragraph.plain) or paragraph.plain",
        after="text = paragraph.plain",
        test="test_shapes.py::test_printed_number_is_no_part_of_the_wording_and_stays_in_the_text",
    ),
    Sabotage(
        "a handover leaves promises with whoever leaves",
        where="Owned.naming",
        before="for path in self.OWNER_PATHS",
        after="for path in self.OWNER_PATHS[:1]",
        test="test_services.py::test_everything_open_is_given_and_nothing_stays_with_who_left",
    ),
    Sabotage(
        "a handover is marked as working material whatever it holds",
        where="handover.contents.belongings",
        before="*(thing.marking for thing in things), *markings",
        after="",
        test="test_services.py::test_it_is_marked_as_its_strictest_content",
    ),
    Sabotage(
        "a backup is believed whatever its manifest says",
        where="Reader.require_all",
        before="if written != found:",
        after="if False:",
        test="test_damaged.py::test_it_is_refused_and_what_stood_stands",
    ),
    Sabotage(
        "a backup reads each table at a moment of its own",
        where="read_at_one_moment",
        before="with transaction.atomic(using=READING):\n            yield own",
        after="yield own",
        test="test_backup.py::test_what_is_written_meanwhile_is_in_the_next",
    ),
    Sabotage(
        "what was disposed of comes back with a backup",
        where="afterwards.settle",
        before="kept = dispose_again(",
        after="kept = list(",
        test="test_backup.py::test_what_was_disposed_of_since_is_gone_again",
    ),
    Sabotage(
        "an invitation's link survives a restored backup",
        where="end_ways_in",
        before="Invitation.objects.filter(accepted_at=None)",
        after="Invitation.objects.none()",
        test="test_backup.py::test_ways_in_are_dead_and_letters_wait",
    ),
    Sabotage(
        "letters go out at once after a backup was restored",
        where="letters.gather",
        before="if MailHold.objects.in_force().exists():",
        after="if False:",
        test="test_backup.py::test_ways_in_are_dead_and_letters_wait",
    ),
    Sabotage(
        "figures are for everybody",
        where="views.metrics",
        before="settings.METRICS_TOKEN and secrets",
        after="True or secrets",
        test="test_views.py::test_figures_are_for_whoever_has_the_token",
    ),
    Sabotage(
        "a line that is no part of the decision is not shown to whoever marks it",
        where="reading.left_out",
        before="not in whole[: ends[bisect_right(starts, line.number)]]",
        after="in ()",
        test="test_marking.py::test_every_word_of_the_text_stands_in_a_piece",
    ),
    Sabotage(
        "what only the other has marked in a decision is not taken over",
        where="DecisionDraftForm.show_conflict",
        before="if name not in mine or mine[name] == before[name]:",
        after="if False:",
        test="test_drafts.py::test_two_who_mark_at_once_lose_nothing_and_overwrite_nothing_unseen",
    ),
]
