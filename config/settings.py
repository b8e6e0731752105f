"""Settings from the environment. `var/env` holds what `make setup` wrote; the real environment wins.

A value that makes no sense raises ImproperlyConfigured with a Swedish sentence that names the variable.
"""

import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.environment import mail

django_stubs_ext.monkeypatch()  # lets forms and views name the model that they are for

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
if (VAR_DIR / "env").is_file():
    env.read_env(str(VAR_DIR / "env"))


def boolean(name: str, default: bool) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in words:
        raise ImproperlyConfigured(f"{name} ska vara 1 eller 0, inte ”{value}”.")
    return words[value]


def number(name: str, default: int, *, least: int) -> int:
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} ska vara ett heltal, minst {least}, inte ”{value}”.")
    return int(value)


DEBUG = boolean("DEBUG", False)

SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY saknas eller är kortare än 32 tecken. Kör `make setup` eller ange en egen.")

ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])]
if not all(ALLOWED_HOSTS) or any("/" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS ska vara värdnamn åtskilda av komma, utan http:// och utan snedstreck.")
SERVED_LOCALLY = set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}

PORT = env.str("PORT", default="8000")
if not (PORT.isdecimal() and 0 < int(PORT) < 65536):
    raise ImproperlyConfigured(f"PORT ska vara ett tal mellan 1 och 65535, inte ”{PORT}”.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "template_partials",
    "strategy",
    "priorities",
    "dialogue",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "strategy.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "strategy.middleware.PrivateResponseMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "strategy.context_processors.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


DATABASE_ADDRESS = re.compile(r"sqlite:///.|(postgres|postgresql)://([^/@]*@)?(\[[^]]+\]|[^/@:]*)(:\d+)?/.")


def database() -> dict[str, Any]:
    """DATABASE_URL as Django's setting, with the options without which the two databases are not safe."""
    url = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'verka.sqlite3'}")
    if not DATABASE_ADDRESS.match(url):
        raise ImproperlyConfigured("DATABASE_URL ska vara sqlite:///mapp/fil eller postgres://konto@värd:port/databas.")
    configured: dict[str, Any] = env.db_url_config(url)
    if url.startswith("sqlite:"):
        if not boolean("ALLOW_SQLITE", False):
            raise ImproperlyConfigured(
                "DATABASE_URL pekar på SQLite, som är till för en enda dator. Ange PostgreSQL eller ALLOW_SQLITE=1."
            )
        configured["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        configured["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file, so that other processes can open it
    else:
        configured["CONN_HEALTH_CHECKS"] = True
        configured["CONN_MAX_AGE"] = 60
    return configured


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "strategy.User"
LOGIN_URL = "strategy:sign-in"
LOGIN_REDIRECT_URL = "strategy:home"
LOGOUT_REDIRECT_URL = "strategy:sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

MAIL = mail(env.str("EMAIL_URL", default="").strip(), VAR_DIR / "mail")
EMAIL_BACKEND = MAIL.backend
MAIL_FOLDER = MAIL.folder
EMAIL_HOST = MAIL.host
EMAIL_PORT = MAIL.port
EMAIL_HOST_USER = MAIL.user
EMAIL_HOST_PASSWORD = MAIL.password
EMAIL_USE_TLS = MAIL.starttls
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Verka <verka@localhost>").strip()
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL ska vara en e-postadress, inte ”{DEFAULT_FROM_EMAIL}”.")

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
if not MEDIA_ROOT.is_absolute():
    raise ImproperlyConfigured("MEDIA_ROOT ska vara en absolut sökväg.")

S3 = {
    option: env.str(f"S3_{option.upper()}", default="")
    for option in ("bucket", "endpoint", "region", "access_key", "secret_key")
}
if any(S3.values()) and not S3["bucket"]:
    raise ImproperlyConfigured("S3_BUCKET saknas, men andra S3_-variabler är satta.")
if S3["endpoint"] and urlsplit(S3["endpoint"]).scheme not in {"http", "https"}:
    raise ImproperlyConfigured("S3_ENDPOINT ska börja med https:// eller http://.")
# Private files behind our own pages: none has a public address.
S3_STORAGE: dict[str, Any] = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3["bucket"],
        "endpoint_url": S3["endpoint"] or None,
        "region_name": S3["region"] or None,
        "access_key": S3["access_key"] or None,
        "secret_key": S3["secret_key"] or None,
        "addressing_style": "path",
        "file_overwrite": True,
    },
}
STORAGES = {
    "default": S3_STORAGE if S3["bucket"] else {"BACKEND": "strategy.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
if urlsplit(BROKER_URL).scheme not in {"filesystem", "amqp", "amqps", "redis", "rediss"}:
    raise ImproperlyConfigured("BROKER_URL ska börja med filesystem://, amqp:// eller redis://.")


def filesystem_transport() -> dict[str, Any]:
    """The folders of the filesystem broker; without `control_folder` it would write into the current one."""
    root = Path(urlsplit(BROKER_URL).path or VAR_DIR / "broker")
    folders = {name: root / name for name in ("messages", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    messages = str(folders["messages"])
    return {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(folders["control"])}


USES_FILESYSTEM_BROKER = BROKER_URL.startswith("filesystem:")
CELERY_BROKER_URL = "filesystem://localhost" if USES_FILESYSTEM_BROKER else BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = filesystem_transport() if USES_FILESYSTEM_BROKER else {}
CELERY_TASK_DEFAULT_QUEUE = env.str("BROKER_QUEUE", default="verka")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3  # seconds: the page that rings for a worker waits no longer
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000  # kilobytes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# What a background job of each kind runs; see strategy/jobs.py.
JOBS = {"report": "reporting.services.rendering.ReportJob"}
JOB_LEASE_SECONDS = number("JOB_LEASE_SECONDS", 30, least=1)  # without a sign of life, before it is anybody's again
JOB_SWEEP_SECONDS = number("JOB_SWEEP_SECONDS", 10, least=1)
JOB_SECONDS = number("JOB_SECONDS", 600, least=1)
JOB_MEMORY_MB = number("JOB_MEMORY_MB", 1500, least=100)
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "strategy.tasks.sweep_jobs",
        "schedule": JOB_SWEEP_SECONDS,
        "options": {"expires": JOB_SWEEP_SECONDS},
    }
}

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not SERVED_LOCALLY:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
