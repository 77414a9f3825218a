from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inkoop.demo.region.cli import add_arguments, run
from inkoop.demo.region.people import TooManyClients


class Command(BaseCommand):
    help = "Maakt een synthetische jeugdhulpregio als map met leveringen."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(run(options))
        except TooManyClients as error:
            raise CommandError(str(error)) from error
