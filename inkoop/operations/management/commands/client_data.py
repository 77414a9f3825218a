import getpass
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from contracts.models import Client
from inkoop.base.models import User
from inkoop.operations.queries.subjects import find_client
from inkoop.operations.services.subjects import StillKept, remove_client, show_client, unlink_client


class Command(BaseCommand):
    help = (
        "Verzoeken van een betrokkene: toont, ontkoppelt of verwijdert alles over één cliënt. Vraagt het pseudoniem of "
        "het BSN zonder het te tonen; het BSN wordt nergens bewaard."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["show", "unlink", "remove"])
        parser.add_argument("--by", required=True, help="gebruikersnaam van wie het verzoek uitvoert")
        parser.add_argument(
            "--reason", required=True, help="komt in het privacyverslag; geen namen of nummers"
        )
        parser.add_argument("-o", "--output", type=Path, help="bij show: nieuw bestand (JSON)")

    def handle(
        self, *args: Any, what: str, by: str, reason: str, output: Path | None, **options: Any
    ) -> None:
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"Er is geen actieve gebruiker {by}.")
        try:
            client = find_client(_asked(), key=settings.PSEUDONYM_KEY)
        except Client.DoesNotExist:
            raise CommandError("Over deze persoon is niets bekend.") from None
        if what == "show":
            self._show(client, user, reason, output)
        elif what == "unlink":
            unlink_client(client, by=user, reason=reason)
            self.stdout.write("Losgekoppeld: niemand kan nog vinden over wie deze gegevens gaan.")
        else:
            try:
                removed = remove_client(client, today=timezone.localdate(), by=user, reason=reason)
            except StillKept as error:
                raise CommandError(str(error)) from error
            self.stdout.write("\n".join(f"{number:>9}  {name}" for name, number in removed.items()))
            self.stdout.write("Verwijderd.")

    def _show(self, client: Client, by: User, reason: str, output: Path | None) -> None:
        if output is None:
            raise CommandError("Geef met -o het bestand waarin de gegevens komen.")
        if output.exists():
            raise CommandError(f"{output} bestaat al; kies een andere naam.")
        found = show_client(client, by=by, reason=reason)
        output.touch(mode=0o600)
        output.write_text(
            json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2), encoding="utf-8"
        )
        self.stdout.write(f"Geschreven naar {output}; geef het veilig af en wis het daarna.")


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Pseudoniem of BSN: ").strip()
    return sys.stdin.readline().strip()
