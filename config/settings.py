"""Settings of the decision register: every value from the environment, with a default for trial use.

.env.example lists each variable that is read here.
"""

import os
from pathlib import Path
from typing import Any

from config.app_hooks import (  # noqa: F401 - these are settings too
    APPROVED_BIDS,
    DRAFT_OF_DECISION,
    OTHER_DAYS,
    PAGES_OF_DRAFT,
    PAPERS_OF_GRANT,
    PUBLIC_PREVIEW,
    TEXT_READER,
    WORKBOOK_READER,
)
from config.development import with_development
from config.key_settings import (  # noqa: F401 - these are settings too
    LOG_FORMER_KEY_FILE,
    LOG_FORMER_KEY_PASSPHRASE,
    LOG_KEY_FILE,
    LOG_KEY_PASSPHRASE,
    LOG_KEY_PRINTED_IN,
    SEAL,
    WITNESS_POLICY_FILE,
)
from config.logs import logging_settings
from config.safety import refuse_unsafe, secret
from config.sign_in_settings import *  # noqa: F403 - these are settings too
from database.configuration import databases, router_paths
from profiles import current

BASE_DIR = Path(__file__).resolve().parent.parent
#: All run-time data: the embedded database, trial keys, secrets made on first run.
VAR = Path(os.environ.get("VAR", BASE_DIR / "var")).resolve()

#: "production" refuses weak or missing secrets; "trial" makes its own on first run.
MODE = os.environ.get("MODE", "trial")
PRODUCTION = MODE == "production"
#: Which side this process serves: the desk, the register, or both.
FACE = os.environ.get("FACE", "both")

refuse_unsafe(os.environ, production=PRODUCTION, face=FACE)
DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = secret(os.environ, "SECRET_KEY", VAR, PRODUCTION)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
#: The public address of the register, without a slash at its end: stands in feeds, data and papers.
REGISTER_ADDRESS = os.environ.get("REGISTER_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
#: The address of the desk, as links in letters name it; the register's own where both are one.
DESK_ADDRESS = os.environ.get("DESK_ADDRESS", REGISTER_ADDRESS).rstrip("/")
#: The body whose register this is: the profile that BODY names (docs/adopting.md).
PROFILE = current()
BODY_NAME = os.environ.get("BODY_NAME", PROFILE.body.name_on().name)
BODY_SHORT_NAME = os.environ.get("BODY_SHORT_NAME", PROFILE.body.name_on().short_name)
#: The prefix that 360Giving issued to the body; a placeholder until one is issued.
ORG_PREFIX_360G = os.environ.get("ORG_PREFIX_360G", PROFILE.body.giving_prefix)
#: Where the grants of the body benefit people, in 360Giving's words: name, code, kind of code.
_AREA = PROFILE.body.area
_AREA_WORDS = os.environ.get("AREA_360G", f"{_AREA.name},{_AREA.code},{_AREA.kind}").split(",")
AREA_360G = dict(zip(("name", "geoCode", "geoCodeType"), _AREA_WORDS, strict=False))
#: Where the public writes to; printed on the contact and accessibility pages.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", PROFILE.body.contact)
#: Where weaknesses are reported, as an address with its scheme: stands in /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT") or (
    f"mailto:{CONTACT_EMAIL}" if CONTACT_EMAIL else f"{REGISTER_ADDRESS}/contact/"
)

INSTALLED_APPS = [
    "config",
    "intake",
    "operations",
    "decisions",
    "ledgers",
    "grants",
    "static_export",
    "public_side",
    "register",
    "book",
    "documents",
    "accounts",
    "mail",
    "audit",
    "figures",
    "components",
    "database",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

#: Beside production: the sample of a trial, and the synthetic book that measurements run on.
if not PRODUCTION:
    INSTALLED_APPS += ["sample", "benchmarks"]

#: The collector that OpenTelemetry's traces are sent to (operations/tracing.py); empty for none.
TRACES_TO = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
MIDDLEWARE = [
    *(["operations.tracing.trace_requests"] if TRACES_TO else []),
    "config.middleware.request_line",
    "config.health.asked_by_any_name",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["languages.middleware.language_by_address"] if len(PROFILE.body.languages) > 1 else []),
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.origin",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.closed.ClosedByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.session_limits",
    "accounts.middleware.desk_access",
]
if DEBUG:
    INSTALLED_APPS, MIDDLEWARE = with_development(INSTALLED_APPS, MIDDLEWARE)
    #: Only a browser on this machine is shown the toolbar.
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}

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
                "config.context.names",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = databases(os.environ, VAR, FACE)
DATABASE_ROUTERS = router_paths()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Shared by all workers of the desk, so that guesses are counted once; the register's face counts nothing.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if FACE != "register"
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

#: What the public side remembers, in this process alone: it writes to no table.
CACHES["public"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "public"}

