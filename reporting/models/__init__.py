from reporting.models.assessments import (
    Assessment,
    AssessmentStep,
    Attainment,
    Development,
    Effort,
    Evidence,
    OverallAssessment,
    OverallAssessmentStep,
    Round,
    RoundDecision,
)
from reporting.models.reports import Report, ReportFile, ReportRelease, ReportStep, ReportText, Snapshot

__all__ = [
    "Assessment",
    "AssessmentStep",
    "Attainment",
    "Development",
    "Effort",
    "Evidence",
    "OverallAssessment",
    "OverallAssessmentStep",
    "Report",
    "ReportFile",
    "ReportRelease",
    "ReportStep",
    "ReportText",
    "Round",
    "RoundDecision",
    "Snapshot",
]
