#!/bin/sh
# Install the Debian packages that some tests use; those tests are skipped where they are absent.
set -eu

if command -v chromium >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the tests of the report."
    if apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
    echo "Chromium could not be installed; the tests that need a browser are skipped."
    exit 0
fi
echo "Skipped: Chromium is not here and cannot be installed (not root, or no apt-get);"
echo "the tests that need a browser are skipped."
