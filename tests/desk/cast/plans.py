"""Control plans."""

from django.utils import timezone

from contracts.choices import ControlGround, ControlStep
from contracts.models import ControlPlan
from contracts.services.control import draw_up_general_plan, draw_up_specific_plan, take_control_step
from inkoop.desk.roles import CONTRACT_MANAGER
from providers.models import Provider
from tests.desk.cast.people import person


def open_lines(*providers: Provider) -> ControlPlan:
    """The general plan of the region, and a specific plan that opens the lines of these providers."""
    today = timezone.localdate()
    by, adopts = person("opsteller", CONTRACT_MANAGER), person("vaststeller", CONTRACT_MANAGER)

    def go(plan: ControlPlan, *steps: ControlStep) -> None:
        for step in steps:
            take_control_step(plan=plan, step=step, on=today, note="stuk", by=adopts, today=today)

    general = draw_up_general_plan(name="Plan", risks="r", goal="g", begin=today, until=today, by=by)
    go(general, ControlStep.ADOPTED, ControlStep.PUBLISHED)
    for provider in providers:
        plan = draw_up_specific_plan(
            provider=provider,
            name="Plan",
            risks="r",
            goal="g",
            material="de cijfers gaven geen antwoord",
            ground=ControlGround.GOAL_MISSED,
            begin=today,
            until=today,
            by=by,
            today=today,
        )
        go(plan, ControlStep.ADOPTED, ControlStep.ANNOUNCED)
    return general
