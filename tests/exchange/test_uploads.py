import resource
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse

from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery, Municipality
from inkoop.exchange import vault
from inkoop.exchange.models import WaitingFile
from inkoop.exchange.services import accept_upload, load_upload, waiting_uploads
from tests.desk.cast import message_manager

RECEIVED = date(2025, 3, 1)
MUNICIPALITIES = b"gemeentecode;naam\n9001;Aarveld\n9002;Beekoord\n"


@pytest.fixture(autouse=True)
def vault_folder(settings, tmp_path):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    return tmp_path / "kluis"


def upload(content: bytes = MUNICIPALITIES, *, trial: bool = False) -> Delivery:
    return accept_upload(
        BytesIO(content), file_name="gemeenten.csv", received_on=RECEIVED, by=None, trial=trial
    )


@pytest.mark.django_db
def test_upload_waits_encrypted_and_is_removed_once_loaded(vault_folder, django_capture_on_commit_callbacks):
    delivery = upload()
    assert delivery.status == DeliveryStatus.WAITING
    assert [b"Aarveld" in file.read_bytes() for file in vault_folder.iterdir()] == [False]
    with django_capture_on_commit_callbacks(execute=True):
        loaded = load_upload(delivery_id=delivery.pk)
    assert (loaded.status, loaded.rows_accepted) == (DeliveryStatus.LOADED, 2)
    assert list(vault_folder.iterdir()) == []


@pytest.mark.django_db
def test_upload_loaded_twice_loads_once():
    delivery = upload()
    first = load_upload(delivery_id=delivery.pk)
    again = load_upload(delivery_id=delivery.pk)
    assert (first.finished_at, Municipality.objects.count()) == (again.finished_at, 2)


@pytest.mark.django_db
def test_upload_of_a_loaded_file_says_so():
    first = load_upload(delivery_id=upload().pk)
    again = load_upload(delivery_id=upload().pk)
    assert again.status == DeliveryStatus.REJECTED
    assert again.message == f"Dit bestand is al geladen als aanlevering {first.pk}; er verandert niets."


@pytest.mark.django_db
def test_upload_on_trial_loads_nothing():
    tried = load_upload(delivery_id=upload(trial=True).pk)
    assert (tried.status, tried.rows_accepted, Municipality.objects.count()) == (DeliveryStatus.TRIED, 2, 0)


@pytest.mark.django_db
def test_upload_that_was_broken_off_waits_again():
    delivery = upload()
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.LOADING, sha256="0" * 64)
    assert waiting_uploads() == [delivery.pk]
    assert load_upload(delivery_id=delivery.pk).status == DeliveryStatus.LOADED


def break_off(delivery):
    """As a worker leaves it that is killed while it loads."""
    WaitingFile.objects.filter(delivery=delivery).update(attempts=F("attempts") + 1)
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.LOADING, sha256="0" * 64)


@pytest.mark.django_db
def test_upload_that_was_broken_off_twice_gets_a_third_chance():
    delivery = upload()
    break_off(delivery)
    break_off(delivery)
    assert load_upload(delivery_id=delivery.pk).status == DeliveryStatus.LOADED


@pytest.mark.django_db
def test_upload_that_was_broken_off_three_times_is_given_up(vault_folder, django_capture_on_commit_callbacks):
    delivery = upload()
    for _ in range(3):
        break_off(delivery)
    assert waiting_uploads() == [delivery.pk]
    with django_capture_on_commit_callbacks(execute=True):
        given_up = load_upload(delivery_id=delivery.pk)
    assert (given_up.status, given_up.message) == (
        DeliveryStatus.REJECTED,
        (
            "Het laden is 3 keer afgebroken en wordt niet meer geprobeerd. Er is niets geladen. Upload het bestand "
            "in kleinere delen, of vraag de beheerder om in het logboek te kijken."
        ),
    )
    assert (Municipality.objects.count(), waiting_uploads(), list(vault_folder.iterdir())) == (0, [], [])


@pytest.mark.django_db
def test_upload_whose_file_is_gone_is_refused(vault_folder):
    delivery = upload()
    for file in vault_folder.iterdir():
        file.unlink()
    lost = load_upload(delivery_id=delivery.pk)
    assert (lost.status, lost.message) == (
        DeliveryStatus.REJECTED,
        "Het geüploade bestand is niet meer te lezen. Upload het opnieuw.",
    )


@pytest.mark.parametrize("size", [0, 1, vault.BLOCK - 1, vault.BLOCK, vault.BLOCK + 1, 3 * vault.BLOCK])
def test_vault_returns_what_was_kept(size):
    content = bytes(index % 251 for index in range(size))
    vault.keep(BytesIO(content), "naam")
    with vault.opened("naam") as path:
        assert path.read_bytes() == content


def test_vault_reads_with_an_older_key(settings):
    vault.keep(BytesIO(b"oud"), "naam")
    settings.FILE_KEYS = ["een nieuwe sleutel", *settings.FILE_KEYS]
    with vault.opened("naam") as path:
        assert path.read_bytes() == b"oud"


def test_vault_notices_a_file_that_was_cut(vault_folder):
    vault.keep(BytesIO(bytes(3 * vault.BLOCK)), "naam")
    (file,) = vault_folder.iterdir()
    file.write_bytes(file.read_bytes()[: vault.BLOCK + vault.TAG + vault.NONCE])
    with pytest.raises(vault.LostFile), vault.opened("naam"):
        pass


@pytest.fixture
def full_disk():
    """No file of this process can grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    @contextmanager
    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (5, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full


@pytest.mark.django_db
def test_upload_on_a_full_disk_keeps_nothing_and_says_so(client, full_disk, vault_folder):
    client.force_login(message_manager())
    file = SimpleUploadedFile("gemeenten.csv", b"gemeentecode;naam\n9001;Aarveld\n")
    with full_disk():
        page = client.post(reverse("admin:base_delivery_add"), {"received_on": "2025-01-10", "file": file})
    assert page.status_code == 200
    assert "De schijf van de server is vol; er is niets bewaard." in page.content.decode()
    assert (Delivery.objects.count(), list(vault_folder.iterdir())) == (0, [])
