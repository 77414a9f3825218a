from django.db.models import TextChoices


class Scope(TextChoices):
    """What a token opens, within the rights of its user."""

    READ = "lezen", "lezen, zonder gegevens over jeugdigen"
    CLIENTS = "clienten", "ook gegevens over jeugdigen (met pseudoniem)"
    WRITE = "schrijven", "aanleveren"
