"""An upload while the queue cannot be reached: it is kept, the page says so, and it is loaded later."""

import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings

from inkoop.base.models import Delivery, User
from inkoop.exchange.models import WaitingFile

USER = f"wachtrij-{uuid4()}"
NOBODY_LISTENS = "redis://127.0.0.1:9/0"

HAND_IN = """
import sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from inkoop.base.models import User
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.create_superuser(sys.argv[1]))
file = SimpleUploadedFile("gemeenten.csv", b"gemeentecode;naam\\n9001;Aarveld\\n")
response = client.post(reverse("admin:base_delivery_add"), {"received_on": "2025-01-10", "file": file})
page = client.get(reverse("admin:index"))
print(response.status_code, page.status_code)
print(page.content.decode())
"""

RESUME = """
import django
django.setup()
from inkoop.exchange.services import load_upload, waiting_uploads
print([str(load_upload(delivery_id=number).status) for number in waiting_uploads()])
"""


@pytest.fixture
def without_users(committed):
    """The other process makes one."""
    yield
    Delivery.objects.all().delete()
    User.objects.filter(username=USER).delete()


@pytest.fixture
def run(environment, tmp_path):
    def run_script(script, **changes):
        done = subprocess.run(
            [sys.executable, "-c", script, USER],
            cwd=settings.BASE_DIR,
            env=environment | {"WAITING_FILES": str(tmp_path / "kluis")} | changes,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_script


def test_upload_without_a_queue_is_kept_and_loaded_later(run, without_users):
    said = run(HAND_IN, REDIS_URL=NOBODY_LISTENS)
    assert said.startswith("302 200")
    assert "De wachtrij is niet bereikbaar; het laden begint zodra die er weer is." in said
    assert [(d.status, d.file_name) for d in Delivery.objects.all()] == [("wacht", "gemeenten.csv")]
    assert WaitingFile.objects.count() == 1
    assert run(RESUME, REDIS_URL=NOBODY_LISTENS) == "['geladen']\n"  # the figures follow later
    assert [(d.status, d.rows_accepted) for d in Delivery.objects.all()] == [("geladen", 1)]
