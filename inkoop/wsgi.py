"""Entry of the web server: ``gunicorn inkoop.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")

application = get_wsgi_application()
