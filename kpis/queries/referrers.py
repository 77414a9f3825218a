"""The steps of referrers and teams."""

from collections.abc import Mapping
from decimal import Decimal

from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values

REFERRER_STEPS = (
    Step("referrer_allocation"),
    Step("referrer_fact"),
    Step("referrer_client"),
    Step("referrer_use"),
    Step("referrer_peer"),
    Step("flow_scope"),
    "write_referrers",
)


def referrer_values(window: Window, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    return {
        "peildatum": window.peildatum,
        "first": window.first,
        "last": window.last,
        "until": window.until,
        **{name: parameters[name] for name in ("peer_clients", "peer_minimum", "signal_z")},
    }
