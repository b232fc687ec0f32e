"""Django's settings, no more than the export needs."""

import os

SECRET_KEY = "bench" * 10
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.peers.in_django.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.admin",
    "import_export",
    "bench.peers.in_django",
]
MIDDLEWARE = ["bench.peers.in_django.urls.Nobody"]
USE_TZ = True
