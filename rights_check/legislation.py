"""The legislation takes 5 to 13 seconds to load: it is loaded in advance, or while the user is told to wait.

The engine is imported here only when needed, so that ordinary pages and commands do not pay for it.
"""

import threading

from django.utils import timezone

from rights_check.engine import Month, legislation_is_loaded, load_legislation

_starting = threading.Lock()
_thread: threading.Thread | None = None


def is_loaded() -> bool:
    return legislation_is_loaded()


def start_loading() -> None:
    """Load in the background and return at once; does nothing when it is loaded or being loaded."""
    global _thread
    with _starting:
        if legislation_is_loaded() or (_thread is not None and _thread.is_alive()):
            return
        _thread = threading.Thread(target=_load, name="legislation", daemon=True)
        _thread.start()


def _load() -> None:
    """A failure is printed by the thread itself; the next calculation tries again."""
    load_legislation(Month.of(timezone.localdate()))
