#!/bin/sh
# Print a Python 3.11 or newer that can make a virtual environment. On Debian, as root, install one
# when there is none. HECHT_PYTHON names one to use instead.
set -eu

works() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

look() {
    # the versions that constraints.txt is tested with go first
    for name in ${HECHT_PYTHON:-} python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
        if works "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

look && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No usable Python 3.11 or newer; installing Debian's." >&2
    { apt-get update && apt-get install -y --no-install-recommends python3 python3-venv; } >&2
    look && exit 0
fi
echo "hecht needs Python 3.11 or newer with venv. On Debian or Ubuntu:" >&2
echo "  sudo apt-get install python3 python3-venv" >&2
echo "or name one: make HECHT_PYTHON=/path/to/python3.12 …" >&2
exit 1
