#!/usr/bin/env bash
# units BUILD — the units as cmake installs them: systemd finds no fault in them, and they keep what
# they promise. Where systemd is not installed the promises are read all the same.
#
# Seen to catch: a misspelt option, a program that is not where the unit says, a timer without its
# randomised start, a service that may do too much.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
bad=0

fail() {
    printf 'FAILED: %s\n' "$1"
    bad=1
}

DESTDIR=$root cmake --install "$build" --component syncd >/dev/null || fail 'it does not install'
units=$(dirname "$(find "$root" -name cairn-syncd.service)")

says() { # UNIT LINE
    grep -qxE "$2" "$units/$1" || fail "$1 does not say $2"
}
for service in cairn-syncd cairn-syncd-night; do
    program=$(sed -n 's/^ExecStart=\([^ ]*\) .*/\1/p' "$units/$service.service")
    [ -x "$root$program" ] || fail "$service.service starts $program, which is not installed"
    says "$service.service" Type=notify
    says "$service.service" 'WatchdogSec=[1-9][0-9]*'
    says "$service.service" NoNewPrivileges=yes
    # systemd looks for the program where it will be; here it stands under a folder of the test.
    sed -i "s|^ExecStart=/|ExecStart=$root/|" "$units/$service.service"
done
says cairn-syncd.service Restart=on-failure
says cairn-syncd-night.service 'ExecStart=.* --night'
says cairn-syncd-night.timer 'RandomizedDelaySec=[1-9][0-9]*h'
says cairn-syncd-night.timer Persistent=yes
[ -f "$here/../../../syncd/systemd/README.md" ] || fail 'nobody says how they are used'

if command -v systemd-analyze >/dev/null; then
    said=$(systemd-analyze verify "$units"/* 2>&1)
    code=$?
    # A machine that builds may lack the account; one that runs it does not.
    said=$(grep -F "$units" <<<"$said")
    [ "$code" -eq 0 ] && [ -z "$said" ] || fail "systemd-analyze verify: $code $said"
    for service in cairn-syncd cairn-syncd-night; do
        systemd-analyze security --offline=true --threshold=20 "$units/$service.service" \
            >"$root/said" 2>&1 || fail "$service.service is too free: $(tail -n 1 "$root/said")"
    done
fi
[ "$bad" -eq 0 ]
