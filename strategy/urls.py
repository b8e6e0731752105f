from django.urls import path

from strategy import policy_reports, views

app_name = "strategy"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignInView.as_view(), name="sign-in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign-out"),
    path("language/", views.language, name="language"),
    path("policy-reports/", policy_reports.policy_reports, name="policy-reports"),
]
