#!/usr/bin/env bash
# setup — installs the Debian packages that are missing, and only those.
#
# A stamp remembers the list that was seen to be complete, so that the next run costs nothing.
# Node often comes from elsewhere than Debian, where its package would clash: it is installed only
# when its commands are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

list=cmake/dev/packages
stamp=build/.setup
wanted=$(sha256sum <"$list")
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

fail() {
    printf 'dev: %s\n' "$1" >&2
    exit 1
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail 'this is no Debian machine: install what cmake/dev/packages names, and use cmake itself.'

mapfile -t packages < <(grep -E '^[a-z0-9]' "$list")
installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' 2>/dev/null |
    awk '$2 == "installed" { print $1 }')
missing=()
for package in "${packages[@]}"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)

if [ "${#missing[@]}" -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "there is no sudo; as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    printf 'dev: installing %s\n' "${missing[*]}" >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # A list of packages that is some days old names versions that are gone: it is renewed first.
    "${as_root[@]}" apt-get -q update >"$log" 2>&1 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install --no-install-recommends \
        -y "${missing[@]}" >>"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        fail "apt-get could not install what is missing: ${missing[*]}"
    }
fi

mkdir -p build
printf '%s\n' "$wanted" >"$stamp"
