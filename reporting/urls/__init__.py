from django.urls import include, path

app_name = "reporting"
urlpatterns = [
    path("", include("reporting.urls.overview")),
    path("", include("reporting.urls.calendar")),
    path("", include("reporting.urls.assessments")),
    path("", include("reporting.urls.reports")),
    path("", include("reporting.urls.consultations")),
    path("", include("reporting.urls.records")),
    path("", include("reporting.urls.leaving")),
    path("", include("reporting.urls.circulations")),
    path("", include("reporting.urls.handover")),
]
