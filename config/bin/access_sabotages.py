"""What a sabotage is, and those of who sees and is told what."""

from dataclasses import dataclass
from enum import StrEnum


class Suite(StrEnum):
    SQLITE, POSTGRESQL, BROWSER = "SQLite", "PostgreSQL", "browser"


@dataclass(frozen=True)
class Sabotage:
    name: str
    where: str
    before: str
    after: str
    test: str
    suites: tuple[Suite, ...] = (Suite.SQLITE,)  # each of these is to notice
    in_a_fixture: bool = False  # the test looks for it when it begins or ends, which pytest calls an error


BOTH = (Suite.SQLITE, Suite.POSTGRESQL)
ON_POSTGRESQL = (Suite.POSTGRESQL,)  # SQLite takes one writer at a time
IN_A_BROWSER = (Suite.BROWSER,)

ACCESS = [
    Sabotage(
        "an instruction is drafted from what is more secret than itself",
        where="sources.no_more_secret",
        before="record is not None and Classification.strictest(record.effective_classification, marking) == marking",
        after="record is not None",
        test="test_services.py::test_it_is_drafted_goal_by_goal_and_holds_nothing_more_secret_than_itself",
    ),
    Sabotage(
        "an instruction that was changed after it was read through is sent",
        where="services.send_instruction",
        before="if seen != fingerprint(instruction):",
        after="if not seen:",
        test="test_services.py::test_what_was_not_read_is_not_sent",
    ),
    Sabotage(
        "a calendar program is told of something secret what it is",
        where="feed.summary",
        before="if entry.is_secret:",
        after="if not entry:",
        test="test_calendar.py::test_titles_of_open_things_alone_are_told",
    ),
    Sabotage(
        "everybody sees every record",
        where="RecordQuerySet.visible_to",
        before="self.present().filter(access.readable(self.kind, user.memberships_today, self.path))",
        after="self.present()",
        test="test_access.py::test_dialogue",
        suites=BOTH,
    ),
    Sabotage(
        "an overview counts meetings that its reader may not see",
        where="Material.events",
        before="self.own(Event.objects)",
        after="Event.objects.filter(strategy=self.strategy)",
        test="test_overview.py::test_figures_count_what_their_reader_may_see",
    ),
    Sabotage(
        "a goal's page tells of answers that its reader may not see",
        where="NextTime.answers",
        before="self.material.interventions",
        after="Intervention.objects",
        test="test_timeline.py::test_each_counterpart_is_told_with_its_last_answer",
    ),
    Sabotage(
        "a timeline counts what its reader may not see",
        where="timeline.interventions",
        before="Intervention.objects.visible_to(user)",
        after="Intervention.objects",
        test="test_timeline.py::test_each_subject_is_counted_as_its_reader_sees_it",
    ),
    Sabotage(
        "the freest marking along a path wins",
        where="Classification.strictest",
        before="max(",
        after="min(",
        test="test_models.py::test_a_child_is_never_more_open_than_its_parent",
    ),
    Sabotage(
        "what hangs on something in the bin is still listed",
        where="RecordQuerySet.present",
        before="self.filter(own & access.under(self.path, own) if self.path else own)",
        after="self.filter(own)",
        test="test_access.py::test_what_hangs_on_something_in_the_bin_is_gone",
    ),
    Sabotage(
        "an edition holds what was added and is marked more strictly than the observation",
        where="AdditionQuerySet.visible_in",
        before="as_strict | access.includable(self.kind, edition)",
        after="as_strict | ~as_strict",
        test="test_additions.py::test_an_addition_is_in_the_editions_that_hold_the_observation",
    ),
    Sabotage(
        "an agency's own copy holds what other agencies have seen",
        where="own_copy",
        before="Kind.OBSERVATION: Q(organisation=organisation_id)",
        after="Kind.OBSERVATION: Q(organisation__isnull=False)",
        test="test_access.py::test_an_agencys_own_copy_holds_its_own_observations_and_no_other_agencys",
    ),
    Sabotage(
        "a list taken along as a file leaves no entry in the log",
        where="Listing.file",
        before="audit.note(",
        after="dict(",
        test="test_lists.py::test_a_file_holds_what_the_page_shows_with_typed_cells_and_is_told",
    ),
    Sabotage(
        "somebody else's kept filters are offered",
        where="KeptFilterQuerySet.of",
        before="self.filter(user=user)",
        after="self.all()",
        test="test_kept_filters.py::test_nobody_else_sees_or_removes_it",
    ),
    Sabotage(
        "somebody else's set of drafts is opened",
        where="ObservationSetQuerySet.of",
        before="self.filter(by=user)",
        after="self.all()",
        test="test_bulk.py::test_nobody_else_sees_the_set",
    ),
    Sabotage(
        "a file with an error in it is read in as far as it is right",
        where="bring_in",
        before="if reading.problems:",
        after="if not reading.accepted:",
        test="test_bulk.py::test_of_500_rows_37_errors_are_told_exactly_and_nothing_is_changed",
    ),
    Sabotage(
        "to look at something secret leaves no entry in the log",
        where="Sighted.from_db",
        before="sightings.tell(cls, thing.pk)",
        after="pass",
        test="test_audit.py::test_looking_at_a_secret_thing_is_one_entry_a_page",
    ),
    Sabotage(
        "a form that comes back with something secret leaves no entry in the log",
        where="AuditMiddleware.SHOWN",
        before="{200, 409, 422}",
        after="{200}",
        test="test_audit.py::test_a_form_that_comes_back_shows_what_is_secret_too",
    ),
    Sabotage(
        "a search finds what its asker may not see",
        where="finding.visible_things",
        before="model.objects.findable_by(user)",
        after="model.objects.all()",
        test="test_index.py::test_what_one_may_not_see_moves_nothing",
        suites=BOTH,
    ),
    Sabotage(
        "a search names counterparts of secret meetings",
        where="CounterpartQuerySet.findable_by",
        before="self.visible_to(user).met_by(user)",
        after="self.visible_to(user)",
        test="test_canary.py::test_nothing_is_found_by_words_that_its_reader_may_not_see",
    ),
    Sabotage(
        "what hangs on something in the bin stays in the index",
        where="index.findable",
        before='things.filter(Q(**{way: None}) | Q(**{f"{way}__removed_at": None}))',
        after="things",
        test="test_disposal.py::test_history_files_and_names_go_along",
    ),
    Sabotage(
        "a letter whose worker was lost is sent again",
        where="LetterJob.run",
        before='{"state": State.UNCERTAIN, "answer": "worker lost"}',
        after='post(Letter.objects.select_related("user").get(pk=run.job.subject_id))',
        test="test_letters.py::test_a_worker_that_died_while_it_sent_leaves_it_uncertain",
    ),
    Sabotage(
        "a contact is told whom else a request was put to",
        where="RequestPage.is_contacts",
        before="return self.user.roles_in(self.asked.strategy_id) == {Role.CONTACT}",
        after="return False",
        test="test_views.py::test_a_contact_answers_from_the_request",
    ),
    Sabotage(
        "an answer that is shared is shared with everybody who is asked",
        where="IF_WRITER_OR_SHARED",
        before="Q(organisation=holder.organisation_id, is_shared=True)",
        after="Q(is_shared=True)",
        test="test_rules.py::test_each_role_reads_what_the_matrix_says",
    ),
    Sabotage(
        "a copy that was shared shows what has been marked secret since",
        where="CirculatedPassageQuerySet.visible_to",
        before='not_secret_now("activity", "assessment", "overall_assessment")',
        after="Q()",
        test="test_circulations.py::test_the_copy_holds_what_its_edition_may_and_stays",
        suites=BOTH,
    ),
    Sabotage(
        "a comment is everybody's before it is answered",
        where="access.conditions.IS_ANSWERED",
        before="~Q(answered_at=None) & NOT_SECRET",
        after="NOT_SECRET",
        test="test_circulations.py::test_comments_are_seen_by_owner_and_writer_until_they_are_answered",
    ),
    Sabotage(
        "what was shared, or said of it, may be written over in the database",
        where="circulations.triggers.TRIGGERS",
        before="sealed(CirculatedPassage),",
        after="",
        test="test_circulations.py::test_the_database_keeps_what_was_shared_and_said",
        suites=BOTH,
    ),
]
