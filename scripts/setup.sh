#!/bin/sh
# Makes a fresh Debian or Ubuntu machine ready, and says in plain words what it cannot do itself.
#
#   scripts/setup.sh system         the libraries under WeasyPrint, checked before anything imports it
#   scripts/setup.sh judges         the foreign programs that tests ask for a second opinion, and the browser
#   scripts/setup.sh install [dev | bench]  .venv with the pinned versions, plus the tools for tests, or other engines
#   scripts/setup.sh compile        the innermost loops anew, after one of them has changed
#
# Packages come by apt where we may (as root, or through sudo without a password); where we may not, one line
# says what to run. Nothing here names a registry: pip and apt use the machine's own configuration.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf 'mise-en-page: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The words that run apt-get with the right to install, or nothing when we have no such right.
apt_words() {
    have apt-get || return 0
    if [ "$(id -u)" = 0 ]; then
        say "env DEBIAN_FRONTEND=noninteractive apt-get"
    elif have sudo && sudo -n true 2>/dev/null; then
        say "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"
    fi
}

# The line a person types to get packages "$@".
by_hand() {
    if have apt-get; then say "sudo apt-get update && sudo apt-get install $*"
    else say "the equivalent, in your package manager, of Debian's: $*"; fi
}

# Installs packages "$@" with apt; fails (status 1) where that is not allowed or does not work.
# The lists are fetched only when the first try shows that they are missing or stale.
apt_install() {
    apt=$(apt_words)
    [ -n "$apt" ] || return 1
    say "Installing $* (apt)…"
    log=$(mktemp)
    status=0
    try_apt install "$@" || { try_apt update && try_apt install "$@"; } || status=1
    [ $status = 0 ] || tail -n 4 "$log" >&2
    rm -f "$log"
    return $status
}

# A new machine is often still busy with its own updates when it is first used: we wait for them to end.
try_apt() { # $1 install or update; the rest are packages
    # shellcheck disable=SC2086  # $apt is several words on purpose
    $apt -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null
}

# The first Python that is new enough; PYTHON=/path/to/python overrides the search.
find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"
    else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
    for candidate in "$@"; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is not a Python of version 3.11 or newer."
    have python3 || fail "Python 3.11 or newer is needed and none was found. Run: $(by_hand python3 python3-venv)"
    fail "Python 3.11 or newer is needed; python3 here is $(python3 -V 2>&1 | cut -d' ' -f2)." \
        "Install a newer one, then: make PYTHON=/path/to/python3.11 issue"
}

# Debian names a Python's parts after the package python3, or python3.12 where it is not the default one.
debian_part() { # $1 python, $2 part (venv, dev)
    case $1 in
        /bin/python3 | /usr/bin/python3) say "python3-$2" ;;
        /bin/python3.* | /usr/bin/python3.*)
            if [ "$(readlink -f /usr/bin/python3)" = "$(readlink -f "$1")" ]; then say "python3-$2"
            else say "$(basename "$1")-$2"; fi ;;
        *) ;; # not Debian's: it brings its own parts
    esac
}

# What is absent, gathered first so that one line, or one run of apt, puts all of it right.
absent='' packages=''
lacks() { # $1 what it is and is for; the rest are the packages that hold it
    absent="$absent${absent:+; }$1"
    shift
    packages="$packages${packages:+ }$*"
}

install_what_is_absent() {
    [ -n "$packages" ] || return 0
    # shellcheck disable=SC2086  # $packages is a list of words
    apt_install $packages || fail "not on this machine: $absent. Run: $(by_hand $packages)"
}

