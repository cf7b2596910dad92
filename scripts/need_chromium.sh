#!/bin/sh
# Succeeds where a Chromium is installed; installs Debian's where it is missing and the user may;
# otherwise says in one sentence what to do.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

as_root=none
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
fi
if [ "$as_root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need Chromium: run 'sudo apt-get install chromium' (or install it your system's way) and try again." >&2
    exit 1
fi

echo "Installing Chromium for the browser tests."
$as_root apt-get -qq update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium >/dev/null
