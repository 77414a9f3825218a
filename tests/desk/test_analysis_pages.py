"""The pages of shift, referrers and the meaning of figures."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from kpis.choices import INDICATORS
from kpis.models import ReferrerUse, ShiftCategory, ShiftTransition
from kpis.rules.explained import ALL, explanation_of
from tests.desk.cast import contract_manager, make_computation, outsider, region
from tests.desk.steering import LATER

pytestmark = pytest.mark.django_db

PAGES = ("shift_page", "referrers_page", "explained_page")


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


def shift_figures(made, rows=1):
    """Ambulant falls by EUR 400, as many other categories as asked rise by EUR 100 each."""
    computation = make_computation("verschuiving", made.delivery, **LATER)
    place = {"computation": computation, "scope": "regio", "key": ""}
    for before, after, clients in (("1", "1", 6), ("1", "3", 2), ("3", "1", 1), ("", "2", 3), ("2", "", 4)):
        ShiftTransition.objects.create(**place, axis="klasse", before=before, after=after, clients=clients)
    ShiftTransition.objects.create(**place, axis="zorgvorm", before="ambulant", after="verblijf", clients=5)
    for target in ("", "45"):
        bed(place, target, "45", 100_000, 60_000)
        for category in ("54", "44", "46")[:rows]:
            bed(place, target, category, 10_000, 20_000)
    return computation


def bed(place, target, category, before, after):
    ShiftCategory.objects.create(
        **place,
        target=target,
        category=category,
        declared_before=before,
        declared_after=after,
        clients_before=10,
        clients_after=8,
    )


def referrer_figures(made, rows=1):
    """Half of the money by the municipality, half by schools; referrers of whom the last is small."""
    computation = make_computation("verwijzers", made.delivery, **LATER)
    place = {"computation": computation, "scope": "regio", "key": ""}
    for kind in ("01", "school"):
        use(place, level="soort", kind=kind)
    for number in range(rows):
        use(place, level="verwijzer", kind="02", name=f"Huisarts {number}", n_peers=9, median_peers=400)
        use(place, level="team", name=f"0001 Noord {number}", n_peers=3)
    use(place, level="verwijzer", kind="02", name="Klein", clients=2)
    return computation


def use(place, **values):
    usual = {"started": 10, "clients": 20, "declared": 10_000, "cost": 500}
    return ReferrerUse.objects.create(**place, **usual | values)


def plain(text):
    """With ordinary spaces between an amount and its sign."""
    return text.replace("\xa0", " ")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(looking, rows, django_assert_num_queries):
    made = region(rows)
    shift_figures(made, rows)
    referrer_figures(made, rows)
    for page, queries in (("shift_page", 9), ("referrers_page", 8), ("explained_page", 5)):
        looking.get(reverse(f"admin:{page}"), {"categorie": "45"})
        with django_assert_num_queries(queries):
            looking.get(reverse(f"admin:{page}"), {"categorie": "45"})


@pytest.mark.parametrize("page", PAGES)
def test_only_who_sees_the_region(client, page):
    region(1)
    client.force_login(outsider())
    assert client.get(reverse(f"admin:{page}")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_without_figures_the_page_says_so(looking, page):
    assert looking.get(reverse(f"admin:{page}")).status_code == 200


def test_the_shift_reads_as_sentences(looking):
    shift_figures(region(1), 3)
    shown = looking.get(reverse("admin:shift_page"), {"categorie": "45"}).context
    assert shown["class_sentences"] == [
        "Van 9 cliënten met hulp in beide periodes ging 22,2% naar een zwaardere klasse en 11,1% naar een lichtere.",
        "De zwaarte-index ging van 1,46 naar 1,58: nieuwe cliënten en cliënten die weggingen tellen daarin mee.",
    ]
    assert [plain(one) for one in shown["bed_sentences"]] == [
        (
            "Jeugdhulp ambulant daalde met € 400,00; de andere categorieën stegen samen met € "
            "300,00, dat is 75,0% van de "
            "daling."
        ),
        (
            "Bij de 10 cliënten die deze hulp eerder hadden, daalde zij met € 400,00 en veranderden "
            "de andere categorieën "
            "samen met € 300,00."
        ),
        "Dit zijn bedragen naast elkaar, geen oorzaak: groei van de andere hulp kan ook een andere reden hebben.",
    ]


def test_the_day_of_an_intervention_stands_in_the_address_and_sets_the_months(looking):
    made = region(1)
    shift_figures(made, 1)
    first = date(2025, 8, 1)
    around = make_computation("verschuiving", made.delivery, window_from=first, window_to=date(2025, 9, 1))
    bed({"computation": around, "scope": "regio", "key": ""}, "", "45", 5_000, 4_000)
    page = reverse("admin:shift_page")
    found = looking.get(page, {"ingreep": "2025-08-20", "categorie": "45"})
    assert found.context["figures"].computation == around
    shown = (found.context["earlier"], found.context["later"], found.context["months"])
    assert shown == ("juni t/m juli 2025", "augustus t/m september 2025", 2)
    assert "ingreep=2025-08-20" in found.context["file_link"]
    wrong = looking.get(page, {"ingreep": "gisteren"}).context
    assert (wrong["day_fault"][:22], wrong["since"]) == ("‘gisteren’ is geen dag", None)
    late = looking.get(page, {"ingreep": "2031-01-01"}).context
    assert "nog geen maand rijp" in late["page"].fault


def test_every_client_is_once_in_the_grid(looking):
    shift_figures(region(1))
    shown = looking.get(reverse("admin:shift_page")).context
    grid = shown["grids"][0][2]
    assert grid["cells"] == ["licht", "middel", "zwaar", "geen hulp"]
    assert grid["rows"] == [
        ("licht", [6, 0, 2, 0], 8),
        ("middel", [0, 0, 0, 4], 4),
        ("zwaar", [1, 0, 0, 0], 1),
        ("geen hulp", [0, 3, 0, 0], 3),
    ]
    assert (grid["totals"], grid["total"]) == ([7, 3, 2, 4], 16)


def test_small_referrers_stand_apart_and_are_not_compared(looking):
    referrer_figures(region(1), 2)
    shown = looking.get(reverse("admin:referrers_page")).context
    assert [(kind.name, str(kind.share_declared)) for kind in shown["found"].kinds] == [
        ("gemeente", "0.5"),
        ("school", "0.5"),
    ]
    compared = "€ 1,00 duurder per cliënt dan de mediaan van 9."
    assert [(name, plain(reading)) for _, _, name, reading in shown["referrer_rows"]] == [
        ("Huisarts 0", compared),
        ("Huisarts 1", compared),
    ]
    assert [(name, reading) for _, _, name, reading in shown["small_referrers"]] == [
        ("Klein", "Te weinig cliënten om te vergelijken.")
    ]
    assert [name for _, _, name, _ in shown["team_rows"]] == ["Noord 0 (0001)", "Noord 1 (0001)"]


@pytest.mark.parametrize(
    ("page", "make", "header", "rows"),
    [
        ("shift_page", shift_figures, "productcategorie", 2),
        ("referrers_page", referrer_figures, "niveau", 5),
    ],
)
def test_the_same_figures_as_a_file(looking, page, make, header, rows):
    make(region(1))
    answer = looking.get(reverse(f"admin:{page}"), {"vorm": "csv"})
    found = list(csv.reader(StringIO(answer.content.decode()), delimiter=";"))
    assert (found[0][0], len(found) - 1) == (header, rows)


def test_every_indicator_is_explained():
    explained = {code for code in ALL if code.startswith("DG")}
    assert {explanation_of(code).code for code in INDICATORS} == explained - {"DG16"}
    assert "geen enkel bericht" in ALL["DG16"].limits[0]
    assert explanation_of("DG09-0611").code == "DG09"


def test_the_meaning_can_be_searched_and_names_the_thresholds_of_the_region(looking):
    found = looking.get(reverse("admin:explained_page"), {"zoek": "zwaardere begonnen"})
    assert [(name, [one.code for one in group]) for name, group in found.context["subjects"]] == [
        ("Declaratiegedrag", ["DG15"])
    ]
    assert "binnen 90 dagen na het einde" in found.content.decode()
    assert (
        "komt ‘xyz’ niet voor"
        in looking.get(reverse("admin:explained_page"), {"zoek": "xyz"}).content.decode()
    )