# WeasyPrint opens these by name at import, and dies with a page of text when one is absent; so they are tried
# first, here, as it tries them.
look_for_pango() {
    missing=$("$1" scripts/missing_libraries.py libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0)
    [ -z "$missing" ] || lacks "Pango, which draws the pages" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

# Debian splits ensurepip and the headers from python3; PyHyphen is C and comes as source only.
look_for_build_parts() {
    python=$1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        part=$(debian_part "$python" venv)
        [ -n "$part" ] || fail "$python cannot make virtual environments (it has no ensurepip)." \
            "Give another one: make PYTHON=/path/to/python3 issue"
        lacks "virtual environments for Python" "$part"
    fi
    has_headers='import os, sysconfig; os.stat(os.path.join(sysconfig.get_path("include"), "Python.h"))'
    if ! "$python" -c "$has_headers" 2>/dev/null; then
        part=$(debian_part "$python" dev)
        [ -n "$part" ] || fail "$python comes without its C headers (Python.h), and PyHyphen is built with them." \
            "Give another one: make PYTHON=/path/to/python3 issue"
        lacks "Python's C headers, to build PyHyphen" "$part"
    fi
    # Extensions are built with the compiler that built Python: x86_64-linux-gnu-gcc for Debian's.
    compiler=$("$python" -c 'import sysconfig; print((sysconfig.get_config_var("CC") or "cc").split()[0])')
    if ! have "${CC:-$compiler}" || { [ "$(uname)" = Linux ] && [ ! -f /usr/include/stdio.h ]; }; then
        lacks "a C compiler, to build PyHyphen" gcc libc6-dev
    fi
}

# Tests that need an absent judge skip themselves, so its absence is said aloud and stops nothing.
check_judges() {
    packages=
    have gs || packages="$packages ghostscript"
    have pdftotext || packages="$packages poppler-utils"
    have qpdf || packages="$packages qpdf"
    have mutool || packages="$packages mupdf-tools"
    have chromium || have chromium-browser || have google-chrome || packages="$packages chromium"
    [ -n "$packages" ] || return 0
    # shellcheck disable=SC2086
    apt_install $packages && return 0
    # shellcheck disable=SC2086
    say "" \
        && say "!!! Absent:$packages. The tests that ask these programs for a second opinion WILL BE SKIPPED." \
        && say "!!! To run them too: $(by_hand $packages)" \
        && say ""
}

# A .venv whose Python was removed or whose folder was moved is made again rather than repaired.
make_venv() {
    python=$1
    if [ -e .venv ] && ! { [ -x .venv/bin/pip ] && .venv/bin/python -c '' 2>/dev/null \
            && [ "$(cat .venv/place 2>/dev/null)" = "$PWD" ]; }; then
        say "Making .venv again: its Python is gone, this folder has moved, or it was not finished."
        rm -rf .venv
    fi
    [ -e .venv ] || { "$python" -m venv .venv && printf '%s\n' "$PWD" >.venv/place; }
}

# The variables pin what builds PyHyphen and this package, too: the older pip reads the first, the newer the
# second. PEP 517 builds everywhere: the oldest pip would otherwise run setup.py in the bare environment.
pip_install() {
    PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
        .venv/bin/python -m pip install --quiet --use-pep517 --no-input -c constraints.txt "$@" \
        || fail "pip could not install everything; its message is above. Once it is put right, run the same command again."
    sed -n 's/^# //p' src/mise_en_page/.compiled  # why nothing was compiled, if nothing was
    # pip makes bytecode of what it installs, but not of a checkout: the first command would wait for it, and where
    # Python may write none, every one.
    .venv/bin/python -m compileall -q src || true
}

install() {
    target=.
    [ -z "${1:-}" ] || target=".[$1]"
    python=$(find_python)
    look_for_build_parts "$python"
    look_for_pango "$python"
    install_what_is_absent
    make_venv "$python"
    say "Installing the pinned versions into .venv (a minute or two the first time)…"
    pip_install -e "$target"
}

case ${1:-} in
    system)
        python=$(find_python)
        look_for_pango "$python"
        install_what_is_absent
        ;;
    judges) check_judges ;;
    install) install "${2:-}" ;;
    compile)
        say "Compiling the innermost loops…"
        pip_install --no-deps -e .
        ;;
    *) fail "usage: scripts/setup.sh system | judges | install [dev | bench] | compile" ;;
esac
