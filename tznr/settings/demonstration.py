"""What `make run` uses: SQLite, Celery on a folder, invented people. Never reachable from outside the machine."""

from .base import *  # noqa: F403
from .base import VAR_DIR

DEMONSTRATION = True
SECRET_KEY = "demonstration-only-not-a-secret-demonstration-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS: list[str] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

QUEUE_DIR = VAR_DIR / "queue"
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(QUEUE_DIR / "messages"),
    "data_folder_out": str(QUEUE_DIR / "messages"),
    "control_folder": str(QUEUE_DIR / "control"),
    "processed_folder": str(QUEUE_DIR / "processed"),
    "store_processed": False,
}
