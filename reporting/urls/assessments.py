from django.urls import path

from reporting.assessments.views import assessments, decisions, evidence, overall, rounds

urlpatterns = [
    path("strategies/<slug:slug>/assessments/", rounds.rounds, name="rounds"),
    path("strategies/<slug:slug>/assessments/<int:year>/", rounds.year, name="round"),
    path("strategies/<slug:slug>/assessments/<int:year>/decision/", decisions.round_decision, name="round-decision"),
    path(
        "strategies/<slug:slug>/assessments/<int:year>/overall/<slug:area>/", overall.new, name="overall-assessment-new"
    ),
    path("overall-assessments/<int:pk>/", overall.overall_assessment, name="overall-assessment"),
    path("overall-assessments/<int:pk>/proposal/", overall.proposal, name="overall-assessment-proposal"),
    path("overall-assessments/<int:pk>/decision/", decisions.overall_decision, name="overall-assessment-decision"),
    path("goals/<int:pk>/assessments/<int:year>/", assessments.new, name="assessment-new"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/proposal/", assessments.proposal, name="assessment-proposal"),
    path("assessments/<int:pk>/decision/", decisions.assessment_decision, name="assessment-decision"),
    path("assessments/<int:pk>/evidence/", evidence.evidence, name="evidence-list"),
    path("evidence/<int:pk>/removal/", evidence.evidence_removal, name="evidence-removal"),
    path("evidence/<int:pk>/stance/", evidence.evidence_stance, name="evidence-stance"),
]
