from reporting.models.assessments import (
    Assessment,
    AssessmentStep,
    Evidence,
    OverallAssessment,
    Round,
    RoundDecision,
)
from reporting.models.reports import Report, ReportFile, ReportRelease, ReportStep, ReportText, Snapshot

__all__ = [
    "Assessment",
    "AssessmentStep",
    "Evidence",
    "OverallAssessment",
    "Report",
    "ReportFile",
    "ReportRelease",
    "ReportStep",
    "ReportText",
    "Round",
    "RoundDecision",
    "Snapshot",
]
