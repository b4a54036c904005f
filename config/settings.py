"""Settings of the decision register: one file, every value from the environment with a default for trial use.

.env.example lists each variable that is read here.
"""

import os
from pathlib import Path

from database.configuration import databases, router_paths

BASE_DIR = Path(__file__).resolve().parent.parent
#: All run-time data: the embedded database, trial keys, secrets made on first run.
VAR = Path(os.environ.get("VAR", BASE_DIR / "var")).resolve()

#: "production" refuses weak or missing secrets; "trial" makes its own on first run.
MODE = os.environ.get("MODE", "trial")
PRODUCTION = MODE == "production"
#: Which side this process serves: the desk, the register, or both.
FACE = os.environ.get("FACE", "both")

DEBUG = os.environ.get("DEBUG", "") == "1" and not PRODUCTION
SECRET_KEY = os.environ.get("SECRET_KEY", "" if PRODUCTION else "trial-only-key-that-signs-nothing-of-worth-0123456789")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
#: The public address of the register, without a slash at its end: stands in feeds, data and papers.
REGISTER_ADDRESS = os.environ.get("REGISTER_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
#: The body whose register this is.
BODY_NAME = os.environ.get("BODY_NAME", "Mayor’s Office for Policing and Crime")
BODY_SHORT_NAME = os.environ.get("BODY_SHORT_NAME", "MOPAC")
#: The prefix that 360Giving issued to the body; a placeholder until one is issued.
ORG_PREFIX_360G = os.environ.get("ORG_PREFIX_360G", "360G-prefix")

INSTALLED_APPS = [
    "decisions",
    "grants",
    "register",
    "documents",
    "accounts",
    "audit",
    "figures",
    "database",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
                "config.context.names",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = databases(os.environ, VAR, FACE)
DATABASE_ROUTERS = router_paths()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
