from django.urls import path

from reporting.overview.views import coverage, overview

urlpatterns = [
    path("strategies/<slug:slug>/", overview.overview, name="overview"),
    path("strategies/<slug:slug>/goals/", overview.goals, name="goals"),
    path("goals/<int:pk>/", overview.goal, name="goal"),
    path("strategies/<slug:slug>/coverage/", coverage.coverage, name="coverage"),
    path("strategies/<slug:slug>/coverage/messages/", coverage.cell, name="coverage-cell"),
]
