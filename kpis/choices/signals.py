"""Code lists of signals."""

from django.db.models import TextChoices


class SignalRule(TextChoices):
    PEERS = "vergelijking", "wijkt af van vergelijkbare aanbieders"


class SignalState(TextChoices):
    """Where a standing signal is between the figures and a verdict."""

    NEW = "nieuw", "nieuw"
    ANSWERED = "uitleg", "uitleg ontvangen"
    INVESTIGATED = "onderzoek", "in onderzoek"
    SETTLED = "afgehandeld", "afgehandeld"


class Verdict(TextChoices):
    """What a contract manager makes of a signal; a verdict is about the figure, never about a youth."""

    FOUNDED = "gegrond", "gegrond: bespreken en afspraken maken"
    EXPLAINED = "verklaard", "verklaard: de uitleg klopt"
    INVESTIGATING = "in_onderzoek", "in onderzoek"
    NO_ACTION = "geen_actie", "geen actie nodig"


class ReplyChannel(TextChoices):
    PORTAL = "portaal", "portaal"
    MAIL = "mail", "mail of brief"
    TALK = "gesprek", "gesprek"
