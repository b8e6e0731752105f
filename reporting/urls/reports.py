from django.urls import path

from reporting.reports.reading import views as reading
from reporting.reports.views import new_report, releases, reports, reviews
from reporting.reports.views import texts as report_texts

urlpatterns = [
    path("strategies/<slug:slug>/reports/", reports.reports, name="reports"),
    path("strategies/<slug:slug>/reports/new/", new_report.report_new, name="report-new"),
    path("strategies/<slug:slug>/reports/new/review/", reviews.report_review_new, name="report-review-new"),
    path("strategies/<slug:slug>/reports/ordered/", new_report.report_orders, name="report-orders"),
    path("reports/check/", releases.report_check, name="report-check"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/reading/", reading.report_reading, name="report-reading"),
    path("reports/<int:pk>/changes/", reading.report_changes, name="report-changes"),
    path("reports/<int:pk>/progress/", reports.report_progress, name="report-progress"),
    path("reports/<int:pk>/cancellation/", reports.report_cancellation, name="report-cancellation"),
    path("reports/<int:pk>/rendering/", reports.report_rendering, name="report-rendering"),
    path("reports/<int:pk>/texts/<slug:key>/", report_texts.report_text, name="report-text"),
    path(
        "reports/<int:pk>/texts/<slug:key>/<slug:organisation>/",
        report_texts.report_text,
        name="report-organisation-text",
    ),
    path("reports/<int:pk>/approval/", reports.report_approval, name="report-approval"),
    path("reports/<int:pk>/return/", reports.report_return, name="report-return"),
    path("reports/<int:pk>/review/", reviews.report_review, name="report-review"),
    path("reports/<int:pk>/release/", releases.report_release, name="report-release"),
    path("reports/<int:pk>/files/<slug:format>/", reports.report_file, name="report-file"),
    path("meetings/<int:pk>/pack/", report_texts.event_pack, name="event-pack"),
]
