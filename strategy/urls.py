from django.urls import path

from strategy.views import entry

app_name = "strategy"
urlpatterns = [
    path("", entry.home, name="home"),
    path("sign-in/", entry.SignInView.as_view(), name="sign-in"),
    path("sign-out/", entry.SignOutView.as_view(), name="sign-out"),
    path("language/", entry.language, name="language"),
]
