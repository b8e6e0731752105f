"""From one person, and one strategy, to the next."""

from django.urls import path

from reporting.handover import views as handover
from reporting.newcomer import views as newcomer
from reporting.portfolio import views as portfolio

urlpatterns = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("strategies/<slug:slug>/newcomer/", newcomer.newcomer, name="newcomer"),
    path("strategies/<slug:slug>/handovers/", handover.handovers, name="handovers"),
    path("strategies/<slug:slug>/handovers/new/", handover.handover_new, name="handover-new"),
    path("handovers/<int:pk>/", handover.handover, name="handover"),
    path("handovers/<int:pk>/copy/", handover.handover_copy, name="handover-copy"),
    path("handovers/<int:pk>/rendering/", handover.handover_rendering, name="handover-rendering"),
]
