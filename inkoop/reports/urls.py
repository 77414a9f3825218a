from django.urls import path, re_path

from inkoop.reports.views import decisions, papers, reading, settlement, teams

PLACE = "(?P<place>[0-9]{4}|regio)"

app_name = "reports"
urlpatterns = [
    path("", reading.index, name="index"),
    path("besluiten/", decisions.decisions, name="decisions"),
    path("besluiten/<int:pk>/", decisions.settle_decision, name="settle_decision"),
    path("verrekening/", settlement.settlement_page, name="settlement"),
    re_path(r"^verrekening\.(?P<form>pdf|xlsx)$", settlement.settlement_file, name="settlement_file"),
    path("stuk/<str:key>/", papers.paper_page, name="paper"),
    path("stuk/<str:key>.pdf", papers.paper_file, name="paper_file"),
    path("uitgave/<int:pk>/", reading.edition, name="edition"),
    path("uitgave/<int:pk>/pdf/", papers.ask_edition_paper, name="edition_paper"),
    re_path(r"^uitgave/(?P<pk>[0-9]+)\.(?P<form>pdf|xlsx|csv)$", reading.edition_file, name="edition_file"),
    path("<str:place>/team/<int:pk>/", teams.team_page, name="team"),
    re_path(
        r"^(?P<place>[0-9]{4})/team/(?P<pk>[0-9]+)\.(?P<form>pdf|xlsx|csv)$",
        teams.team_file,
        name="team_file",
    ),
    re_path(rf"^{PLACE}/$", reading.report_page, name="report"),
    re_path(rf"^{PLACE}\.(?P<form>pdf|xlsx|csv)$", reading.report_file, name="report_file"),
    re_path(rf"^{PLACE}/pdf/$", papers.ask_report_paper, name="report_paper"),
    re_path(rf"^{PLACE}/vaststellen/$", reading.publish_report, name="publish"),
    re_path(rf"^{PLACE}/abonnement/$", reading.subscribe, name="subscribe"),
]
