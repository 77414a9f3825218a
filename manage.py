#!/usr/bin/env python
"""Django's command line for Inkoop."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

WRONG_CONFIGURATION = 2


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        sys.exit(WRONG_CONFIGURATION)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
