"""From BSN to pseudonym."""

from django.db import connection

from contracts.models import Client
from inkoop.base.bsn import is_bsn
from inkoop.exchange.pseudonyms import pseudonym
from tests.exchange.cast import deliver_text, line, row, table, with_bsn

GOOD, OTHER, UNKNOWN = "999990019", "123456782", "111222333"
INVALID = "123456789"


def test_elfproef():
    assert [is_bsn(text) for text in (GOOD, OTHER, UNKNOWN)] == [True, True, True]
    wrong = (INVALID, "000000000", "99999001", "9999900190", "99999001a", "٩٩٩٩٩٠٠١٩", "")
    assert [is_bsn(text) for text in wrong] == [False] * len(wrong)


def test_pseudonym_depends_on_the_key_and_the_number():
    one = pseudonym(GOOD, key=b"a")
    assert (len(one), one == pseudonym(GOOD, key=b"a")) == (64, True)
    assert len({one, pseudonym(GOOD, key=b"b"), pseudonym(OTHER, key=b"a")}) == 3


def test_client_is_the_pseudonym_of_the_bsn(ground, settings):
    deliver_text(with_bsn("toewijzingen", [row("toewijzingen", bsn=GOOD)]))
    known = pseudonym(GOOD, key=settings.PSEUDONYM_KEY.encode())
    assert Client.objects.filter(allocations__number="50").get().pseudonym == known


def test_bsn_and_client_never_match(ground):
    deliver_text(with_bsn("toewijzingen", [row("toewijzingen", bsn=GOOD)]))
    as_client = line(toewijzingnummer="50", client=GOOD)
    assert deliver_text(table("declaraties", [as_client])).delivery.rows_refused == 1


def test_staging_keeps_no_column_for_the_bsn(ground):
    deliver_text(with_bsn("declaraties", [line(bsn=GOOD)]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stage")
        assert "bsn" not in [column.name for column in cursor.description]
        assert GOOD not in str(cursor.fetchall())
