from django.urls import path

from strategy.accounts import language
from strategy.accounts import views as privacy
from strategy.accounts.entry import security_views
from strategy.accounts.entry import views as entry
from strategy.administration import basics, home
from strategy.administration.help import help_pages
from strategy.administration.invitations import acceptance
from strategy.administration.invitations import views as invitations
from strategy.administration.organisations import views as organisations
from strategy.administration.people import deputies
from strategy.administration.people import views as people
from strategy.notices import views as notices
from strategy.search import views as search
from strategy.sending import drafts, preview
from strategy.web import kept_filters, policy_reports

app_name = "strategy"
urlpatterns = [
    path("", home.home, name="home"),
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
    path("preview/<str:name>/", preview.preview, name="preview"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/saving/", drafts.draft_saving, name="draft-saving"),
    path("drafts/<int:pk>/removal/", drafts.draft_removal, name="draft-removal"),
    path("kept-filters/new/", kept_filters.kept_filter_new, name="kept-filter-new"),
    path("kept-filters/<int:pk>/removal/", kept_filters.kept_filter_removal, name="kept-filter-removal"),
    path("who-sees-what/", home.access, name="access"),
    path("help/", help_pages, name="help"),
    path("language/", language.language, name="language"),
    path("invitation/", acceptance.acceptance, name="acceptance"),
    path("invitation/<str:token>/", acceptance.invitation_link, name="invitation-link"),
    path("personal-data/", privacy.personal_data, name="personal-data"),
    path("personal-data/file/", privacy.own_data_file, name="own-data"),
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
    path("strategies/<slug:slug>/basics/", basics.strategy_basics, name="strategy-basics"),
    path("strategies/<slug:slug>/deputies/", deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/ending/", deputies.deputyship_ending, name="deputyship-ending"),
    path("strategies/<slug:slug>/search/", search.search, name="search"),
    path("strategies/<slug:slug>/search/quick/", search.quick, name="search-quick"),
    path("notices/", notices.notices, name="notices"),
    path("notices/reading/", notices.notices_reading, name="notices-reading"),
    path("notices/choices/", notices.notice_choices, name="notice-choices"),
    path("notices/unsubscribing/<str:token>/", notices.unsubscribing, name="unsubscribing"),
    path("administration/letters/", notices.letters_waiting, name="letters"),
    path("administration/letters/letting-go/", notices.letters_letting_go, name="letters-letting-go"),
    path("administration/letters/test/", notices.test_letter, name="test-letter"),
    path("policy-reports/", policy_reports.policy_reports, name="policy-reports"),
]
