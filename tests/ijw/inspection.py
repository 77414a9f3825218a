"""Changing a message and looking at what is found."""

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import sources


def changed(path, old, new, count=-1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return path


def report(path):
    (one,) = check_file(path)
    return one


def faults(path):
    """The findings on the form, without their lines."""
    one = report(path)
    assert one.level == 1
    return [(found.rule, found.path, found.found, found.expected) for found in one.findings]


def read(path):
    (source,) = sources(path)
    incoming = open_message(source)
    lines = [(batch.bsn, values[0]) for batch in incoming.batches() for values in batch.lines]
    return incoming, lines


def refusal(path):
    (one,) = check_file(path)
    assert (one.level, one.findings[-1].rule) == (1, "bestand")
    return one.findings[-1].cause
