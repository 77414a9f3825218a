from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inkoop.operations.services.backup import BackupError, restore_backup
from inkoop.servers.processes import ServersError


class Command(BaseCommand):
    help = "Zet een back-up terug en controleert dat elke rij er is. Stop eerst de site en de worker."
    requires_system_checks = ()  # the tables may not be there yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="MAP", help="een map die de opdracht backup maakte")
        parser.add_argument("--overwrite", action="store_true", help="vervang wat er nu in de database staat")

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            made = restore_backup(folder, overwrite=overwrite)
        except (BackupError, ServersError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Teruggezet: de stand van {timezone.localtime(made):%d-%m-%Y %H:%M:%S}; elke rij is er."
        )
