from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inkoop.demo.region.shape import SHAPES
from inkoop.demo.steps import accounts
from inkoop.demo.steps.build import Build


class Command(BaseCommand):
    help = (
        "Bouwt de demo: maakt een regio, laadt haar leveringen, rekent op de worker en toont de uitkomsten. "
        "Een tweede keer gebruikt wat er al is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data",
            type=Path,
            default=settings.BASE_DIR / ".demo",
            help="map voor de leveringen en de uitvoer",
        )
        parser.add_argument("--size", choices=sorted(SHAPES), default="demo", help="omvang van de regio")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde regio")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "De demo maakt accounts met een bekend wachtwoord en werkt daarom alleen op een eigen machine. "
                "Zet INKOOP_LOCAL=True als dat zo is."
            )
        started = monotonic()
        today = timezone.localdate()
        Build(options["data"], options["size"], options["seed"], today, say=self.say).run()
        self.say(f"\nKlaar in {monotonic() - started:.0f} seconden. Aanmelden kan met:")
        for line in accounts.listed():
            self.say(f"  {line}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
