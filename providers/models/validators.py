"""Numbers of providers as the fields of forms refuse them: with the sentence of the rules."""

from django.core.exceptions import ValidationError

from providers.rules.numbers import agb_fault, branch_fault, kvk_fault, postcode_fault


def check_branch(value: str) -> None:
    _raise(branch_fault(value))


def check_kvk(value: str) -> None:
    _raise(kvk_fault(value))


def check_agb(value: str) -> None:
    _raise(agb_fault(value))


def check_postcode(value: str) -> None:
    _raise(postcode_fault(value))


def _raise(fault: str) -> None:
    if fault:
        raise ValidationError(fault)
