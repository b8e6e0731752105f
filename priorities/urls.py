from django.urls import path

from priorities import views

app_name = "priorities"
urlpatterns = [
    path("strategies/<slug:slug>/text/", views.text, name="text"),
]
