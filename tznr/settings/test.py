"""The tests: PostgreSQL and Redis when DATABASE_URL and REDIS_URL say so (`make test` sets them), else SQLite."""

import os

from .base import *  # noqa: F403
from .base import DATABASES, VAR_DIR, env

DEMONSTRATION = True
SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# One Redis database per test process, so that workers do not see each other's queues.
WORKER_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if REDIS_URL := env("REDIS_URL", default=""):
    CELERY_BROKER_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{WORKER_NUMBER}"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CELERY_BROKER_URL}}
else:
    CELERY_BROKER_URL = "memory://"
MEDIA_ROOT = VAR_DIR / f"test-media-{WORKER_NUMBER}"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the browser journeys read it from the live server's thread.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
