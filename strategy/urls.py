from django.urls import path

from strategy import views
from strategy.entry import security_views
from strategy.entry import views as entry

app_name = "strategy"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", entry.SignInView.as_view(), name="sign-in"),
    path("sign-in/link/", entry.ask_for_link, name="sign-in-link"),
    path("sign-in/link/<str:token>/", entry.sign_in_by_link, name="sign-in-by-link"),
    path("sign-in/password/", entry.forgotten_password, name="forgotten-password"),
    path("sign-in/single/", entry.single_sign_on, name="single-sign-on"),
    path("sign-out/", entry.SignOutView.as_view(), name="sign-out"),
    path("account/", security_views.security, name="security"),
    path("account/second-factor/", security_views.second_factor, name="second-factor"),
    path("account/sessions/", security_views.my_sessions, name="sessions"),
    path("account/sessions/others/end/", security_views.other_sessions_end, name="other-sessions-end"),
    path("account/sessions/<uuid:handle>/end/", security_views.session_end, name="session-end"),
    path("language/", views.language, name="language"),
]
