"""Requests of a person about their own data, and other keys for pseudonyms and files."""

import io
import json
from datetime import date

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from contracts.models import AllocationVersion, Client, DeclarationLine
from inkoop.base.choices import DeliveryKind, PrivacyKind
from inkoop.base.models import PrivacyRecord
from inkoop.checks import check_pseudonym_keys
from inkoop.exchange import vault
from inkoop.exchange.pseudonyms import pseudonym
from inkoop.operations.queries.subjects import everything_about, kinds
from inkoop.operations.services.keys import UnknownKey, rotate_files, rotate_pseudonyms
from inkoop.operations.services.subjects import StillKept, remove_client
from tests.desk.cast import person
from tests.exchange.cast import MARCH, counts, deliver, deliver_text, lay_ground, line, row, with_bsn

pytestmark = pytest.mark.django_db

BSN = "999900006"
OLD, NEW = "o" * 40, "n" * 40


def allocate(number, **changes):
    rows = [row("toewijzingen", toewijzingnummer=number, bsn=BSN, **changes)]
    receipt = deliver_text(with_bsn("toewijzingen", rows), kind=DeliveryKind.ALLOCATIONS)
    assert counts(receipt.delivery) == (1, 0, 0)


@pytest.fixture
def youth(settings):
    """Known by BSN, with an allocation."""
    settings.PSEUDONYM_KEY = OLD
    lay_ground()
    allocate("88", verwijzer_naam="Dokter Bibber")
    return Client.objects.get(pseudonym=pseudonym(BSN, key=OLD.encode()))


@pytest.fixture
def asked(monkeypatch):
    def ask(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))

    return ask


def test_every_table_that_leads_to_a_client_is_found():
    names = {kind.model._meta.label for kind in kinds()}
    assert names >= {
        "contracts.Allocation",
        "contracts.AllocationVersion",
        "contracts.CareRequest",
        "contracts.CareStart",
        "contracts.CareStop",
        "contracts.DeclarationLine",
        "contracts.Ibp",
        "contracts.RequestDecision",
        "exchange.Overrule",
        "exchange.OverruleEvent",
        "kpis.AllocationMonth",
        "kpis.IbpDecision",
        "kpis.IbpStatus",
    }
    assert kinds()[-1].model is Client


def test_a_person_gets_all_that_is_kept(youth, asked, tmp_path):
    person("anna")
    asked(BSN)
    target = tmp_path / "inzage.json"
    call_command("client_data", "show", "--by", "anna", "--reason", "verzoek 12", "-o", str(target))
    found = json.loads(target.read_text())
    assert [one["toewijzingnummer"] for one in found["toewijzingen"]] == ["88"]
    assert found["versies van toewijzingen"][0]["naam verwijzer"] == "Dokter Bibber"
    assert BSN not in target.read_text()
    assert target.stat().st_mode & 0o077 == 0
    record = PrivacyRecord.objects.get()
    assert (record.kind, record.by.username, record.reason) == (PrivacyKind.ACCESS, "anna", "verzoek 12")
    assert BSN not in json.dumps(record.outcome)


def test_after_unlinking_nobody_finds_the_person_and_amounts_stay(asked):
    lay_ground()
    deliver("declaraties", line(), received_on=MARCH)
    client = DeclarationLine.objects.get().client
    before = list(DeclarationLine.objects.values("amount", "allocation", "client"))
    person("anna")
    asked(client.pseudonym)
    call_command("client_data", "unlink", "--by", "anna", "--reason", "verzoek 13")
    asked(client.pseudonym)
    with pytest.raises(CommandError, match="Over deze persoon is niets bekend"):
        call_command("client_data", "unlink", "--by", "anna", "--reason", "verzoek 13")
    client.refresh_from_db()
    assert client.pseudonym.startswith("losgekoppeld-")
    assert client.birth_month is None
    assert not AllocationVersion.objects.filter(allocation__client=client).exclude(referrer_name="").exists()
    assert list(DeclarationLine.objects.values("amount", "allocation", "client")) == before


