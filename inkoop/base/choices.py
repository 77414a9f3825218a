"""Code lists of the lowest layer."""

from django.db.models import TextChoices


class DeliveryKind(TextChoices):
    """In loading order: several files of one day are loaded in this order.

    Requests and answers come as messages only; of the other kinds there are tables as well.
    """

    MUNICIPALITIES = "gemeenten", "gemeenten"
    PROVIDERS = "aanbieders", "aanbieders"
    PRODUCT_CODES = "productcodes", "productcodes"
    CONTRACTS = "contracten", "contracten"
    TARIFFS = "tarieven", "tarieven"
    ALLOCATIONS = "toewijzingen", "toewijzingen"
    IBPS = "ibps", "IBP's"
    REQUESTS = "verzoeken", "verzoeken"
    ANSWERS = "antwoorden", "antwoorden op verzoeken"
    STARTS = "starts", "starts"
    STOPS = "stops", "stops"
    DECLARATIONS = "declaraties", "declaraties"
    SATISFACTION = "tevredenheid", "cliënttevredenheid"


class DeliveryStatus(TextChoices):
    WAITING = "wacht", "wacht op verwerking"
    LOADING = "bezig", "wordt geladen"
    LOADED = "geladen", "geladen"
    REJECTED = "geweigerd", "geweigerd: niets geladen"
    BROKEN_OFF = "afgebroken", "afgebroken: niets geladen"
    TRIED = "proef", "proef: niets geladen"


class Severity(TextChoices):
    REFUSED = "fout", "geweigerd"
    WARNING = "let op", "let op"


class Role(TextChoices):
    """What a person does here; each role is a group of the same name. A person may have several."""

    CONTRACT_MANAGER = "contractmanager", "contractmanager"
    MESSAGE_MANAGER = "berichtenbeheerder", "berichtenbeheerder"
    MUNICIPALITY = "gemeente", "medewerker van een gemeente"
    TEAM = "jeugdteam", "medewerker van een jeugdteam"
    BOARD = "regio-overleg", "deelnemer aan het regio-overleg"
    PROVIDER = "aanbieder", "medewerker van een aanbieder"
    AUDITOR = "auditor", "toezichthouder"
    ADMINISTRATOR = "beheerder", "beheerder"


class PrivacyKind(TextChoices):
    """Procedures for personal data."""

    RETENTION = "bewaren", "bewaartermijnen"
    ACCESS = "inzage", "inzage in eigen gegevens"
    UNLINK = "loskoppelen", "loskoppelen van een cliënt"
    REMOVAL = "verwijderen", "verwijderen van een cliënt"
    KEYS = "sleutels", "vervangen van een sleutel"


class ProposalState(TextChoices):
    """What one person proposes, another one settles."""

    PROPOSED = "voorstel", "voorstel"
    APPROVED = "vastgesteld", "vastgesteld"
    REJECTED = "afgewezen", "afgewezen"
    WITHDRAWN = "ingetrokken", "ingetrokken"
