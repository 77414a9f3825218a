"""Rows that cannot be right by themselves: 0001, with the rule in the note."""

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import EURO
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.lines import Line

_WEIGHT = 0.6


def _form(line: Line, note: str) -> Fault:
    return Fault(line, "0001", note)


@fault(_WEIGHT)
def no_valid_bsn(case: Case) -> Fault | None:
    if not case.line.client.isdigit():
        return None
    wrong = (int(case.line.client[-1]) + 1) % 10
    return _form(
        case.changed(client=case.line.client[:-1] + str(wrong)), "CS002 bsn voldoet niet aan de elfproef"
    )


@fault(_WEIGHT)
def before_2021(case: Case) -> Fault | None:
    if case.delivery > days.month_of(days.ordinal("2025-12-31")):  # from then on it is five years old as well
        return None
    return _form(case.changed(begin="2020-12-01", end="2020-12-31"), "CS100 periode voor 2021")


@fault(_WEIGHT)
def odd_declaration_number(case: Case) -> Fault:
    number = case.line.declaration[:5] + "/" + str(case.rng.randrange(100, 999))
    return _form(case.changed(declaration=number), "CS319 declaratienummer bevat meer dan letters en cijfers")


@fault(_WEIGHT)
def nothing_as_credit(case: Case) -> Fault:
    line = case.changed(kind="C", previous=case.line.reference, reference=case.history.desk.reference())
    line.volume, line.amount = 0, 0
    return _form(line, "CS325 bedrag 0 als credit")


@fault(_WEIGHT)
def two_months(case: Case) -> Fault | None:
    if case.month < 1:
        return None
    return _form(
        case.with_period(days.month_start(case.month - 1), case.period[1]), "CS337 periode in twee maanden"
    )


@fault(_WEIGHT, rare=True)
def euros_differ(case: Case) -> Fault | None:
    if case.line.unit != EURO:
        return None
    return _form(
        case.changed(amount=int(case.line.amount) + 100), "CS339 bedrag in euro's is niet het volume"
    )


@fault(_WEIGHT)
def debit_with_previous_reference(case: Case) -> Fault:
    return _form(case.changed(previous="P00-0000001"), "CD060 debet met vorig referentienummer")


@fault(_WEIGHT)
def credit_without_previous_reference(case: Case) -> Fault:
    return _form(case.changed(kind="C"), "CD060 credit zonder vorig referentienummer")


@fault(_WEIGHT)
def tariff_left_out(case: Case) -> Fault | None:
    if case.line.unit == EURO:
        return None
    return _form(case.changed(tariff=""), "CD087 tarief ontbreekt")


@fault(_WEIGHT, rare=True)
def euros_with_tariff(case: Case) -> Fault | None:
    if case.line.unit != EURO:
        return None
    return _form(case.changed(tariff=case.line.amount), "CD087 tarief bij euro's")


@fault(_WEIGHT)
def begins_after_signing(case: Case) -> Fault:
    month = case.delivery + 1
    line = case.with_period(days.month_start(month), days.month_end(month))
    return _form(line, "TR134 TR137 periode na de dagtekening")


@fault(_WEIGHT)
def ends_after_signing(case: Case) -> Fault:
    line = case.with_period(days.month_start(case.delivery), days.month_end(case.delivery))
    return _form(line, "TR137 eind na de dagtekening")


@fault(_WEIGHT)
def ends_before_begin(case: Case) -> Fault | None:
    if case.period[0] == case.period[1]:
        return None
    return _form(case.with_period(case.period[1], case.period[0]), "TR137 eind voor begin")


@fault(_WEIGHT, rare=True)
def five_years_old(case: Case) -> Fault | None:
    month = case.delivery - 61
    if days.first_of(month) < "2021-01-01":  # would break CS100 as well
        return None
    line = case.with_period(days.month_start(month), days.month_end(month))
    return _form(line, "TR335 meer dan 60 maanden oud")


@fault(_WEIGHT)
def bad_date(case: Case) -> Fault:
    year_month = case.line.begin[:8]
    wrong = case.rng.choice((year_month + "32", "1 maart", case.line.begin[8:] + "-" + case.line.begin[:7]))
    return _form(case.changed(begin=wrong), "ongeldige datum")


@fault(_WEIGHT)
def empty_field(case: Case) -> Fault:
    field = case.rng.choice(("client", "allocation", "code", "end", "volume", "amount", "kind"))
    return _form(case.changed(**{field: ""}), "verplicht veld leeg")


@fault(_WEIGHT)
def text_for_a_number(case: Case) -> Fault:
    field, text = case.rng.choice((("volume", "twaalf"), ("amount", "1.250,00"), ("volume", "zeven")))
    return _form(case.changed(**{field: text}), "tekst in een getal")
