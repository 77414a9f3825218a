"""The documents say what is so: links, commands, columns, codes and words."""

import argparse
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from tests import documents

ROOT = documents.ROOT
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
MANAGE = re.compile(r"manage\.py (?P<name>[a-z_]+)(?P<rest>[^\n`']*)")
MAKE = re.compile(r"(?:^|`)make (?P<target>[a-z]+)", re.MULTILINE)
OPTION = re.compile(r"(?<!\S)\[?(--[a-z-]+)")
APPS_WITH_FACTS = ("base", "providers", "contracts")
PAGE_LINES = 140


def page(path):
    return path.relative_to(ROOT).as_posix()


def anchors(path):
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets():
    for path in PAGES:
        for match in LINK.finditer(path.read_text()):
            if "://" not in match["target"]:
                yield pytest.param(path, match["target"], id=f"{page(path)}: {match['target']}")


@pytest.mark.parametrize(("path", "target"), list(targets()))
def test_a_link_leads_somewhere(path, target):
    name, _, anchor = target.partition("#")
    found = (path.parent / name).resolve() if name else path
    assert found.exists()
    assert not anchor or anchor in anchors(found)


def commands_named():
    return sorted(
        {(match["name"], match["rest"]) for path in PAGES for match in MANAGE.finditer(path.read_text())}
    )


@pytest.mark.parametrize(("name", "rest"), commands_named())
def test_a_command_and_its_options_exist(name, rest):
    app = get_commands()[name]
    parser = (app if not isinstance(app, str) else load_command_class(app, name)).create_parser(
        "manage.py", name
    )
    assert set(OPTION.findall(rest)) - options_of(parser) == set()


def options_of(parser):
    """Of the command and of what stands under it."""
    known = {option for action in parser._actions for option in action.option_strings}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            known |= {option for one in action.choices.values() for option in options_of(one)}
    return known


def test_what_make_can_do_is_what_the_documents_say():
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {match["target"] for path in PAGES for match in MAKE.finditer(path.read_text())}
    assert named - known == set()


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, name) for path, parts in documents.WRITTEN.items() for name in parts],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_what_follows_from_the_code_is_up_to_date(path, name):
    assert documents.block(path, name) == documents.WRITTEN[path][name](), (
        "make exec CMD='python -m tests.documents' werkt dit bij"
    )


def test_every_kind_of_fact_has_a_word_in_the_glossary():
    named = " ".join(f"{code} {meaning}" for _, code, meaning in documents.glossary())
    models = {
        model.__name__ for label in APPS_WITH_FACTS for model in apps.get_app_config(label).get_models()
    }
    without_word = {
        "ClientRead",
        "IbpLink",
        "PrivacyRecord",
        "ProviderSegment",
        "User",
    }  # words of the machine, not of the field
    facts = {name for name in models if not name.endswith("Event")}
    assert {name for name in facts if f"`{name}`" not in named} <= without_word


def test_the_glossary_names_what_is_in_the_code():
    code = "\n".join(
        path.read_text()
        for folder in ("inkoop", "providers", "contracts", "kpis")
        for path in (ROOT / folder).rglob("*.py")
    )
    words = [word.strip("`").split(".")[-1] for _, word, _ in documents.glossary()]
    assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", code)] == []


def test_the_glossary_is_in_alphabetical_order():
    words = [term.lower() for term, _, _ in documents.glossary()]
    assert words == sorted(words)


def test_the_readme_is_one_page():
    assert len((ROOT / "README.md").read_text().splitlines()) <= PAGE_LINES
