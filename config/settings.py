"""Settings from the environment. `var/env` holds what `make setup` wrote; the real environment wins.

A value that makes no sense raises ImproperlyConfigured with a Swedish sentence that names the variable.
"""

import re
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

from config.environment import S3_OPTIONS, broker_folders, database, mail, oidc, s3
from config.headers import CONTENT_SECURITY_POLICY, HEADERS  # noqa: F401 - read by the middleware

django_stubs_ext.monkeypatch()  # lets forms and views name the model that they are for

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
if (VAR_DIR / "env").is_file():
    env.read_env(str(VAR_DIR / "env"))


def boolean(name: str, default: bool) -> bool:
    words = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)
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
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY saknas eller är kortare än 50 tecken. Kör `make setup` eller ange en egen.")

ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])]
if not all(ALLOWED_HOSTS) or any("/" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS ska vara värdnamn åtskilda av komma, utan http:// och utan snedstreck.")
if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS ska vara hela värdnamn: länkar i brev får det namn som någon frågar efter."
    )
SERVED_LOCALLY = set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}

PORT = env.str("PORT", default="8000")
SITE_URL = env.str(  # where links in letters lead
    "SITE_URL", default=f"http://127.0.0.1:{PORT}" if SERVED_LOCALLY else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/ ")
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
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
    # What every answer carries, be it a static file or an error in what comes after.
    "config.operations.figures.RequestFiguresMiddleware",
    "strategy.web.logs.RequestLogMiddleware",
    "strategy.web.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "strategy.web.middleware.PrivateResponseMiddleware",
    "strategy.web.middleware.BoundedRequestMiddleware",
    "strategy.web.middleware.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "strategy.records.log.middleware.AuditMiddleware",
    "strategy.web.middleware.LanguageMiddleware",
    "strategy.accounts.entry.again.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "strategy.web.middleware.PrintableMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "strategy.accounts.entry.middleware.SessionLimitsMiddleware",
    "strategy.accounts.entry.middleware.SecondFactorMiddleware",
    "strategy.sending.middleware.KeptMiddleware",
    "strategy.sending.once.SentOnceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "strategy.web.middleware.WrongMethodMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["strategy.templatetags.sending"],  # every form has a key
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.page",
            ],
        },
    }
]
NAVIGATION = "config.navigation"
FORM_RENDERER = "strategy.web.rendering.Renderer"

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'verka.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL, VAR_DIR, allows_sqlite=boolean("ALLOW_SQLITE", False))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "strategy.User"
LOGIN_URL = "strategy:sign-in"
LOGIN_REDIRECT_URL = "strategy:home"
LOGOUT_REDIRECT_URL = "strategy:sign-in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # says no to whoever is locked out, before any password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
REQUIRE_MFA = boolean("REQUIRE_MFA", not SERVED_LOCALLY)

# A person's address is User.email alone: allauth's own table of addresses stays empty.
ACCOUNT_ADAPTER = "strategy.accounts.entry.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; the check wants to see the login method here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = False  # axes counts, in the database; these count in each process
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "strategy.accounts.entry.forms.SignInForm",
    "reauthenticate": "strategy.accounts.entry.forms.ConfirmPasswordForm",
    "change_password": "strategy.accounts.entry.forms.ChangePasswordForm",
    "set_password": "strategy.accounts.entry.forms.NewPasswordForm",
    "reset_password_from_key": "strategy.accounts.entry.forms.ForgottenPasswordForm",
    "user_token": "strategy.accounts.entry.forms.PasswordLinkForm",
}
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
MFA_ADAPTER = "strategy.accounts.entry.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Verka"
MFA_TOTP_TOLERANCE = 1  # steps of half a minute that a telephone's clock may be off
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "strategy.accounts.entry.forms.SecondFactorForm",
    "reauthenticate": "strategy.accounts.entry.forms.ConfirmCodeForm",
    "activate_totp": "strategy.accounts.entry.forms.ActivateTotpForm",
    "add_webauthn": "strategy.accounts.entry.forms.PasskeyForm",
}

SOCIALACCOUNT_ADAPTER = "strategy.accounts.entry.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = oidc(
    *(env.str(f"OIDC_{name}", default="").strip() for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME"))
)
# Whether the provider always asks for a second factor; otherwise it counts when the token's `amr` says so.
OIDC_MFA = boolean("OIDC_MFA", False)

AXES_HANDLER = "strategy.accounts.entry.lockout.Handler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], ["username"], ["ip_address"]]
AXES_LOCKOUT_CALLABLE = "strategy.accounts.entry.lockout.respond"
AXES_USERNAME_CALLABLE = "strategy.accounts.entry.lockout.account_of"
AXES_CLIENT_IP_CALLABLE = "strategy.web.origin.address_of"
AXES_CLIENT_STR_CALLABLE = "strategy.accounts.entry.lockout.described"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["login", "code", "credential", "oldpassword", "csrfmiddlewaretoken", "next"]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Whether people may have an address at which a calendar program of theirs fetches their days without signing in.
CALENDAR_FEEDS = boolean("CALENDAR_FEEDS", True)

INVITATION_LIFETIME = timedelta(days=number("INVITATION_DAYS", 14, least=1))

EMAIL_URL = env.str("EMAIL_URL", default="").strip()
if not EMAIL_URL and not SERVED_LOCALLY:
    raise ImproperlyConfigured(
        "EMAIL_URL saknas. Utan den hamnar breven, med länkar som släpper in, i en mapp och i loggen på servern."
    )
MAIL = mail(EMAIL_URL, VAR_DIR / "mail")
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

