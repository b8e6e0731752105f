from django.urls import path

from reporting.circulations import views

urlpatterns = [
    path("strategies/<slug:slug>/circulations/", views.circulations, name="circulations"),
    path("strategies/<slug:slug>/work-plan/circulation/", views.work_plan_new, name="circulation-of-work-plan"),
    path(
        "instructions/<int:pk>/circulation/new/",
        views.circulation_new,
        {"subject": "instruction"},
        name="circulation-of-instruction",
    ),
    path("rounds/<int:pk>/circulation/new/", views.circulation_new, {"subject": "round"}, name="circulation-of-round"),
    path(
        "reports/<int:pk>/circulation/new/", views.circulation_new, {"subject": "report"}, name="circulation-of-report"
    ),
    path("circulations/<int:pk>/", views.circulation, name="circulation"),
    path("circulations/<int:pk>/edit/", views.circulation_edit, name="circulation-edit"),
    path("circulations/<int:pk>/closure/", views.closure, name="circulation-closure"),
    path("circulations/<int:pk>/reopening/", views.reopening, name="circulation-reopening"),
    path("circulations/<int:pk>/comments/", views.comments, name="circulation-comments"),
    path("circulations/<int:pk>/no-objection/", views.no_objection, name="circulation-no-objection"),
    path("comments/<int:pk>/answer/", views.comment_answer, name="comment-answer"),
]
