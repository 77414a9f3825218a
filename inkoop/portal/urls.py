"""The way in for everybody, and the portal for providers."""

from allauth.account import views as account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from inkoop.portal.views import (
    ceilings,
    contracts,
    declarations,
    entry,
    files,
    mirror,
    people,
    procedures,
    reporting,
    signals,
    start,
    talks,
)

entrance: list[URLPattern | URLResolver] = [
    path("", entry.door, name="door"),
    path("aanmelden/", entry.login, name="account_login"),
    path("afmelden/", account.logout, name="account_logout"),
    path("uitnodiging/<str:token>/", entry.invitation, name="invitation"),
    path("account/gesloten/", account.account_inactive, name="account_inactive"),
    path("account/aanvragen/", account.signup, name="account_signup"),
    path("account/bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("account/wachtwoord/", account.password_change, name="account_change_password"),
    path("account/wachtwoord-kiezen/", account.password_set, name="account_set_password"),
    path("account/wachtwoord-vergeten/", account.password_reset, name="account_reset_password"),
    path(
        "account/wachtwoord-vergeten/verzonden/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "account/nieuw-wachtwoord/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/nieuw-wachtwoord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/tweede-stap/", include("allauth.mfa.urls")),
]
if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    entrance += [
        path("account/organisatie/", include("allauth.socialaccount.urls")),
        path("account/organisatie/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]

pages: list[URLPattern] = [
    path("", start.start_page, name="start"),
    path("aanbieder/", entry.choose, name="choose"),
    path("contracten/", contracts.contracts_page, name="contracts"),
    path("contracten/<int:pk>/", contracts.contract_page, name="contracts_one"),
    path("contracten/voorstel/<slug:kind>/", contracts.proposal_page, name="contracts_propose"),
    path("contracten/voorstel/<int:pk>/intrekken/", contracts.withdraw_proposal, name="contracts_withdraw"),
    path("declaraties/", declarations.declarations_page, name="declarations"),
    path("declaraties/geweigerd/", declarations.refused_page, name="declarations_refused"),
    path("declaraties/geweigerd.csv", declarations.refused_file, name="declarations_refused_file"),
    path("declaraties/<int:pk>/", declarations.delivery_page, name="declarations_delivery"),
    path("declaraties/<int:pk>/voortgang/", declarations.delivery_progress, name="declarations_progress"),
    path("declaraties/<int:pk>/aanleveren/", declarations.send, name="declarations_send"),
    path("declaraties/<int:pk>/uitkomst.csv", declarations.outcome_file, name="declarations_outcome"),
    path("declaraties/<int:pk>/antwoord/", declarations.answer_file, name="declarations_answer"),
    path("spiegel/", mirror.mirror_page, name="mirror"),
    path("ibp/", ceilings.ceilings_page, name="ceilings"),
    path("ibp/bestand/", ceilings.bulk_page, name="ceilings_bulk"),
    path("ibp/<int:pk>/", ceilings.ceiling_page, name="ceilings_one"),
    path("ibp/toelichting/<int:pk>/intrekken/", ceilings.withdraw_ask, name="ceilings_withdraw"),
    path("signalen/", signals.signals_page, name="signals"),
    path("signalen/<int:pk>/", signals.signal_page, name="signals_one"),
    path("verantwoording/", reporting.reporting_page, name="reporting"),
    path("verantwoording/opgave/<int:pk>/", reporting.task_page, name="reporting_task"),
    path("verantwoording/bewijs/<int:pk>/weghalen/", reporting.drop_task_paper, name="reporting_drop_paper"),
    path("verantwoording/productie/<int:year>/", reporting.production_page, name="reporting_production"),
    path("verantwoording/capaciteit/", reporting.capacity_page, name="reporting_capacity"),
    path("verantwoording/documenten/", reporting.papers_page, name="reporting_papers"),
    path("gesprekken/", talks.talks_page, name="talks"),
    path("gesprekken/<int:pk>/", talks.talk_page, name="talks_one"),
    path("inkoop/", procedures.procedures_page, name="procedures"),
    path("inkoop/<int:pk>/", procedures.procedure_page, name="procedures_one"),
    path("inkoop/perceel/<int:pk>/inschrijven/", procedures.apply_page, name="procedures_apply"),
    path("inkoop/inschrijving/<int:pk>/", procedures.application_page, name="procedures_application"),
    path(
        "inkoop/inschrijving/<int:pk>/intrekken/", procedures.withdraw_application, name="procedures_withdraw"
    ),
    path("gebruikers/", people.people_page, name="people"),
    path("gebruikers/<int:pk>/", people.change_member, name="people_change"),
    path("gebruikers/uitnodiging/<int:pk>/intrekken/", people.withdraw, name="people_withdraw"),
    path("bestand/contract/<int:pk>/", files.contract_document, name="file_contract"),
    path("bestand/brief/<int:pk>/", files.letter, name="file_letter"),
    path("bestand/signaal/<int:pk>/", signals.attachment_file, name="file_signal"),
    path("bestand/bewijs/<int:pk>/", files.evidence, name="file_evidence"),
    path("bestand/opgave/<int:pk>/", reporting.task_paper_file, name="file_task"),
    path("bestand/gesprek/<int:pk>/", talks.dossier_file, name="file_dossier"),
    path("bestand/agenda/<int:pk>/", talks.calendar_file, name="file_calendar"),
]

urlpatterns = [*entrance, path("portaal/", include((list(pages), "portal")))]
