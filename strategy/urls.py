from django.urls import path

from strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignInView.as_view(), name="sign-in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign-out"),
    path("who-sees-what/", views.access, name="access"),
    path("language/", views.language, name="language"),
]
