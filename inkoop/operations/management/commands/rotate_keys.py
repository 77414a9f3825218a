from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inkoop.exchange.vault import LostFile
from inkoop.operations.services.keys import UnknownKey, rotate_files, rotate_pseudonyms


class Command(BaseCommand):
    help = "Brengt pseudoniemen of versleutelde bestanden onder de nieuwste sleutel. Stop eerst de site en de worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["pseudonyms", "files"])
        parser.add_argument("--reason", default="sleutel vervangen", help="komt in het privacyverslag")

    def handle(self, *args: Any, what: str, reason: str, **options: Any) -> None:
        try:
            if what == "files":
                files, factors = rotate_files(by=None, reason=reason)
                said = f"{files} bestanden en {factors} geheimen van tweede stappen staan onder de nieuwste sleutel."
            else:
                changed = rotate_pseudonyms(by=None, reason=reason)
                said = f"{changed} pseudoniemen gewijzigd; de sleutels zijn genoteerd."
        except UnknownKey as error:
            raise CommandError(str(error)) from error
        except LostFile as error:
            raise CommandError(f"Bestand {error} gaat met geen van de sleutels open.") from error
        self.stdout.write(said)
