"""What the database itself refuses: another text in a report home that has been received, another place in it."""

from dialogue.meetings.models.reports import ReportHome
from dialogue.reports_home.models import Passage
from strategy.records.markings import ELSEWHERE
from strategy.records.triggers import Trigger, differs, sealed

# A secret one may be emptied, where content stays in the ministry's own system.
IS_EMPTIED = f"""(NEW.effective_classification = 'secret' AND NEW."text" IN ('', '{ELSEWHERE}'))"""
IS_ANOTHER_TEXT = f"""(NEW."text" <> OLD."text" AND NOT {IS_EMPTIED})"""

TRIGGERS = [
    Trigger(
        name="report_home_sealed",
        table=ReportHome._meta.db_table,
        on_update=f"{differs(['event_id', 'number'])} OR {IS_ANOTHER_TEXT}",
    ),
    sealed(Passage),
]
