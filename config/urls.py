from django.urls import include, path

urlpatterns = [
    path("", include("strategy.urls")),
    path("", include("strategy.entry.urls")),
    path("", include("priorities.urls")),
    path("", include("dialogue.urls")),
    path("", include("reporting.urls")),
]

handler400 = "strategy.errors.bad_request"