#: The unchanging parts of decisions' pages, drawn once in this process (templates/register/decision.html).
CACHES["fragments"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "fragments",
    "TIMEOUT": None,
    "OPTIONS": {"MAX_ENTRIES": 1_000},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["public_api.throttling.PublicThrottle"],
    "DEFAULT_THROTTLE_RATES": {"public": "600/minute"},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "public_api.views.refusal",
    "UNAUTHENTICATED_USER": None,
    # There is one form, JSON: ?format= is a parameter unknown like any other, and refused as one.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Decision register",
    "DESCRIPTION": "Published decisions about grants. Read-only, open to all, Open Government Licence v3.0.",
    "VERSION": "1",
    "LICENSE": {
        "name": "Open Government Licence v3.0",
        "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],
}

#: Old secret keys, while they are being changed: sessions and second factors made under them still work.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]

ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{BODY_SHORT_NAME} decision register: "
#: Behind a proxy: the header in which it names the browser's address, overwriting whatever was sent, such as X-Real-IP.
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER") or None
#: Whoever endorses or decides signs with a passkey alone; in production unless it says "0".
PASSKEYS_COMPULSORY = os.environ.get("PASSKEYS_COMPULSORY", "1" if PRODUCTION else "0") == "1"
#: Browsers allow passkeys without https on localhost only, which is where a trial runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
#: Single sign-on by OpenID Connect (docs/single_sign_on.md): the provider's address; empty for none.
OIDC_ADDRESS = os.environ.get("OIDC_ADDRESS", "").rstrip("/")
#: Domains for whose addresses it is trusted where it does not say that it verified them; the claim that lists groups.
OIDC_TRUSTED_DOMAINS = frozenset(os.environ.get("OIDC_TRUSTED_DOMAINS", "").lower().split())
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM", "groups")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        # Whose account it opens is decided in accounts/single_sign_on.py; it never makes one.
        "EMAIL_AUTHENTICATION": False,
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("OIDC_NAME", f"{BODY_SHORT_NAME} account"),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ADDRESS},
            }
        ]
        if OIDC_ADDRESS
        else [],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = PROFILE.body.time_zone
USE_I18N = len(PROFILE.body.languages) > 1
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

#: ClamAV's daemon, which files brought to the desk are shown to: a socket or host:port; by default where Debian has it.
_CLAMD = "/run/clamav/clamd.ctl"
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", _CLAMD if Path(_CLAMD).exists() else "")

#: A file that is too big is read past, so that what was typed beside it is kept (components/uploads.py).
FILE_UPLOAD_HANDLERS = [
    "components.uploads.LimitedUpload",
    "components.uploads.ScannedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

#: Where the worker writes the large exports (register/opendata/export_files.py), and the address under which nginx
#: serves that folder to answers that ask it to (deploy/nginx.conf); empty where nginx does not.
EXPORTS = Path(os.environ.get("EXPORTS", VAR / "exports"))
EXPORTS_THROUGH_NGINX = os.environ.get("EXPORTS_THROUGH_NGINX", "")
#: A bucket (`name` or `name/prefix`) to which the worker copies them for web processes on other machines, and its
#: endpoint where it is not Amazon's (register/opendata/export_bucket.py); "" without one.
EXPORTS_BUCKET = os.environ.get("EXPORTS_BUCKET", "").strip("/")
EXPORTS_BUCKET_ENDPOINT = os.environ.get("EXPORTS_BUCKET_ENDPOINT", "")
#: Room for the files of earlier days, in bytes before compression: the oldest go first.
EXPORTS_KEPT_BYTES = int(os.environ.get("EXPORTS_KEPT_BYTES", str(10 * 10**9)))
SITE_EXPORT = os.environ.get("SITE_EXPORT", "")  # a folder of plain files that the worker keeps (docs/archive.md)
#: What Prometheus sends to read /metrics (config/metrics.py); without it only this machine may, and not through nginx.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
#: Where the worker fetches what the public sent, when the public side has machines of its own (public_side/inbox.py).
INBOX_URL = os.environ.get("INBOX_URL", "") if FACE != "register" else ""
#: The folder of the backups, so that /metrics can say how old the newest is; empty where this process does not see it.
BACKUPS = os.environ.get("BACKUPS", "")

STATIC_URL = "/static/"
#: Compressed beside each file at collection, for whoever serves them without compressing them itself.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

LOGGING = logging_settings(os.environ.get("LOG_LEVEL", "INFO").upper(), readable=DEBUG)

#: Nothing is loaded from elsewhere, nothing stands inline, no page may be framed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A browser follows the redirect to the sign-on provider only where the policy names it.
        "form-action": ["'self'", *([OIDC_ADDRESS] if OIDC_ADDRESS else [])],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        **({"upgrade-insecure-requests": True} if PRODUCTION else {}),
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
#: Asked by machines on the inside, which speak plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
#: nginx overwrites this header with what it saw itself (deploy/nginx.conf).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
#: Other hosts below this one and the browsers' built-in list are the body's to commit: neither is quickly undone.
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION and os.environ.get("HSTS_SUBDOMAINS", "") == "1"
SECURE_HSTS_PRELOAD = PRODUCTION and os.environ.get("HSTS_PRELOAD", "") == "1"
#: The two checks that would have everybody commit them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
#: The prefix has the browser refuse these cookies from any other host or without https.
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-forms" if PRODUCTION else "forms"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.forgery"
#: What somebody sees who sends a form after their session ended: all that they typed, to be sent again.
SIGNED_OUT_VIEW = "config.errors.signed_out"
SESSION_COOKIE_HTTPONLY = True
#: A session lasts a working day at most; accounts/middleware.py ends it after half an hour without use.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

#: Where `manage.py back_up` writes by default and clears what is too old; empty for the present folder, never cleared.
BACKUP_FOLDER = os.environ.get("BACKUP_FOLDER", "")
#: The public key (age1…) to which backups are encrypted; its secret key belongs on no machine of the service.
BACKUP_PUBLIC_KEY = os.environ.get("BACKUP_PUBLIC_KEY", "")

#: Letters go out by SMTP where EMAIL_HOST is set; in a trial they lie as files below VAR.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "mail.private_files.PrivateFiles"
EMAIL_FILE_PATH = VAR / "letters"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_PORT == 587, EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "register@localhost")
