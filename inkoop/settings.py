"""Settings of Inkoop. Everything that differs per installation comes from the environment.

Code reads settings with ``from django.conf import settings``, never from this module.
"""

import os
import shlex
from datetime import timedelta
from pathlib import Path

from inkoop.environment import (
    get_env,
    get_env_bool,
    get_env_list,
    next_redis_database,
    organisations,
    parse_database_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we run -----------------------------------------------------------------------------

DEBUG = get_env_bool("DEBUG", default=False)
# The demo and the tests: plain http on this machine, well-known keys, static files from the source.
LOCAL = get_env_bool("INKOOP_LOCAL", default=False) or DEBUG

SECRET_KEY = get_env(
    "SECRET_KEY",
    hint="Maak er een met: python -c 'import secrets; print(secrets.token_urlsafe(50))'.",
    default="lokaal-geen-geheim-" + "0" * 40 if LOCAL else None,
)
# Turns a bsn into a pseudonym; newest first, as a new key goes over the older ones (rotate_keys).
PSEUDONYM_KEY = get_env(
    "PSEUDONYM_KEY",
    hint="Maak eenmalig een sleutel van ten minste 32 tekens en bewaar die: met een andere sleutel "
    "worden bekende cliënten niet herkend.",
    default="lokaal-geen-geheim-pseudoniemen-0" if LOCAL else None,
)
# Encrypt uploads that wait for a worker; newest first, older ones are still tried.
FILE_KEYS = get_env(
    "FILE_KEYS",
    hint="Maak er een met: python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
    "Bij vervanging: nieuwe sleutel vooraan, de oude erachter met een komma.",
    default="lokaal-geen-geheim-bestanden-0000" if LOCAL else None,
).split(",")
WAITING_FILES = get_env(
    "WAITING_FILES",
    hint="",
    default=str(BASE_DIR / ".demo" / "uploads") if LOCAL else "/var/lib/inkoop/uploads",
)
# Who sends the letters of procedures.
ORGANISATION = get_env("ORGANISATION", hint="", default="Jeugdhulpregio")
# Documents of providers (evidence): kept for as long as their rows, never served by the web server itself.
DOCUMENTS = get_env(
    "DOCUMENTS",
    hint="",
    default=str(BASE_DIR / ".demo" / "documenten") if LOCAL else "/var/lib/inkoop/documenten",
)
# Looks at every uploaded document before it is kept: gets it on its standard input, and ends with 0 (clean) or 1 (not).
SCAN_COMMAND = shlex.split(get_env("SCAN_COMMAND", hint="", default=""))
SCAN_SECONDS = 30
# Folder for the nightly CSV files for BI, without data of single youths; without a folder none are written.
BI_EXPORT = get_env("BI_EXPORT", hint="", default="")
# Folder with the published iJw schemas, which are no part of this project; without it only our own check is made.
IJW_SCHEMAS = get_env("IJW_SCHEMAS", hint="", default="")
# A received message waits encrypted for its answer; after so many days the file is removed, answered or not.
ANSWER_RETENTION_DAYS = int(get_env("ANSWER_RETENTION_DAYS", hint="", default="30"))
# A request (JW315, JW317) waits for the decision instead: eight weeks of investigation, and what comes before.
REQUEST_RETENTION_DAYS = int(get_env("REQUEST_RETENTION_DAYS", hint="", default="90"))
ALLOWED_HOSTS = get_env_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = get_env_list("CSRF_TRUSTED_ORIGINS", default="")

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "inkoop.apps.InkoopConfig",
    "inkoop.base.apps.BaseConfig",
    "providers.apps.ProvidersConfig",
    "contracts.apps.ContractsConfig",
    "inkoop.exchange.apps.ExchangeConfig",
    "kpis.apps.KpisConfig",
    "inkoop.reports.apps.ReportsConfig",
    "inkoop.api.apps.ApiConfig",
    "inkoop.portal.apps.PortalConfig",
    "inkoop.operations.apps.OperationsConfig",
    "inkoop.desk.apps.DeskConfig",
    "inkoop.demo.apps.DemoConfig",
    "inkoop.desk.apps.DeskAdminConfig",  # django.contrib.admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django.contrib.postgres",
    "import_export",
    "django_celery_beat",
    "django_celery_results",
    "pgtrigger",
    "pghistory",
    "rules",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
]

MIDDLEWARE = [
    "inkoop.operations.middleware.ObservedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "inkoop.api.headers.ApiHeaders",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inkoop.portal.middleware.IdleSessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "inkoop.portal.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers a lock-out that the login view raised
]

ROOT_URLCONF = "inkoop.urls"
WSGI_APPLICATION = "inkoop.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database, cache and queue ----------------------------------------------------------------

DATABASES = {
    "default": parse_database_url(
        get_env(
            "DATABASE_URL",
            hint="Verwacht: postgresql://gebruiker:wachtwoord@host:poort/naam.",
        )
    )
}

