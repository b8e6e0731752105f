from django.urls import path

from reporting.archive.disposal import views as disposals
from reporting.archive.views import log, records

urlpatterns = [
    path("history/<slug:kind>/<int:pk>/", records.history, name="history"),
    path("strategies/<slug:slug>/bin/", records.bin_, name="bin"),
    path("bin/<slug:kind>/<int:pk>/restoration/", records.restoration, name="restoration"),
    path("strategies/<slug:slug>/log/", log.log, name="log"),
    path("strategies/<slug:slug>/disposals/", disposals.disposals, name="disposals"),
    path("strategies/<slug:slug>/disposals/new/", disposals.disposal_new, name="disposal-new"),
    path("disposals/<int:pk>/", disposals.disposal, name="disposal"),
    path("disposals/<int:pk>/confirmation/", disposals.confirmation, name="disposal-confirmation"),
    path("disposals/<int:pk>/withdrawal/", disposals.withdrawal, name="disposal-withdrawal"),
]
