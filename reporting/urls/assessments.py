from django.urls import path

from reporting.views import assessments

urlpatterns = [
    path("strategies/<slug:slug>/assessments/", assessments.rounds, name="rounds"),
    path("strategies/<slug:slug>/assessments/<int:year>/", assessments.year, name="round"),
    path("strategies/<slug:slug>/assessments/<int:year>/decision/", assessments.decision, name="round-decision"),
    path("goals/<int:pk>/assessments/<int:year>/", assessments.new, name="assessment-new"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/proposal/", assessments.proposal, name="assessment-proposal"),
    path("assessments/<int:pk>/evidence/", assessments.evidence, name="evidence-list"),
    path("evidence/<int:pk>/removal/", assessments.evidence_removal, name="evidence-removal"),
]
