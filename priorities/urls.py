from django.urls import path

from priorities.views import text

app_name = "priorities"
urlpatterns = [
    path("strategies/<slug:slug>/text/", text.text, name="text"),
]
