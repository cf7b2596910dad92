#!/bin/sh
# Usage: need_python.sh PYTHON. Succeeds where PYTHON is 3.11 or newer and can make virtual environments;
# otherwise says in one sentence what to do.
set -eu
python=$1

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Claimline needs Python 3.11 or newer and there is no '$python' here: install it, or name another one with PYTHON=python3.12." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Claimline needs Python 3.11 or newer and '$python' is $("$python" -V 2>&1): name a newer one with PYTHON=python3.12." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "'$python' cannot make virtual environments: on Debian and Ubuntu run 'sudo apt-get install python3-venv' and try again." >&2
    exit 1
fi
