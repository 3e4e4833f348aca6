# Shared by the commands in script/: an interpreter, the virtual environments, a browser, a clock to move.
#
#   source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/env.sh"
#   python=$(environment test)      # test, demo, carrier or lint; made or renewed only when something changed
#   chromium=$(browser)             # Chromium and a font with Japanese letters
#   library=$(faketime)             # libfaketime, which moves the clock of a process
#
# Everything made lies under .local/, which git ignores and which may be deleted at any time. Standard output carries
# the answer alone; what is being done is told on standard error. Two commands may start at once: one waits for the other.

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
LOCAL="$ROOT/.local"
PYTHON_RANGE='>=3.14.2,<3.15'
UV_PINNED=0.13.9

export UV_NO_PROGRESS=1 UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-60}"
# uv brings certificates of its own; pip also trusts the system's, which may have that of a proxy. So shall uv, unless
# the system has none.
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
  if [[ -s $bundle ]]; then export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"; fi
done
unset bundle
# Whoever told pip to use a mirror means uv as well.
if [[ -n ${PIP_INDEX_URL:-} && -z ${UV_DEFAULT_INDEX:-} ]]; then export UV_DEFAULT_INDEX="$PIP_INDEX_URL"; fi

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  return 1
}

# Downloads fail now and then; what still fails the third time is told.
retry() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return
    [[ $attempt == 3 ]] || { say "failed, trying again: $1"; sleep $((attempt * 3)); }
  done
  return 1
}

suits() {
  "$1" -c 'import sys; raise SystemExit(not (3, 14, 2) <= sys.version_info[:3] < (3, 15))' >/dev/null 2>&1
}

# --- uv --------------------------------------------------------------------------------------------------------------

private_uv() {
  local place="$LOCAL/uv"
  if ! [[ -e $place/.complete ]]; then
    say "Getting uv $UV_PINNED …"
    rm -rf "$place"
    python3 -m venv "$place" >&2 || { fail "uv is missing, and python3 cannot make a virtual environment (install uv, or python3-venv)"; return; }
    retry "$place/bin/python" -m pip install -qq --disable-pip-version-check "uv==$UV_PINNED" >&2 || { fail "uv could not be installed"; return; }
    touch "$place/.complete"
  fi
  echo "$place/bin/uv"
}

find_uv() { command -v uv || private_uv; }

# --- the interpreter -------------------------------------------------------------------------------------------------

python_on_path() {
  local name found
  for name in python3.14 python3; do
    found=$(command -v "$name") && suits "$found" && "$found" -c 'import sys; print(sys.executable)' && return
  done
  return 1
}

# Either uv has one already, or it downloads one. Without a way to the download this ends within seconds, silently.
python_from_uv() {
  export UV_PYTHON_INSTALL_DIR="$LOCAL/uv-python"
  "$1" python find --no-project --managed-python "$PYTHON_RANGE" 2>/dev/null && return
  UV_HTTP_RETRIES=0 UV_HTTP_CONNECT_TIMEOUT=5 timeout 300 "$1" python install --no-bin 3.14 >/dev/null 2>&1 &&
    "$1" python find --no-project --managed-python "$PYTHON_RANGE" 2>/dev/null
}

find_python() {
  local uv=$1 python
  python=$(cat "$LOCAL/interpreter" 2>/dev/null) && [[ -n $python ]] && suits "$python" && { echo "$python"; return; }
  python=$(python_on_path) || python=$(python_from_uv "$uv") || {
    say "No Python $PYTHON_RANGE here and none to download: assembling one from the distribution's packages …"
    python=$(bash "$ROOT/script/lib/python_from_packages.sh" "$LOCAL/python" "$uv") && suits "$python"
  } || { fail "no Python $PYTHON_RANGE could be found or made: install Python 3.14 and try again"; return; }
  say "Python: $python"
  echo "$python" >"$LOCAL/interpreter"
  echo "$python"
}

# --- environments ----------------------------------------------------------------------------------------------------

# What an environment depends on, as one line. An interpreter that was replaced by another makes a new environment too, and
# so does another place, but not another way to it.
environment_key() {
  { cat "$ROOT/requirements/$1.lock.txt" "$LOCAL/interpreter"; echo "$(readlink -f "$LOCAL")" "$UV_PINNED"; } 2>/dev/null | sha256sum | cut -d' ' -f1
}

is_current() {
  local place="$LOCAL/venv/$1"
  [[ -x $place/bin/python && $(cat "$place/.complete" 2>/dev/null) == "$(environment_key "$1")" ]]
}

build_environment() {
  local name=$1 place="$LOCAL/venv/$1" uv python headers
  uv=$(find_uv) && python=$(find_python "$uv") || return
  say "Installing the packages of the $name environment …"
  rm -rf "$place"
  "$uv" venv --quiet --no-project --python "$python" "$place" >&2 || return
  headers=$(dirname "$(dirname "$python")")/include # an interpreter outside /usr: its headers are not where cc looks
  CPATH="$headers${CPATH:+:$CPATH}" retry "$uv" pip install --quiet --python "$place/bin/python" \
    -r "$ROOT/requirements/$name.lock.txt" >&2 || { fail "the packages of the $name environment could not be installed"; return; }
  environment_key "$name" >"$place/.complete" # last: a set-up that was interrupted starts anew
}

environment() {
  local name=$1
  [[ $name == lint ]] && name=test # the linters look at the tests too, so they need what the tests need
  if ! is_current "$name"; then
    mkdir -p "$LOCAL"
    (
      flock 9
      is_current "$name" || build_environment "$name"
    ) 9>"$LOCAL/lock" || return
  fi
  echo "$LOCAL/venv/$name/bin/python"
}

# --- the browser -----------------------------------------------------------------------------------------------------

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

has_font() {
  dpkg-query -W -f '${Status}' fonts-noto-cjk 2>/dev/null | grep -q 'ok installed' || [[ -n $(fc-list :lang=ja 2>/dev/null | head -1) ]]
}

install_packages() {
  local sudo=()
  [[ $(id -u) == 0 ]] || { [[ -n ${CI:-} ]] && sudo=(sudo -n); } || return 1
  command -v apt-get >/dev/null || return 1
  say "Installing $* …"
  retry "${sudo[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive retry "${sudo[@]}" apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

browser() {
  local missing=()
  mkdir -p "$LOCAL"
  (
    flock 9
    find_browser >/dev/null || missing+=(chromium)
    has_font || missing+=(fonts-noto-cjk)
    [[ ${#missing[@]} == 0 ]] || install_packages "${missing[@]}" 9>&-
  ) 9>"$LOCAL/browser.lock" || { fail "the browser tests need Chromium and a Japanese font: install chromium and fonts-noto-cjk"; return; }
  find_browser
}

# --- a clock to move -------------------------------------------------------------------------------------------------

find_faketime() {
  local place
  for place in /usr/lib/*/faketime /usr/lib64/faketime /usr/lib/faketime /usr/local/lib/faketime; do
    if [[ -r $place/libfaketime.so.1 ]]; then echo "$place/libfaketime.so.1"; return; fi
  done
  return 1
}

faketime() {
  mkdir -p "$LOCAL"
  (
    flock 9
    find_faketime >/dev/null || install_packages faketime 9>&-
  ) 9>"$LOCAL/faketime.lock" || { fail "the end-to-end tests move Home Assistant's clock with libfaketime: install faketime"; return; }
  find_faketime || fail "faketime is installed, but libfaketime.so.1 is in none of the usual places"
}
