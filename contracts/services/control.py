"""Control plans are drawn up, adopted by somebody else, made known and closed, in the order of the law."""

from datetime import date

from django.db import transaction

from contracts.choices import ControlGround, ControlKind, ControlStep
from contracts.models import ControlPlan, ControlStepTaken
from contracts.queries.control import state_of
from contracts.services.audit import because
from contracts.services.procedures.refusal import refuse_when
from inkoop.base.bsn import holds_bsn
from inkoop.base.models import User
from providers.models import Provider

WITHOUT_BSN = "In de tekst staat een BSN. Een controleplan gaat over een aanbieder; haal het nummer weg."


@transaction.atomic
def draw_up_general_plan(
    *, name: str, risks: str, goal: str, begin: date, until: date, by: User
) -> ControlPlan:
    """A plan of the region. Raises Refused for days out of order or a BSN in its text."""
    refuse_when(_text_fault(begin, until, name, risks, goal))
    with because(by, "algemeen controleplan opgesteld"):
        return ControlPlan.objects.create(
            kind=ControlKind.GENERAL, name=name, risks=risks, goal=goal, begin=begin, until=until, by=by
        )


@transaction.atomic
def draw_up_specific_plan(
    *,
    provider: Provider,
    name: str,
    risks: str,
    goal: str,
    material: str,
    ground: ControlGround,
    begin: date,
    until: date,
    by: User,
    today: date,
) -> ControlPlan:
    """A plan about one provider, resting on the general plan in force. Opens nothing yet. Raises Refused without a
    published general plan, without the outcome of the material control, or beside another plan that runs.
    """
    Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    general = ControlPlan.objects.carrying(today).first()
    if general is None:
        refuse_when(
            "Er is geen gepubliceerd algemeen controleplan dat vandaag loopt. Dat komt volgens de wet eerst: stel het "
            "op, laat het vaststellen en publiceer het."
        )
    refuse_when("" if material.strip() else "Schrijf op wat de materiële controle opleverde.")
    refuse_when(_text_fault(begin, until, name, risks, goal, material))
    others = ControlPlan.objects.filter(provider=provider).running(today)
    refuse_when(
        "Bij deze aanbieder loopt al een controleplan. Rond het af of trek het in." if others.exists() else ""
    )
    with because(by, "specifiek controleplan opgesteld"):
        return ControlPlan.objects.create(
            kind=ControlKind.SPECIFIC,
            provider=provider,
            general=general,
            name=name,
            risks=risks,
            goal=goal,
            material=material,
            ground=ground,
            begin=begin,
            until=until,
            by=by,
        )


def _text_fault(begin: date, until: date, *texts: str) -> str:
    if until < begin:
        return "De laatste dag ligt voor de eerste. Controleer beide dagen."
    return WITHOUT_BSN if any(holds_bsn(text) for text in texts) else ""


@transaction.atomic
def take_control_step(
    *, plan: ControlPlan, step: ControlStep, on: date, note: str, by: User, today: date
) -> ControlStepTaken:
    """The step whose turn it is, with what was done. Whoever drew the plan up does not adopt it. Raises Refused."""
    locked = ControlPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    state = state_of(locked, today)
    refuse_when("" if step in state.next else "Deze stap is niet aan de beurt. De pagina zegt welke wel.")
    refuse_when(
        "Wie het plan opstelde, stelt het niet zelf vast. Vraag het een collega."
        if step == ControlStep.ADOPTED and locked.by_id == by.pk
        else ""
    )
    refuse_when("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag." if on > today else "")
    newest = state.newest
    refuse_when(
        "De vorige stap is van een latere dag. Kies die dag of een latere."
        if newest and on < newest.taken_on
        else ""
    )
    refuse_when("" if note.strip() else "Schrijf op wat er is gedaan en waar het stuk ligt.")
    refuse_when(WITHOUT_BSN if holds_bsn(note) else "")
    with because(by, note):
        return ControlStepTaken.objects.create(plan=locked, step=step, taken_on=on, note=note, by=by)
