from django.urls import path

from priorities.figures.views import funding, indicators, postings
from priorities.frameworks import views as frameworks
from priorities.goals import views as text
from priorities.key_messages import views as key_messages
from priorities.work_plan.views import activities, proposals, reports, work_plan

app_name = "priorities"
urlpatterns = [
    path("strategies/<slug:slug>/text/", text.text, name="text"),
    path("goals/<int:pk>/key-messages/", key_messages.key_messages, name="key-messages"),
    path("goals/<int:pk>/key-messages/new/", key_messages.key_message_new, name="key-message-new"),
    path("key-messages/<int:pk>/removal/", key_messages.key_message_removal, name="key-message-removal"),
    path("strategies/<slug:slug>/frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<int:pk>/", frameworks.framework, name="framework"),
    path("frameworks/<int:pk>/edit/", frameworks.framework_edit, name="framework-edit"),
    path("frameworks/<int:pk>/removal/", frameworks.framework_removal, name="framework-removal"),
    path("framework-items/<int:pk>/removal/", frameworks.item_removal, name="framework-item-removal"),
    path("strategies/<slug:slug>/crosswalk/", frameworks.crosswalk, name="crosswalk"),
    path("strategies/<slug:slug>/crosswalk/new/", frameworks.crosswalk_new, name="crosswalk-new"),
    path("crosswalks/<int:pk>/edit/", frameworks.crosswalk_edit, name="crosswalk-edit"),
    path("crosswalks/<int:pk>/removal/", frameworks.crosswalk_removal, name="crosswalk-removal"),
    path("strategies/<slug:slug>/work-plan/", work_plan.work_plan, name="work-plan"),
    path("strategies/<slug:slug>/work-plan/adoption/", work_plan.work_plan_adoption, name="work-plan-adoption"),
    path("strategies/<slug:slug>/work-plan/new/", activities.activity_new, name="activity-new"),
    path("strategies/<slug:slug>/work-plan/proposals/", proposals.proposals, name="work-plan-proposals"),
    path("strategies/<slug:slug>/work-plan/proposals/new/", proposals.proposal_new, name="work-plan-proposal-new"),
    path("work-plan-proposals/<int:pk>/", proposals.proposal, name="work-plan-proposal"),
    path("work-plan-proposals/<int:pk>/edit/", proposals.proposal_edit, name="work-plan-proposal-edit"),
    path("work-plan-proposals/<int:pk>/intake/", proposals.proposal_intake, name="work-plan-proposal-intake"),
    path("work-plan-proposals/<int:pk>/grant/", proposals.proposal_grant, name="work-plan-proposal-grant"),
    path("work-plan-proposals/<int:pk>/refusal/", proposals.proposal_refusal, name="work-plan-proposal-refusal"),
    path(
        "work-plan-proposals/<int:pk>/withdrawal/", proposals.proposal_withdrawal, name="work-plan-proposal-withdrawal"
    ),
    path("work-plan-versions/<int:pk>/", work_plan.work_plan_version, name="work-plan-version"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity-edit"),
    path("activities/<int:pk>/notes/", activities.activity_notes, name="activity-notes"),
    path("activities/<int:pk>/reports/", reports.activity_reports, name="activity-reports"),
    path("activities/<int:pk>/day-requests/", reports.activity_day_requests, name="activity-day-requests"),
    path("activities/<int:pk>/deadline/", activities.activity_deadline, name="activity-deadline"),
    path("activities/<int:pk>/start/", activities.activity_start, name="activity-start"),
    path("activities/<int:pk>/completion/", activities.activity_completion, name="activity-completion"),
    path("activities/<int:pk>/cancellation/", activities.activity_cancellation, name="activity-cancellation"),
    path("activities/<int:pk>/reopening/", activities.activity_reopening, name="activity-reopening"),
    path("activities/<int:pk>/removal/", activities.activity_removal, name="activity-removal"),
    path("strategies/<slug:slug>/funding/", funding.funding, name="funding"),
    path("strategies/<slug:slug>/funding/new/", funding.contribution_new, name="contribution-new"),
    path("contributions/<int:pk>/", funding.contribution, name="contribution"),
    path("contributions/<int:pk>/edit/", funding.contribution_edit, name="contribution-edit"),
    path("contributions/<int:pk>/removal/", funding.contribution_removal, name="contribution-removal"),
    path("strategies/<slug:slug>/postings/", postings.postings, name="postings"),
    path("strategies/<slug:slug>/postings/new/", postings.posting_new, name="posting-new"),
    path("postings/<int:pk>/edit/", postings.posting_edit, name="posting-edit"),
    path("postings/<int:pk>/removal/", postings.posting_removal, name="posting-removal"),
    path("strategies/<slug:slug>/indicators/", indicators.indicators, name="indicators"),
    path("strategies/<slug:slug>/indicators/new/", indicators.indicator_new, name="indicator-new"),
    path("indicators/<int:pk>/", indicators.indicator, name="indicator"),
    path("indicators/<int:pk>/edit/", indicators.indicator_edit, name="indicator-edit"),
    path("indicators/<int:pk>/removal/", indicators.indicator_removal, name="indicator-removal"),
    path("indicators/<int:pk>/measurements/", indicators.measurements, name="measurements"),
    path("measurements/<int:pk>/edit/", indicators.measurement_edit, name="measurement-edit"),
    path("measurements/<int:pk>/removal/", indicators.measurement_removal, name="measurement-removal"),
]