S3 = s3({option: env.str(f"S3_{option.upper()}", default="") for option in S3_OPTIONS})
STORAGES = {
    "default": S3 or {"BACKEND": "strategy.tools.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Where the content of what is marked secret is kept: here, or in a system of the ministry's own.
SECRET_CONTENT = env.str("SECRET_CONTENT", default="stored").strip().lower()
if SECRET_CONTENT not in {"stored", "reference"}:
    raise ImproperlyConfigured(f"SECRET_CONTENT ska vara stored eller reference, inte ”{SECRET_CONTENT}”.")

# Whom a backup is encrypted to: public age keys. And who may read the figures at /metrics; without it nobody.
BACKUP_RECIPIENTS = env.str("BACKUP_RECIPIENTS", default="").replace(",", " ").split()
if not all(re.fullmatch(r"age1[0-9a-z]{50,}", key) for key in BACKUP_RECIPIENTS):
    raise ImproperlyConfigured("BACKUP_RECIPIENTS ska vara publika age-nycklar, som börjar med age1.")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="").strip()
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN är kortare än 32 tecken.")

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
if urlsplit(BROKER_URL).scheme not in {"filesystem", "amqp", "amqps", "redis", "rediss"}:
    raise ImproperlyConfigured("BROKER_URL ska börja med filesystem://, amqp:// eller redis://.")

USES_FILESYSTEM_BROKER = BROKER_URL.startswith("filesystem:")
CELERY_BROKER_URL = "filesystem://localhost" if USES_FILESYSTEM_BROKER else BROKER_URL
CELERY_BROKER_TRANSPORT_OPTIONS = broker_folders(BROKER_URL, VAR_DIR / "broker") if USES_FILESYSTEM_BROKER else {}
CELERY_TASK_DEFAULT_QUEUE = env.str("BROKER_QUEUE", default="verka")
LONG_WORK_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-long"  # apart, so that no letter has to wait for a report
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in (CELERY_TASK_DEFAULT_QUEUE, LONG_WORK_QUEUE)
]
CELERY_TASK_ROUTES = {"strategy.jobs.tasks.run_job": {"queue": LONG_WORK_QUEUE}}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3  # seconds: the page that rings for a worker waits no longer
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000  # kilobytes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# What a background job of each kind runs; see strategy/jobs/services.py.
JOBS = {
    "report": "reporting.reports.rendering.ReportJob",
    "observations-reading": "dialogue.observations.bulk_services.ReadingJob",
    "observations-step": "dialogue.observations.bulk_services.StepJob",
    "letter": "strategy.notices.letters.LetterJob",
    "disposal": "reporting.archive.disposal.services.DisposalJob",
    "handover": "reporting.handover.paper.HandoverJob",
    "disclosure": "reporting.disclosures.masked_copy_pdf.DisclosureJob",
}
NOTICES = [  # what each room knows of days that come: `strategy.notices.services.Telling`s, by strategy
    *(f"{room}.notices.due" for room in ("priorities.work_plan", "dialogue.commitments", "dialogue.requests")),
    "reporting.circulations.notices.due",
    "strategy.administration.people.notices.ending_deputyships",
    "reporting.handover.notices.ending_roles",
]
JOB_LEASE_SECONDS = number("JOB_LEASE_SECONDS", 30, least=1)  # without a sign of life, before it is anybody's again
JOB_SWEEP_SECONDS = number("JOB_SWEEP_SECONDS", 10, least=1)
JOB_SECONDS = number("JOB_SECONDS", 600, least=1)
JOB_MEMORY_MB = number("JOB_MEMORY_MB", 1500, least=100)

SESSION_ENGINE = "strategy.accounts.entry.store"
SESSION_COOKIE_AGE = 60 * 60 * 12  # however busy somebody is
SESSION_IDLE_MINUTES = number("SESSION_IDLE_MINUTES", 60, least=5)
DRAFT_DAYS = number("DRAFT_DAYS", 30, least=1)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "strategy.accounts.entry.again.token_is_too_old"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not SERVED_LOCALLY:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # With this beginning a browser takes the cookie from us alone, from no neighbour under the same domain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"

# How many proxies of ours stand in front: so many of the last addresses in X-Forwarded-For are theirs to tell.
PROXY_COUNT = number("PROXY_COUNT", 0 if SERVED_LOCALLY else 1, least=0)

# A form without its files, a file, and so many of these at once: what is larger is not read.
MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_FILES = 10
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 2 * MOST_FILES
MOST_BODY_BYTES = MOST_FILES * MOST_FILE_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_PERMISSIONS = 0o600

CLAMAV_URL = env.str("CLAMAV_URL", default="")
if CLAMAV_URL and not re.fullmatch(r"tcp://(\[[^]/]+\]|[^/:@\s]+):\d{1,5}|unix:///\S+", CLAMAV_URL):
    raise ImproperlyConfigured("CLAMAV_URL ska vara tcp://värd:port eller unix:///sökväg.")

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if SERVED_LOCALLY else "INFO").strip().upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise ImproperlyConfigured("LOG_LEVEL ska vara DEBUG, INFO, WARNING eller ERROR.")
QUIET_LIBRARIES = ("celery", "kombu", "amqp", "botocore", "weasyprint", "fontTools", "PIL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"news": {"()": "strategy.web.logs.News"}},
    "formatters": {"line": {"()": "strategy.web.logs.formatter", "as_json": not SERVED_LOCALLY}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["news"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        **{library: {"level": "WARNING"} for library in QUIET_LIBRARIES},
    },
}
