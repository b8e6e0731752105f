from django.urls import path

from reporting.calendar import views

urlpatterns = [
    path("strategies/<slug:slug>/calendar/", views.calendar, name="calendar"),
    path("strategies/<slug:slug>/calendar/<int:year>/", views.calendar_year, name="calendar-year"),
    path("account/calendar/", views.calendar_feed, name="calendar-feed"),
    path("account/calendar/revocation/", views.calendar_feed_revocation, name="calendar-feed-revocation"),
    path("calendar/<str:token>.ics", views.calendar_feed_file, name="calendar-file"),
]
