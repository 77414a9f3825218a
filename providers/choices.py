"""Code lists of providers."""

from django.db.models import TextChoices


class Segment(TextChoices):
    STRATEGIC = "strategisch", "strategisch"
    LARGE = "groot", "groot"
    OTHER = "overig", "overig"


class ProviderStatus(TextChoices):
    ACTIVE = "actief", "actief"
    STOPPED = "gestopt", "gestopt"
    EXCLUDED = "uitgesloten", "uitgesloten"


class EvidenceKind(TextChoices):
    GVA = "gva", "gedragsverklaring aanbesteden (GVA)"
    TAX = "belastingdienst", "verklaring Belastingdienst"
    KVK = "kvk", "uittreksel KvK"
    SKJ = "skj", "SKJ-registratie"
    HKZ = "hkz", "HKZ-certificaat"
    ISO = "iso", "ISO 9001-certificaat"
    VOG = "vog", "VOG rechtspersoon"
    UBO = "ubo", "uittreksel UBO-register"
    POLICY = "beleid", "plan of beleidsstuk"
    OTHER = "overig", "overig bewijs"


class ContactRole(TextChoices):
    BOARD = "bestuur", "bestuurder"
    CONTRACT = "contract", "contractzaken"
    QUALITY = "kwaliteit", "kwaliteit"
    BILLING = "declaraties", "declaraties en berichten"
    CARE = "zorg", "zorginhoud en plaatsing"


class SurveyQuestion(TextChoices):
    """Questions of the national outcome set; ``ZONDER_HULP`` is doelrealisatie 3.1."""

    NUT = "nut", "tevredenheid over nut (cijfer)"
    ZONDER_HULP = "zonder_hulp", "verder zonder hulp"
    DOELEN = "doelen", "afgesproken doelen gehaald"


class Respondent(TextChoices):
    YOUTH = "jeugdige", "jeugdige"
    PARENT = "ouder", "ouder"


class PortalRole(TextChoices):
    """What somebody may do in the portal; ``providers.rules.roles`` says which tasks go with it."""

    MANAGER = "beheerder", "beheerder"
    FINANCE = "financieel", "financieel"
    CONTENT = "inhoudelijk", "inhoudelijk"
