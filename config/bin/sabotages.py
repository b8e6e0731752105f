"""What a gate has to notice: small sabotages, each with the test that is to go red. Done by `sabotage.py`.

`where` is the end of a dotted name, such as `RecordQuerySet.visible_to`, or of a template's path; in it `before` stands
once. `test` is the name of a file and of a test in it.
"""

from config.bin.access_sabotages import ACCESS, BOTH, IN_A_BROWSER, ON_POSTGRESQL, Sabotage
from config.bin.handing_over_sabotages import HANDING_OVER

WRITING = [
    Sabotage(
        "a save does not ask which version its writer saw",
        where="save_record",
        before=".filter(pk=record.pk, version=expected)",
        after=".filter(pk=record.pk)",
        test="test_services.py::test_two_people_never_overwrite_each_other_unseen",
        suites=BOTH,
    ),
    Sabotage(
        "a save asks for the version first and writes afterwards",
        where="save_record",
        before="if rows.update(version=expected + 1) != 1:",
        after="if not rows.exists():",
        test="test_lost_updates.py::test_no_update_is_lost",
        suites=ON_POSTGRESQL,
    ),
    Sabotage(
        "a save keeps no version",
        where="services.write",
        before="record.save()",
        after="record.save_without_historical_record()",
        test="test_services.py::test_saving_counts_the_version_and_keeps_before_and_after",
    ),
    Sabotage(
        "two workers claim the same job",
        where="services.claim",
        before="Job.objects.filter(pk=job_id, state=Job.State.QUEUED)",
        after="Job.objects.filter(pk=job_id)",
        test="test_jobs.py::test_only_one_worker_claims",
        suites=BOTH,
    ),
    Sabotage(
        "a worker that has lost its job publishes all the same",
        where="Run.finishing",
        before="self.require(self.own().filter(cancelled_by=None).update(**ended))",
        after="self.own().filter(cancelled_by=None).update(**ended)",
        test="test_jobs.py::test_who_lost_the_lease_publishes_nothing",
    ),
    Sabotage(
        "a link to sign in with is looked at first and spent afterwards",
        where="letters.spend",
        before="token_hash=asked.token_hash, used_at=None",
        after="token_hash=asked.token_hash",
        test="test_letters.py::test_of_twenty_at_once_one_comes_in",
        suites=ON_POSTGRESQL,
    ),
    Sabotage(
        "a file is written in place and not renamed",
        where="published",
        before='NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", suffix=".part", delete=False)',
        after='path.open("wb")',
        test="test_storage.py::test_a_file_that_could_not_be_replaced_stays_as_it_was",
    ),
    Sabotage(
        "an upload is known by its name",
        where="uploads.kind_of",
        before="if kind.is_such(file)",
        after="if suffix in kind.suffixes",
        test="test_uploads.py::test_name_that_belies_the_content_is_refused",
    ),
    Sabotage(
        "a list asks once more for each of its rows",
        where="ObservationQuerySet.in_brief",
        before='.prefetch_related("goals")',
        after="",
        test="test_questions.py::test_every_page_asks_as_many_questions_about_thirty_as_about_one",
    ),
    Sabotage(
        "a closed request takes answers",
        where="answering.require_open",
        before="if not Request.objects.select_for_update().get(pk=answer.request_id).is_open:",
        after="if answer.pk is None:",
        test="test_answering.py::test_a_request_that_is_closed_while_somebody_writes_keeps_what_they_wrote",
    ),
    Sabotage(
        "what an organisation sent may be written over in the database",
        where="requests.triggers.TRIGGERS",
        before="[REQUEST_SENT, ANSWER_PART_SENT]",
        after="[]",
        test="test_services.py::test_what_was_sent_is_never_written_over",
        suites=BOTH,
    ),
    Sabotage(
        "what was proposed for the work plan may be written over in the database",
        where="work_plan.triggers.TRIGGERS",
        before="    WORK_PLAN_PROPOSAL,\n",
        after="",
        test="test_proposing.py::test_what_was_sent_is_not_written_over_in_the_database_either",
        suites=BOTH,
    ),
    Sabotage(
        "a proposal that is decided is decided once more",
        where="proposing.require_waiting",
        before="if not WorkPlanProposal.objects.select_for_update().get(pk=proposal.pk).is_waiting:",
        after="if proposal.pk is None:",
        test="test_proposing.py::test_it_is_decided_once",
    ),
    Sabotage(
        "an observation that was sent, or what was added, may be written over in the database",
        where="observations.triggers.TRIGGERS",
        before="[OBSERVATION_SENT, ADDITION_SENT]",
        after="[]",
        test="test_additions.py::test_what_was_sent_is_never_written_over",
        suites=BOTH,
    ),
    Sabotage(
        "an observation that has been reviewed takes additions",
        where="adding.send_addition",
        before="if not observation.takes_additions:",
        after="if observation.pk is None:",
        test="test_additions.py::test_what_has_been_reviewed_takes_no_more_and_keeps_what_was_written",
    ),
    Sabotage(
        "an instruction that was sent may be written over in the database",
        where="instructions.triggers.TRIGGERS",
        before='[sealed_in("sent", Instruction), INSTRUCTION_GOAL]',
        after="[]",
        test="test_services.py::test_nor_does_the_database",
        suites=BOTH,
    ),
    Sabotage(
        "a report home may be written over in the database",
        where="reports_home.triggers.IS_ANOTHER_TEXT",
        before="NOT {IS_EMPTIED}",
        after="1 = 2",
        test="test_services.py::test_a_correction_is_a_new_version_and_no_text_changes",
        suites=BOTH,
    ),
    Sabotage(
        "names beginning with ä stand among those with a",
        where="LAST_LETTERS",
        before='"ä": "zzb"',
        after='"ä": "a"',
        test="administration/people/test_views.py::test_everybody_in_swedish_order",
    ),
]

