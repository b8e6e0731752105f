from django.urls import path

from strategy import policy_reports
from strategy.views import acceptance, deputies, entry, invitations, organisations, people

app_name = "strategy"
urlpatterns = [
    path("", entry.home, name="home"),
    path("sign-in/", entry.SignInView.as_view(), name="sign-in"),
    path("sign-out/", entry.SignOutView.as_view(), name="sign-out"),
    path("who-sees-what/", entry.access, name="access"),
    path("language/", entry.language, name="language"),
    path("invitation/", acceptance.acceptance, name="acceptance"),
    path("invitation/<str:token>/", acceptance.invitation_link, name="invitation-link"),
    path("administration/people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/name/", people.person_name, name="person-name"),
    path("people/<int:pk>/roles/", people.person_roles, name="person-roles"),
    path("people/<int:pk>/deactivation/", people.person_deactivation, name="person-deactivation"),
    path("people/<int:pk>/reactivation/", people.person_reactivation, name="person-reactivation"),
    path("roles/<int:pk>/ending/", people.role_ending, name="role-ending"),
    path("administration/invitations/", invitations.invitations, name="invitations"),
    path("administration/invitations/new/", invitations.invitation_new, name="invitation-new"),
    path("invitations/<int:pk>/renewal/", invitations.invitation_renewal, name="invitation-renewal"),
    path("invitations/<int:pk>/revocation/", invitations.invitation_revocation, name="invitation-revocation"),
    path("administration/organisations/", organisations.organisations, name="organisations"),
    path("administration/organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("administration/organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("administration/strategies/", organisations.strategies, name="strategies"),
    path("strategies/<slug:slug>/contacts/", invitations.contacts, name="contacts"),
    path("strategies/<slug:slug>/contacts/new/", invitations.contact_invitation_new, name="contact-invitation-new"),
    path("strategies/<slug:slug>/deputies/", deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/ending/", deputies.deputyship_ending, name="deputyship-ending"),
    path("policy-reports/", policy_reports.policy_reports, name="policy-reports"),
]
