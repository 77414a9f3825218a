"""Signals with a past: earlier peildata, what providers said, and verdicts."""

from datetime import date, timedelta

from inkoop.base.models import User
from inkoop.base.periods import add_months, first_of_month
from inkoop.desk.queries.worklist import open_signals
from kpis.choices import ReplyChannel, Verdict
from kpis.models import SignalReply
from kpis.services import compute_behaviour
from kpis.services.replies import judge_signal, reply_to_signal

MONTHS_BACK = (4, 2)
SAID = (
    "Wij behandelen vooral jeugdigen die elders zijn uitgevallen; hun trajecten zijn langer en zwaarder.",
    "Onze administratie is in het voorjaar overgestapt op een ander pakket. De achterstand is ingelopen.",
    "Wij zoeken uit hoe dit komt en komen er in het volgende gesprek op terug.",
)
JUDGED = (
    None,
    (Verdict.EXPLAINED, "Nagekeken in de laatste maanden: de vertraging loopt terug."),
    (Verdict.INVESTIGATING, "Wachten op de toegezegde uitleg."),
)


def lay_past(today: date) -> int:
    """Figures of earlier month ends, so that signals have a history; returns how many peildata."""
    for back in MONTHS_BACK:
        compute_behaviour(peildatum=add_months(first_of_month(today), -back) - timedelta(days=1))
    return len(MONTHS_BACK)


def talk(by: User) -> int:
    """Replies and verdicts on the signals with most at stake; once. Returns how many were answered."""
    if SignalReply.objects.exists():
        return 0
    signals = open_signals(user=by, of=None)[: len(SAID)]
    for signal, text, judged in zip(signals, SAID, JUDGED, strict=False):
        reply_to_signal(signal=signal, text=text, channel=ReplyChannel.MAIL, by=by)
        if judged:
            judge_signal(signal=signal, verdict=judged[0], reason=judged[1], by=by)
    return len(signals)
