from django.urls import path

from reporting.consultations import views

urlpatterns = [path("meetings/<int:pk>/consultation/", views.consultation, name="consultation")]
