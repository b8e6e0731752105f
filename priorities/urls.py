from django.urls import path

from priorities.views import activities, text, work_plan

app_name = "priorities"
urlpatterns = [
    path("strategies/<slug:slug>/text/", text.text, name="text"),
    path("strategies/<slug:slug>/work-plan/", work_plan.work_plan, name="work-plan"),
    path("strategies/<slug:slug>/work-plan/adoption/", work_plan.work_plan_adoption, name="work-plan-adoption"),
    path("strategies/<slug:slug>/work-plan/new/", activities.activity_new, name="activity-new"),
    path("work-plan-versions/<int:pk>/", work_plan.work_plan_version, name="work-plan-version"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity-edit"),
    path("activities/<int:pk>/notes/", activities.activity_notes, name="activity-notes"),
    path("activities/<int:pk>/deadline/", activities.activity_deadline, name="activity-deadline"),
    path("activities/<int:pk>/start/", activities.activity_start, name="activity-start"),
    path("activities/<int:pk>/completion/", activities.activity_completion, name="activity-completion"),
    path("activities/<int:pk>/cancellation/", activities.activity_cancellation, name="activity-cancellation"),
    path("activities/<int:pk>/reopening/", activities.activity_reopening, name="activity-reopening"),
    path("activities/<int:pk>/removal/", activities.activity_removal, name="activity-removal"),
]
