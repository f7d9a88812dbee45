"""The web server. With `preload_app` (production) the legislation is loaded and used once before the fork, so that the
workers share its memory; without it (demonstration) each worker loads it behind the first pages."""

import gc
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

worker_class = "gthread"
timeout = 120
graceful_timeout = 20
control_socket_disable = True


def when_ready(server: Any) -> None:
    if server.cfg.preload_app:
        from rights_check.engine import Month, load_legislation

        load_legislation(Month.of(datetime.now(ZoneInfo("Europe/Paris")).date()))
        gc.freeze()


def post_worker_init(worker: Any) -> None:
    if not worker.cfg.preload_app:
        from rights_check.legislation import start_loading

        start_loading()
