#!/bin/sh
# Installs what Python's packages cannot bring, where it may; else shows the one line to type.
#   requirements/system.sh run     to make reports as PDF
#   requirements/system.sh test    also for the browser tests
#   requirements/system.sh browser tells whether they have a browser; else Playwright brings one
set -eu

run_debian="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
test_debian="chromium libatomic1 poppler-utils"
# Ubuntu's package of that name only fetches a snap, which cannot be driven.
if grep -qs '^ID=ubuntu' /etc/os-release; then test_debian=${test_debian#chromium }; fi

missing() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

debian() {
    wanted=$run_debian
    # A Python of one's own brings venv itself.
    if "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then wanted=${wanted#python3-venv }; fi
    [ "$1" = test ] && wanted="$wanted $test_debian"
    # shellcheck disable=SC2086
    lacking=$(missing $wanted)
    [ -z "$lacking" ] && return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        echo "Some system libraries are missing. Install them with this line, then try again:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y $lacking" >&2
        exit 1
    fi
    echo "Installing system libraries: $lacking"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null
}

macos() {
    if ! command -v brew >/dev/null; then
        echo "Install Homebrew (brew.sh), then try again: it brings pango, which PDF needs." >&2
        exit 1
    fi
    brew list pango >/dev/null 2>&1 || brew install --quiet pango
    if [ "$1" = test ]; then brew list poppler >/dev/null 2>&1 || brew install --quiet poppler; fi
}

browser() {
    for name in chromium chromium-browser google-chrome; do
        case $(command -v "$name") in '' | /snap/*) ;; *) return 0 ;; esac
    done
    [ -d "/Applications/Chromium.app" ] || [ -d "/Applications/Google Chrome.app" ]
}

kind=${1:-run}
if [ "$kind" = browser ]; then
    browser
elif command -v dpkg-query >/dev/null; then
    debian "$kind"
elif [ "$(uname)" = Darwin ]; then
    macos "$kind"
else
    echo "On this system, see to it that pango (1.44 or later) is installed$([ "$kind" = test ] && echo ', chromium and poppler (pdftotext)')." >&2
fi
