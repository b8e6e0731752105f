from django.urls import path

from reporting.views import records

urlpatterns = [
    path("history/<slug:kind>/<int:pk>/", records.history, name="history"),
    path("strategies/<slug:slug>/bin/", records.bin_, name="bin"),
    path("bin/<slug:kind>/<int:pk>/restoration/", records.restoration, name="restoration"),
]
