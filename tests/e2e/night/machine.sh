#!/usr/bin/env bash
# machine STAGE BUILD [probe] — starts a machine of its own around this one's files: namespaces, a
# root that forgets what is written to it, and systemd as its first process. What cmake installs is
# installed there, STAGE/acts.sh is its one task, and it ends with that. Prints "cannot: WHY" and
# ends with 77 where namespaces, an overlay or a cgroup of its own are not to be had; `probe` only
# asks that.
set -uo pipefail
export here stage build own
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$1
build=$(cd "$2" && pwd)

cannot() {
    printf 'cannot: %s\n' "$1"
    exit 77
}
[ "$(id -u)" -eq 0 ] || cannot 'only root may start a machine'
[ -x /lib/systemd/systemd ] || cannot 'systemd is not installed'
groups=$(awk '/ - cgroup2 / {print $5; exit}' /proc/self/mountinfo)
[ -n "$groups" ] || cannot 'there is no cgroup2'
own=$groups$(sed -n 's/^0:://p' /proc/self/cgroup)/cairn-$$
own=${own//\/\//\/}
mkdir "$own" 2>/dev/null || cannot 'no cgroup of its own is to be had'
trap 'find "$own" -depth -type d -exec rmdir {} + 2>/dev/null' EXIT
printf '%s\n' "$own" >"$stage/cgroup" # for whoever has to end this from outside
(
    echo "$BASHPID" >"$own/cgroup.procs" 2>/dev/null || cannot 'its cgroup takes nobody'
    unshare --mount --uts --ipc --pid --net --cgroup true 2>/dev/null ||
        cannot 'namespaces are not to be had'
    [ "${3:-}" = probe ] ||
        exec setpriv --pdeathsig KILL unshare --mount --uts --ipc --pid --net --cgroup --fork \
            --kill-child "$here/root.sh"
)
