"""Documents pass a scanner of the installation, or are not kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from inkoop.checks import check_scanner
from providers.forms.documents import DocumentField
from providers.services.scanning import HARMFUL, NOT_SCANNED, scan_fault

CLEAN, BAD = b"%PDF-1.7 schoon", b"%PDF-1.7 BESMET"
SCANNER = ["sh", "-c", "! grep -q BESMET"]


def test_without_a_scanner_nothing_is_held_back(settings):
    settings.SCAN_COMMAND = []
    assert scan_fault(BAD) == ""


def test_the_scanner_gets_the_whole_document(settings):
    settings.SCAN_COMMAND = SCANNER
    assert [scan_fault(CLEAN), scan_fault(BAD), scan_fault(b"x" * 200_000 + BAD)] == ["", HARMFUL, HARMFUL]


@pytest.mark.parametrize("command", [["er-is-geen-scanner"], ["sh", "-c", "exit 2"], ["sleep", "5"]])
def test_a_scanner_that_fails_lets_nothing_through(settings, command):
    settings.SCAN_COMMAND, settings.SCAN_SECONDS = command, 0.2
    assert scan_fault(CLEAN) == NOT_SCANNED


def test_the_field_of_documents_asks_the_scanner_and_leaves_the_file_to_be_read(settings):
    settings.SCAN_COMMAND = SCANNER
    field = DocumentField()
    with pytest.raises(ValidationError, match="virusscanner houdt dit bestand tegen"):
        field.clean(SimpleUploadedFile("brief.pdf", BAD))
    assert field.clean(SimpleUploadedFile("brief.pdf", CLEAN)).read() == CLEAN


def test_a_scanner_that_is_not_there_is_found_before_somebody_uploads(settings):
    settings.SCAN_COMMAND = ["er-is-geen-scanner"]
    assert [one.id for one in check_scanner(None)] == ["inkoop.E030"]
    settings.SCAN_COMMAND = SCANNER
    assert check_scanner(None) == []
