#!/usr/bin/env bash
# Start the demonstration: database, invented people, web server and one background worker, until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${PORT:-8000}"
export DJANGO_SETTINGS_MODULE=tznr.settings.demonstration
unset PYTHONDONTWRITEBYTECODE DATABASE_URL REDIS_URL

if ! .venv/bin/python - "$port" <<'PYTHON'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PYTHON
then
    echo "Le port $port est déjà pris : arrêter le programme qui l’occupe, ou choisir un autre port : make run PORT=8010" >&2
    exit 1
fi

mkdir -p var/queue/messages var/queue/control var/queue/processed var/media
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_demonstration --if-empty

echo $$ >var/run.pid
pids=()
stop() {
    trap '' INT TERM
    trap - EXIT
    kill "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -f var/run.pid
}
trap stop EXIT
trap 'echo; echo "Arrêt…"; exit 0' INT TERM

.venv/bin/celery --app tznr worker --beat --concurrency 1 --loglevel WARNING --schedule var/beat-schedule >var/worker.log 2>&1 &
pids+=($!)
.venv/bin/gunicorn --config gunicorn.conf.py --bind "localhost:$port" --workers 1 --threads 8 tznr.wsgi >var/web.log 2>&1 &
pids+=($!)

for _ in $(seq 100); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    kill -0 "${pids[@]}" 2>/dev/null || break
    sleep 0.2
done
if kill -0 "${pids[@]}" 2>/dev/null; then
    .venv/bin/python manage.py demonstration_accounts --port "$port"
fi
# Whichever stops first stops the other.
wait -n || true
echo "Le programme s’est arrêté. Les dernières lignes de var/web.log et var/worker.log :" >&2
tail -n 5 var/web.log var/worker.log >&2
exit 1
