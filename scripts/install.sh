#!/usr/bin/env bash
# Install what `make run` (production) or `make test` (development) needs: the Debian packages that are missing, the
# virtual environment, the locked Python packages. Does nothing, at once, when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="${1:?production or development}"

say() { printf '%s\n' "$*" >&2; }

python=""
for candidate in python3.11 python3.12 python3; do
    if command -v "$candidate" >/dev/null &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))'; then
        python="$candidate"
        break
    fi
done
[ -n "$python" ] || { say "Il faut Python 3.11 ou 3.12 : sudo apt-get install python3"; exit 1; }

# WeasyPrint draws the PDF with Pango and HarfBuzz; the tests want a browser, PostgreSQL and Redis of their own.
packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
if [ "$lock" = development ]; then
    packages+=(chromium postgresql postgresql-contrib redis-server poppler-utils)
fi
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "$lock" = development ] && command -v chromium >/dev/null; then
    missing=("${missing[@]/chromium/}")
fi
read -ra missing <<<"${missing[*]:-}" || true
if [ ${#missing[@]} -gt 0 ]; then
    line="apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" = 0 ]; then
        root=()
    elif sudo -n true 2>/dev/null; then
        root=(sudo)
    else
        say "Il manque des paquets du système. Les installer, puis recommencer : sudo $line"
        exit 1
    fi
    say "Installation des paquets du système : ${missing[*]}"
    log="$(mktemp)"
    if ! { "${root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${root[@]}" $line; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        say "Les paquets du système n’ont pas pu être installés (réseau ?). Essayer : sudo $line"
        exit 1
    fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
stamp=".venv/installed-$lock"
wanted="$(cat requirements/installer.txt "requirements/$lock.txt" | sha256sum | cut -d' ' -f1)"
# The development lock contains the production one: what is installed for the tests also runs the program.
[ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0
if [ "$lock" = production ] && [ -e .venv/installed-development ]; then
    exec "$0" development
fi
say "Installation des paquets Python (une à trois minutes la première fois)…"
if ! .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/installer.txt ||
    ! .venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes "requirements/$lock.txt"; then
    say "Les paquets Python n’ont pas pu être téléchargés : vérifier le réseau (ou le miroir de paquets), puis recommencer."
    exit 1
fi
# Byte-compiled once here, or every start pays for it.
.venv/bin/python -m compileall -q -j 2 .venv/lib >/dev/null || true
printf '%s' "$wanted" >"$stamp"
