#!/usr/bin/env bash
# Every test on a throw-away PostgreSQL and Redis, then the main journeys on SQLite. Nothing is left running.
# With arguments, they are passed on to pytest and SQLite is left out; `--screenshots` makes docs/screenshots again.
# DATABASE_URL and REDIS_URL, when set, are used instead of throw-away services.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=tznr.settings.test DJANGO_ALLOW_ASYNC_UNSAFE=true
export PATH="$PATH:/usr/sbin"
mkdir -p var

if [ -z "${DATABASE_URL:-}" ] && [ -z "${TZNR_THROW_AWAY_POSTGRESQL:-}" ]; then
    # -t: a cluster in a folder of its own, so that two runs never meet.
    export TZNR_THROW_AWAY_POSTGRESQL=1
    exec pg_virtualenv -t -o fsync=off -o synchronous_commit=off -o full_page_writes=off "$0" "$@"
fi
if [ -z "${DATABASE_URL:-}" ]; then
    export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres"
fi

redis_id=""
folder="$(mktemp -d)"
stop() {
    trap - EXIT INT TERM
    [ -z "$redis_id" ] || kill "$redis_id" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
if [ -z "${REDIS_URL:-}" ]; then
    redis_port="$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" >"$folder/redis.log" &
    redis_id=$!
    export REDIS_URL="redis://127.0.0.1:$redis_port/0"
fi

if [ "${1:-}" = --screenshots ]; then
    TZNR_SCREENSHOTS=1 .venv/bin/pytest -n 0 tests/journeys
    exit
fi
.venv/bin/pytest "$@"
[ $# -eq 0 ] || exit 0
echo "Les parcours principaux, encore une fois, sur SQLite"
env -u REDIS_URL DATABASE_URL="sqlite:///$PWD/var/journeys.sqlite3" .venv/bin/pytest -n 0 -m journey
