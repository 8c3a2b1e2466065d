"""All settings, for every environment; values come from it (docs/reference/settings.md)."""

import os

import django_stubs_ext
from csp.constants import NONE, SELF

from tongban.config import environment
from tongban.config.environment import HOME, ROOT, choice, flag, number
from tongban.config.naming import name_from
from tongban.config.platform import brands, platform
from tongban.config.zones import zones

django_stubs_ext.monkeypatch()

TONGBAN_HOME = HOME
TONGBAN_ROOT = ROOT
TONGBAN_DEMO = flag("TONGBAN_DEMO")
TONGBAN_TEST = flag("TONGBAN_TEST")
TONGBAN_KEYS = environment.keys()
TONGBAN_KEYS_FILE = environment.keys_file()
TONGBAN_PACK = os.environ.get("TONGBAN_PACK", str(ROOT / "packs" / "china"))
PLATFORM = platform(os.environ.get("TONGBAN_PLATFORM", ""))
TONGBAN_NODE = PLATFORM.id  # our name in the federation; empty for one that stands alone
TONGBAN_ROLE = PLATFORM.role
TONGBAN_REGIONS = PLATFORM.regions  # what we answer for
TONGBAN_REGION = os.environ.get("TONGBAN_REGION", PLATFORM.region)  # of who has chosen none
TONGBAN_ADDRESS = os.environ.get("TONGBAN_ADDRESS", "http://127.0.0.1:8000")
TONGBAN_SUITE = choice("TONGBAN_SUITE", default=PLATFORM.suite, among={"intl", "gm"})
TONGBAN_ZONES = zones() if PLATFORM.id else []  # which platforms work together as what
TONGBAN_TOPICS = "tongban.config.topics"
TONGBAN_PRIVACY = "tongban.config.privacy"
TONGBAN_RATINGS = "tongban.config.ratings"
TONGBAN_FILES = HOME / "files"
TONGBAN_INDEX = HOME / "index"

TONGBAN_READS_PER_SECOND = number("TONGBAN_READS_PER_SECOND", default=300, least=100)
TONGBAN_WRITES_PER_SECOND = number("TONGBAN_WRITES_PER_SECOND", default=100, least=20)
TONGBAN_PASSKEY_DOMAIN = os.environ.get("TONGBAN_PASSKEY_DOMAIN", "")  # that platforms share
TONGBAN_PROXIES = number("TONGBAN_PROXIES", default=0)
TONGBAN_PEER_REQUESTS = number("TONGBAN_PEER_REQUESTS", default=20, least=1)
TONGBAN_PEER_QUESTIONS = number("TONGBAN_PEER_QUESTIONS", default=20, least=1)

DEBUG = False
SECRET_KEY = str(TONGBAN_KEYS["django"])
ALLOWED_HOSTS = os.environ.get("TONGBAN_HOSTS", "127.0.0.1,localhost,testserver").split(",")
SECURE = flag("TONGBAN_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "lucide",
    "tongban.design",
    "django.forms",  # after design, whose templates replace some of its own
    "tongban.audit",
    "tongban.federation",
    "tongban.identity",
    "tongban.privacy",
    "tongban.catalog",
    "tongban.messages",
    "tongban.ratings",
    "tongban.certificates",
    "tongban.sharing",
    "tongban.cases",
    "tongban.hotline",
    "tongban.appointments",
    "tongban.portal",
    "tongban.workbench",
    "tongban.api",
    "tongban.exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "tongban.api.door.ForPrograms",
    "tongban.portal.kiosk.middleware.KiosksKeepNothing",
    "tongban.core.middleware.SessionsStay",
    "django.middleware.locale.LocaleMiddleware",
    "tongban.config.limits.RequestsAreLimited",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tongban.portal.middleware.SignedInPeople",
    "tongban.portal.preferences.middleware.ReadersLanguage",
    "django_htmx.middleware.HtmxMiddleware",
    "tongban.core.middleware.SafeMethodsDoNotWrite",
]

ROOT_URLCONF = "tongban.config.urls"
WSGI_APPLICATION = "tongban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "tongban" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "tongban.portal.preferences.surroundings.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "tongban.design.forms.Renderer"

DATABASES = {"default": environment.database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [] if TONGBAN_TEST else [ROOT / "locale"]  # tests name texts as the source does
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
_BROUGHT = ROOT / "build" / "browser" / "files"  # scripts of others that npm brought
STATICFILES_DIRS = [_BROUGHT]  # also while set-up has yet to bring them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TONGBAN_TEST
        else "tongban.config.static.HashedFiles"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TONGBAN_TEST  # tests collect nothing
MEDIA_ROOT = TONGBAN_FILES
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

_ENDS = PLATFORM.cookies_end
SESSION_COOKIE_NAME = f"sessionid{_ENDS}"
CSRF_COOKIE_NAME = f"csrftoken{_ENDS}"
LANGUAGE_COOKIE_NAME = f"django_language{_ENDS}"
ELDER_COOKIE_NAME = f"elder{_ENDS}"
REGION_COOKIE_NAME = f"region{_ENDS}"
TOLD_COOKIE_NAME = f"work_told{_ENDS}"
KNOWN_COOKIE_NAME = f"known{_ENDS}"  # on this device somebody signed in before
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 86400  # a sign-in itself lives shorter, see identity.rules.IDLE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 86400 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tongban.config.trouble.form_expired"
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # scripts of others may be missing

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

CARRIERS = {
    "sms": os.environ.get("TONGBAN_TEXT_PROVIDER", "tongban.messages.providers.pretend"),
    "email": os.environ.get("TONGBAN_MAIL_PROVIDER", "tongban.messages.providers.pretend"),
    "push": os.environ.get("TONGBAN_PUSH_PROVIDER", "tongban.messages.providers.webpush"),
}
PUSH_SERVICES = os.environ.get("TONGBAN_PUSH_SERVICES", "").split()
TONGBAN_TEXTS_KEY = os.environ.get("TONGBAN_TEXTS_KEY", "")  # by which a carrier brings answers
EMAIL_HOST = os.environ.get("TONGBAN_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("TONGBAN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TONGBAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TONGBAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TONGBAN_SMTP_TLS", "") == "yes"
DEFAULT_FROM_EMAIL = os.environ.get("TONGBAN_MAIL_FROM", "tongban@localhost")
POPULATION_PROVIDER = os.environ.get(
    "TONGBAN_POPULATION_PROVIDER", "tongban.identity.providers.pretend"
)
REGISTERS_PROVIDER = os.environ.get(
    "TONGBAN_REGISTERS_PROVIDER", "tongban.sharing.providers.pretend"
)
VIDEO_PROVIDER = os.environ.get("TONGBAN_VIDEO_PROVIDER", "tongban.cases.providers.telephone")
PLATFORM_NAME = name_from(PLATFORM.names)
BRANDS = brands() if PLATFORM.id else {}

# Bugs go to the standard error of the server, which `demo` and the system units keep.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
