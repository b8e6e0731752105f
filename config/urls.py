from django.urls import include, path

urlpatterns = [
    path("", include("strategy.urls")),
    path("", include("strategy.accounts.entry.urls")),
    path("", include("priorities.urls")),
    path("", include("dialogue.urls")),
    path("", include("reporting.urls")),
    path("", include("config.operations.urls")),
]

handler400 = "strategy.web.errors.bad_request"
handler500 = "strategy.web.errors.server_error"