FOUR_EYES = [
    Sabotage(
        "whoever has written on a judgement approves it",
        where="refuse_own_work",
        before="if by.pk not in writers(judgement):",
        after="if by.is_active:",
        test="test_round.py::test_own_work_is_refused_in_a_sentence",
    ),
    Sabotage(
        "the database lets the writer of a judgement approve it",
        where="reporting.triggers.TRIGGERS",
        before="    ASSESSMENT,\n",
        after="",
        test="test_four_eyes.py::test_whoever_wrote_is_no_approver_in_sql_either",
        suites=BOTH,
    ),
    Sabotage(
        "the database lets what is sealed be emptied",
        where="Trigger.for_postgresql",
        before="if self.on_delete:",
        after="if not self.on_delete:",
        test="test_sealed.py::test_nothing_is_replaced_or_emptied",
        suites=ON_POSTGRESQL,
    ),
    Sabotage(
        "the database lets an entry of the log be changed",
        where="sealing.SEAL",
        before='on_update=f"NEW.label',
        after='on_insert=f"NEW.label',
        test="test_audit.py::test_the_database_refuses_to_change_an_entry",
        suites=ON_POSTGRESQL,
    ),
    Sabotage(
        "whoever puts a disposal up confirms it",
        where="confirm_disposal",
        before="if by.pk == decision.proposed_by_id:",
        after="if not by.is_active:",
        test="disposal/test_views.py::test_a_head_who_put_it_up_is_told_to_let_somebody_else",
    ),
]

COMING_IN = [
    Sabotage(
        "a session outlives the last role",
        where="why_over",
        before="if not user.memberships_today and",
        after="if not user.is_active and",
        test="test_sessions.py::test_the_last_role_lost_ends_it_at_the_next_request",
    ),
    Sabotage(
        "the second factor is not asked for",
        where="SecondFactorStage._should_handle",
        before="return bool(super()._should_handle(request))",
        after="return False",
        test="test_second_factor.py::test_an_app_is_connected_and_then_asked_for",
    ),
    Sabotage(
        "tries at one account do not wait for each other",
        where="one_at_a_time",
        before='if connection.vendor == "postgresql":',
        after='if connection.vendor == "none":',
        test="test_lockout.py::test_of_sixteen_at_once_five_are_looked_at",
        suites=ON_POSTGRESQL,
    ),
    Sabotage(
        "nobody is told that they come too often",
        where="rates.take",
        before=".filter(count__lt=per_hour)",
        after=".filter(count__gte=0)",
        test="test_rates.py::test_who_has_been_there_too_often_gets_a_page_that_says_when",
    ),
    Sabotage(
        "a form leads to where a stranger says",
        where="way_back",
        before="asked if ours and",
        after="asked if",
        test="test_interface.py::test_language_leads_nowhere_else",
    ),
]

