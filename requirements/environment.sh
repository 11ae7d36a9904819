# Shell functions that make the environment; sourced by ../banmian and ../check, which set `here`.
VENV="${BANMIAN_VENV:-$here/.venv}"
# the program runs from its checkout, wherever it is called from, and caches nothing outside it
export PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}"

say() { echo "banmian: $*" >&2; }

fail() { say "$*"; exit 3; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "no Python of version 3.11 or later found — install it: apt-get install python3 python3-venv"
}

make_venv() {
    python=$(find_python) || exit 3
    if ! "$python" -m venv --clear "$VENV" >/dev/null 2>&1; then
        # Debian keeps venv in a package of its own
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "installing the package python3-venv"
            { apt-get update && apt-get install -y --no-install-recommends python3-venv; } >/dev/null 2>&1 || true
        fi
        "$python" -m venv --clear "$VENV" >&2 ||
            fail "cannot make an environment in $VENV — as root: apt-get install python3-venv; the folder must be writable"
    fi
}

# The tests typeset pages and read PDFs with an outside reader; without these packages those tests skip and say so.
add_test_packages() {
    command -v pdftotext >/dev/null 2>&1 && [ -f /usr/share/fonts/opentype/noto/NotoSerifCJK-Black.ttc ] && return
    wanted_packages="fonts-noto-cjk fonts-noto-cjk-extra poppler-utils"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing the packages $wanted_packages"
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $wanted_packages; } \
            >/dev/null 2>&1 && return
    fi
    say "some tests will skip for want of packages — as root: apt-get install $wanted_packages"
}

# prepare KIND: KIND is run or dev. Quiet and quick when the environment is as the requirements say.
prepare() {
    kind=$1
    wanted=$(cat "$here/requirements/run.txt" "$here/requirements/dev.txt" | cksum)
    stamp="$VENV/banmian.$kind"
    [ "$kind" = run ] && [ -f "$VENV/banmian.dev" ] && stamp="$VENV/banmian.dev"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
    lock="$VENV.lock"
    waited=0
    # two first starts at once: one sets up, the other waits for it
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/pid" 2>/dev/null || echo 0)
        if [ "$waited" -gt 3 ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$lock"; continue; fi
        [ "$waited" -lt 900 ] || fail "another start has been setting up for 15 minutes — end it, then: rm -r $lock"
        if [ ! -w "$(dirname "$VENV")" ]; then fail "$(dirname "$VENV") may not be written — set BANMIAN_VENV to a folder that may"; fi
        sleep 1
        waited=$((waited + 1))
    done
    echo $$ >"$lock/pid"
    trap 'rm -rf "$lock"' EXIT
    trap 'rm -rf "$lock"; exit 130' INT TERM
    if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
        say "setting up $VENV (once; a few minutes)"
        # the program may be running in an environment that only wants the tools; cleared, it would fall over
        [ "$(cat "$VENV/banmian.run" 2>/dev/null)" = "$wanted" ] || make_venv
        # --no-deps: the lists are complete, and so exactly one OpenCV ends up installed, the headless one
        set -- -r "$here/requirements/run.txt"
        [ "$kind" = run ] || set -- "$@" -r "$here/requirements/dev.txt"
        "$VENV/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes "$@" >&2 ||
            fail "the packages could not be installed — check the network (or set PIP_INDEX_URL), then start again"
        [ "$kind" = run ] || add_test_packages
        echo "$wanted" >"$stamp"
        say "ready"
    fi
    rm -rf "$lock"
    trap - EXIT INT TERM
}
