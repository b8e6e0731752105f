from django.urls import path

from reporting.views import reports

urlpatterns = [
    path("strategies/<slug:slug>/reports/", reports.reports, name="reports"),
    path("strategies/<slug:slug>/reports/new/", reports.report_new, name="report-new"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/progress/", reports.report_progress, name="report-progress"),
    path("reports/<int:pk>/cancellation/", reports.report_cancellation, name="report-cancellation"),
    path("reports/<int:pk>/rendering/", reports.report_rendering, name="report-rendering"),
    path("reports/<int:pk>/summary/", reports.report_summary, name="report-summary"),
    path("reports/<int:pk>/approval/", reports.report_approval, name="report-approval"),
    path("reports/<int:pk>/files/<slug:format>/", reports.report_file, name="report-file"),
]
