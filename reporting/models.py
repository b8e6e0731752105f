"""For Django, which looks for an app's models here; each stands in its room."""

from reporting.archive.disposal.models import DisposalDecision
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment, OverallAssessmentStep
from reporting.assessments.models.readings import Reading
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.calendar.models import CalendarFeed
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from reporting.disclosures.models import DisclosureCopy, DisclosureDecision, DisclosureItem, DisclosureRequest, Masking
from reporting.handover.models import Handover, HandoverCopy
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report, ReportStep, ReportText
from reporting.reports.outgoing import EditionReview, ReportRelease

__all__ = [
    "Assessment",
    "AssessmentStep",
    "CalendarFeed",
    "CirculatedPassage",
    "Circulation",
    "CirculationParty",
    "Comment",
    "DisclosureCopy",
    "DisclosureDecision",
    "DisclosureItem",
    "DisclosureRequest",
    "DisposalDecision",
    "EditionReview",
    "Evidence",
    "Handover",
    "HandoverCopy",
    "Masking",
    "OverallAssessment",
    "OverallAssessmentStep",
    "Reading",
    "Report",
    "ReportFile",
    "ReportRelease",
    "ReportStep",
    "ReportText",
    "Round",
    "RoundDecision",
    "Snapshot",
]
