#!/bin/sh
# Install the Debian packages that some tests use; those tests are skipped where they are absent.
set -eu

wanted=""
command -v chromium >/dev/null 2>&1 || wanted="chromium"
command -v pdftotext >/dev/null 2>&1 || wanted="$wanted poppler-utils"
# what WeasyPrint needs for letters, with a font that has Arabic
if command -v ldconfig >/dev/null 2>&1; then
    for library in libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; do
        if ! ldconfig -p | grep -q "$library"; then
            wanted="$wanted libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            break
        fi
    done
fi
if [ ! -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]; then
    wanted="$wanted fonts-dejavu-core"
fi
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing packages for the tests of pages and letters: $wanted"
    # shellcheck disable=SC2086
    if apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $wanted >/dev/null; then
        exit 0
    fi
    echo "They could not be installed; the tests that need a browser, or letters on paper, are skipped."
    exit 0
fi
echo "Skipped: these are not here and cannot be installed (not root, or no apt-get): $wanted"
echo "the tests that need a browser, or letters on paper, are skipped."
