from django.urls import path

from reporting.views import overview

urlpatterns = [
    path("strategies/<slug:slug>/", overview.overview, name="overview"),
    path("strategies/<slug:slug>/goals/", overview.goals, name="goals"),
    path("goals/<int:pk>/", overview.goal, name="goal"),
]