REDIS_URL = get_env("REDIS_URL", hint="Verwacht: redis://host:poort/0.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # Apart from the queue: emptying the cache empties its whole Redis database.
        "LOCATION": next_redis_database(REDIS_URL),
        "KEY_PREFIX": "inkoop",
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A job that runs longer is offered to another worker as well.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(timedelta(hours=6).total_seconds())}
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = True  # what failed is on the page of the queue
CELERY_RESULT_EXPIRES = timedelta(days=90)
CELERY_TASK_TRACK_STARTED = True
# Tasks are idempotent, so a job of a worker that died is done again.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "inkoop"
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = "Europe/Amsterdam"

# Who buys: the name and, when it has one, the organisation number under which contracts are published.
ORGANISATION_ID = os.environ.get("ORGANISATION_ID", "")
# Given out by the Open Contracting Partnership; this one is nobody's.
OCDS_PREFIX = get_env("OCDS_PREFIX", hint="", default="ocds-000000")

# --- Mail -------------------------------------------------------------------------------------

# Where links in mails lead to.
SITE_URL = get_env("SITE_URL", hint="", default="http://localhost:8000").rstrip("/")
DEFAULT_FROM_EMAIL = get_env("MAIL_FROM", hint="", default="inkoop@localhost")
# Without a server a mail goes to the log of the process.
EMAIL_HOST = os.environ.get("MAIL_HOST", "")
EMAIL_PORT = int(get_env("MAIL_PORT", hint="", default="587"))
EMAIL_HOST_USER = os.environ.get("MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
EMAIL_USE_TLS = get_env_bool("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # would turn the year 2026 into 2.026; amounts have a filter of their own

# --- Login ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "door"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "inkoop.portal.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # who is invited by mail has shown that the address is theirs
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # ends with the browser, as SESSION_EXPIRE_AT_BROWSER_CLOSE says
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
# Of guesses at a second factor too. Axes locks out earlier for wrong passwords, and keeps rows of it.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/15m/key", "login": "120/m/ip"}
ACCOUNT_FORMS = {"login": "inkoop.portal.forms.entry.LoginForm"}

MFA_ADAPTER = "inkoop.portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Inkoop jeugdhulp"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago counts: clocks differ
# Everybody who comes in shows a second factor; only a machine of one's own may do without.
SECOND_FACTOR = not LOCAL or get_env_bool("SECOND_FACTOR", default=False)

SOCIALACCOUNT_ADAPTER = "inkoop.portal.adapters.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": organisations()}}
if SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")  # six megabytes in every process
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is linked by who has it, after an ordinary login
SOCIALACCOUNT_STORE_TOKENS = False

AXES_FAILURE_LIMIT = 5
AXES_USERNAME_CALLABLE = "inkoop.portal.adapters.name_of_attempt"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_MESSAGE = "Te vaak een onjuist wachtwoord. Probeer het over een kwartier opnieuw."

SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_IDLE = timedelta(minutes=int(get_env("SESSION_IDLE_MINUTES", hint="", default="60")))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Security ---------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not LOCAL
# Asked by machines beside us, without https; they say nothing of anybody.
SECURE_REDIRECT_EXEMPT = [r"^gezond/$", r"^gereed/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

if get_env_bool("BEHIND_PROXY", default=False):  # one proxy of our own that ends TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = None if LOCAL else BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL  # no collectstatic needed
WHITENOISE_AUTOREFRESH = DEBUG

# --- API --------------------------------------------------------------------------------------

API_VERSION = "1.0.0"
API_RATE = get_env("API_RATE", hint="", default="600/min")
# Larger files are delivered in the pages, where a worker loads them.
API_LARGEST_FILE = 20_000_000
# The organisation's own login for systems; without an issuer only our own keys are taken.
API_OIDC_ISSUER = os.environ.get("API_OIDC_ISSUER", "")
API_OIDC_AUDIENCE = get_env("API_OIDC_AUDIENCE", hint="", default="inkoop")
API_OIDC_KEYS_URL = os.environ.get("API_OIDC_KEYS_URL", "")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["inkoop.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "inkoop.api.paging.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["inkoop.api.throttling.PerUser"],
    "EXCEPTION_HANDLER": "inkoop.api.problems.handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Inkoop",
    "DESCRIPTION": "Contracten, toewijzingen, declaraties en cijfers van de jeugdhulpregio.",
    "VERSION": API_VERSION,
    "OAS_VERSION": "3.1.0",
    "CONTACT": {"name": ORGANISATION, "email": DEFAULT_FROM_EMAIL, "url": SITE_URL},
    "SERVERS": [{"url": f"{SITE_URL}/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "inkoop.api.openapi.complete",
    ],
}

# --- Figures for a monitor -----------------------------------------------------------------------

# Who asks /metrics shows this; without it there is no such page.
METRICS_KEY = os.environ.get("METRICS_KEY", "")

# --- Import and export in the admin -----------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- Logging: one line per event, JSON outside the local machine ------------------------------

LOG_LEVEL = get_env("LOG_LEVEL", hint="", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "inkoop.logs.JsonFormatter"},
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "text" if LOCAL else "json"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "inkoop": {"level": LOG_LEVEL},
        "inkoop.requests": {"level": "WARNING" if LOCAL else LOG_LEVEL},
        "contracts": {"level": LOG_LEVEL},
        "kpis": {"level": LOG_LEVEL},
        "providers": {"level": LOG_LEVEL},
        "celery": {"level": LOG_LEVEL},
    },
}
