from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.choices import ComputationName
from kpis.management.arguments import add_window, asked, day
from kpis.services import WrongWindow, write_export
from kpis.services.exporting import REJECTIONS, NoFolder

USAGE = 2


class Command(BaseCommand):
    help = "Schrijft cijfers naar een CSV-bestand; wat nog niet berekend is, wordt eerst berekend."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [*(name.value for name in ComputationName if name != ComputationName.DEPTH), REJECTIONS]
        parser.add_argument("name", choices=names, metavar="NAAM", help=", ".join(names))
        parser.add_argument("--peildatum", type=day, metavar="JJJJ-MM-DD", help="Standaard vandaag.")
        add_window(parser)
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="BESTAND")

    def handle(self, *args: Any, **options: Any) -> None:
        name, path = options["name"], options["output"]
        peildatum = options["peildatum"] or timezone.localdate()
        try:
            wanted = peildatum if name == REJECTIONS else asked(name, options, peildatum)
            write_export(wanted, path)
        except (WrongWindow, NoFolder) as error:
            raise CommandError(str(error), returncode=USAGE) from None
        except OSError as error:
            raise CommandError(
                f"{path} is niet te schrijven ({error}). Controleer de rechten en de ruimte."
            ) from None
        self.stdout.write(f"{name} naar de stand van {peildatum:%d-%m-%Y} staat in {path}.")
