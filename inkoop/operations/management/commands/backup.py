from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inkoop.operations.services.backup import BackupError, make_backup
from inkoop.servers.processes import ServersError


class Command(BaseCommand):
    help = "Maakt een back-up van de database en de bestanden, terwijl het werk doorgaat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("into", type=Path, metavar="MAP", help="daarin komt een nieuwe map")

    def handle(self, *args: Any, into: Path, **options: Any) -> None:
        try:
            made = make_backup(into)
        except (BackupError, ServersError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.folder}: {made.rows} rijen, {made.files} bestanden, {made.size // 1_000_000} MB."
        )
        self.stdout.write("De sleutels staan er niet in: bewaar PSEUDONYM_KEY en FILE_KEYS apart.")