def test_what_must_be_kept_is_not_removed(youth):
    with pytest.raises(StillKept, match="moeten nog bewaard blijven: 7 jaar"):
        remove_client(youth, today=date(2026, 6, 1), by=None, reason="verzoek 14")
    assert Client.objects.filter(pk=youth.pk).exists()


def test_after_the_term_a_client_is_removed_and_others_stay(youth):
    others = Client.objects.exclude(pk=youth.pk).count()
    removed = remove_client(youth, today=date(2036, 6, 1), by=None, reason="verzoek 15")
    assert (removed["toewijzingen"], removed["versies van toewijzingen"], removed["cliënten"]) == (1, 1, 1)
    assert (Client.objects.count(), PrivacyRecord.objects.get().outcome["counts"]) == (others, removed)
    assert everything_about(youth) == {"inzage door medewerkers": []}


def test_with_a_new_key_the_same_person_is_still_the_same(youth, settings):
    settings.PSEUDONYM_KEY = f"{NEW},{OLD}"
    assert rotate_pseudonyms(by=None, reason="jaarlijks") == 1
    youth.refresh_from_db()
    assert youth.pseudonym == pseudonym(BSN, key=f"{NEW},{OLD}".encode())
    assert youth.pseudonym != pseudonym(BSN, key=OLD.encode())
    assert rotate_pseudonyms(by=None, reason="nog eens") == 0
    allocate("89")
    assert youth.allocations.count() == 2


def test_a_third_key_goes_over_the_second(youth, settings):
    for keys in (f"{NEW},{OLD}", f"{'d' * 40},{NEW},{OLD}"):
        settings.PSEUDONYM_KEY = keys
        assert rotate_pseudonyms(by=None, reason="jaarlijks") == 1
        youth.refresh_from_db()
        assert youth.pseudonym == pseudonym(BSN, key=keys.encode())


def test_names_of_senders_stay(settings):
    settings.PSEUDONYM_KEY = OLD
    lay_ground()
    names = set(Client.objects.values_list("pseudonym", flat=True))
    settings.PSEUDONYM_KEY = f"{NEW},{OLD}"
    assert rotate_pseudonyms(by=None, reason="jaarlijks") == 0
    assert set(Client.objects.values_list("pseudonym", flat=True)) == names


def test_a_key_that_is_not_the_known_one_is_refused(youth, settings):
    assert rotate_pseudonyms(by=None, reason="noteren") == 0
    assert check_pseudonym_keys(None, databases=["default"]) == []
    settings.PSEUDONYM_KEY = NEW
    (error,) = check_pseudonym_keys(None, databases=["default"])
    assert error.id == "inkoop.E013"
    with pytest.raises(UnknownKey):
        rotate_pseudonyms(by=None, reason="fout")
    settings.PSEUDONYM_KEY = f"{NEW},{OLD}"
    assert rotate_pseudonyms(by=None, reason="goed") == 1
    assert check_pseudonym_keys(None, databases=["default"]) == []


def test_files_and_second_factors_come_under_the_newest_key(settings, tmp_path):
    settings.WAITING_FILES, settings.FILE_KEYS = str(tmp_path), ["oud"]
    vault.keep(io.BytesIO(b"inhoud"), "een")
    secret = get_adapter().encrypt("GEHEIM")
    factor = Authenticator.objects.create(user=person("anna"), type="totp", data={"secret": secret})
    settings.FILE_KEYS = ["nieuw", "oud"]
    assert rotate_files(by=None, reason="jaarlijks") == (1, 1)
    settings.FILE_KEYS = ["nieuw"]
    with vault.opened("een") as path:
        assert path.read_bytes() == b"inhoud"
    factor.refresh_from_db()
    assert get_adapter().decrypt(factor.data["secret"]) == "GEHEIM"
