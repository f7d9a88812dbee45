#!/usr/bin/env bash
# Throw the demonstration database away and make a new one.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=tznr.settings.demonstration
unset DATABASE_URL REDIS_URL
if [ -f var/run.pid ] && kill -0 "$(cat var/run.pid)" 2>/dev/null; then
    echo "La démonstration tourne encore : l’arrêter d’abord (Ctrl-C dans sa fenêtre), puis recommencer." >&2
    exit 1
fi
rm -rf var/tznr.sqlite3 var/tznr.sqlite3-shm var/tznr.sqlite3-wal var/media var/queue var/beat-schedule*
mkdir -p var
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_demonstration
