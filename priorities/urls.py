from django.urls import path

from priorities.views import funding, indicators, postings, text

app_name = "priorities"
urlpatterns = [
    path("strategies/<slug:slug>/text/", text.text, name="text"),
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