PAGES = [
    Sabotage(
        "a form is taken from another site",
        where="MIDDLEWARE",
        before='    "django.middleware.csrf.CsrfViewMiddleware",\n',
        after="",
        test="test_headers.py::test_every_kind_of_answer_says_it",
    ),
    Sabotage(
        "a page may be framed",
        where="CONTENT_SECURITY_POLICY",
        before='"frame-ancestors": [NONE]',
        after='"frame-ancestors": [SELF]',
        test="test_interface.py::test_headers_of_a_page",
    ),
    Sabotage(
        "a browser may come back without TLS",
        where="SECURE_HSTS_SECONDS",
        before="60 * 60 * 24 * 365",
        after="0",
        test="test_headers.py::test_every_kind_of_answer_says_it",
    ),
    Sabotage(
        "what is kept on a device stays there when somebody else signs in",
        where="sending.digest",
        before="str(user.pk)",
        after='""',
        test="test_offline.py::test_what_is_kept_is_put_back_and_is_its_writers_alone",
        suites=IN_A_BROWSER,
    ),
    Sabotage(
        "HTML in a narrative is read as HTML",
        where="html.run_html",
        before="return conditional_escape(run.text)",
        after="return mark_safe(run.text)",
        test="texts/test_html.py::test_nothing_hostile_becomes_more_than_text",
    ),
    Sabotage(
        "what somebody has seen is shown as HTML",
        where="dialogue/observations/observation.html",
        before="{{ observation.text|as_typed }}",
        after="{{ observation.text|safe }}",
        test="test_payloads.py::test_nothing_runs_and_no_rule_is_broken",
        suites=IN_A_BROWSER,
    ),
    Sabotage(
        "a list of facts is none to those who hear it",
        where="dialogue/meetings/event.html",
        before='<dl class="facts facts-stacked">',
        after='<div class="facts facts-stacked">',
        test="test_a_week.py::test_a_week_at_the_scpf",
        suites=IN_A_BROWSER,
    ),
    Sabotage(
        "a text is not translated",
        where="reporting/overview/goals.html",
        before='{% translate "Det som Sverige ska verka för, med beslutets egna ord." %}',
        after="Det som Sverige ska verka för, med beslutets egna ord.",
        test="test_interface.py::test_no_template_holds_text_that_is_not_translated",
    ),
    Sabotage(
        "an address stands in the log",
        where="struck",
        before='ADDRESSES.sub("[address]", str(value))',
        after="str(value)",
        test="test_logs.py::test_whatever_goes_wrong_no_word_of_it_is_in_the_log",
        in_a_fixture=True,
    ),
]

LEAVING = [
    Sabotage(
        "the external edition holds working material",
        where="includable",
        before="Audience.EXTERNAL: openly",
        after="Audience.EXTERNAL: NOT_SECRET",
        test="test_snapshots.py::test_the_external_edition_holds_what_is_open_and_nothing_else",
    ),
    Sabotage(
        "a judgement is stated though it rests on something left out",
        where="resting_on",
        before="assessments.filter(~Exists(hidden))",
        after="assessments",
        test="test_snapshots.py::test_a_judgement_resting_on_something_left_out_is_not_stated_and_its_mark_is_gone",
    ),
    Sabotage(
        "alternative texts of the external edition count what it leaves out",
        where="figures.Dialogue.__init__",
        before="material.interventions.dialogue()",
        after="material.interventions.model.objects.filter(strategy=material.strategy).dialogue()",
        test="test_figures.py::test_an_edition_counts_nothing_that_it_does_not_hold",
    ),
    Sabotage(
        "what falls due today is late",
        where="figures.numbers",
        before="due_on__lt=day",
        after="due_on__lte=day",
        test="test_figures.py::test_commitments_are_open_and_late_as_they_stood_on_the_day",
    ),
    Sabotage(
        "the register is numbered in another order than the report cites it",
        where="Judgements.narrative",
        before="[*marked, *pieces]",
        after="[*pieces, *marked]",
        test="test_snapshots.py::test_the_register_numbers_through_the_report_and_each_thing_once",
    ),
    Sabotage(
        "a changed file is taken for ours",
        where="ReportFileQuerySet.holding",
        before="self.filter(sha256=sha256)",
        after="self.filter(sha256__gt='')",
        test="test_verification.py::test_one_byte_changed_is_enough",
    ),
    Sabotage(
        "a word broken at the end of a line is not masked",
        where="BETWEEN_LETTERS",
        before=r'rf"(?:[{HYPHENS}][ \t]*\n[ \t]*)?"',
        after='""',
        test="test_masked_copy_pdf.py::test_no_masked_word_is_in_any_layer_of_the_file",
    ),
]

TYPED = [
    Sabotage(
        "what somebody typed comes to another who signs in",
        where="kept.opened",
        before="return found if found.user == user else None",
        after="return found",
        test="sending/test_kept.py::test_another_person_gets_nothing",
    ),
    Sabotage(
        "a form that is only shown again is carried out",
        where="pages.attempt",
        before="if is_restoring():",
        after="if False:",
        test="sending/test_kept.py::test_whoever_signs_in_again_is_back_in_the_form_with_everything",
    ),
    Sabotage(
        "whoever died after making a thing leaves it to be made again",
        where="once.made",
        before="if sending is not None and sending.object_id is None:",
        after="if False:",
        test="sending/test_once.py::test_a_holder_that_died_after_it_made_the_thing_leads_to_it",
    ),
    Sabotage(
        "a draft is its writer's even when the thing is not",
        where="drafts.drafts",
        before="if opens(request, address)",
        after="if draft",
        test="sending/test_drafts.py::test_it_is_out_of_sight_while_the_thing_is",
    ),
    Sabotage(
        "a line of a text is lost on a page",
        where="html.lines_html",
        before="format_html_join(LINE_BREAK,",
        after='format_html_join("",',
        test="texts/test_html.py::test_lines_and_paragraphs_stay",
    ),
]

SABOTAGES = [*ACCESS, *HANDING_OVER, *WRITING, *TYPED, *FOUR_EYES, *COMING_IN, *PAGES, *LEAVING]
