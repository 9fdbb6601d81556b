#!/usr/bin/env bash
# run.sh [NAME…] — measures every budget (or only the programs named, such as save) from the
# release build, and counts what is within and what is over. Each budget is one line; indented
# lines explain. What takes long is measured only when it is named: sync (with quiet and herd),
# postgres, curve (some minutes, and 4 GB of disk), rebuild, load (five minutes), and kill (a
# quarter of an hour).
#
# All of it is measured on the disk of the build folder: a folder in memory would make a commit
# free, and every ratio to it meaningless. BENCH_BUILD names another build folder.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
build=$(readlink -f "${BENCH_BUILD:-build}")

scratch=$(mktemp -d "$build/bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/tmp" "$scratch/run"
export TMPDIR=$scratch/tmp XDG_RUNTIME_DIR=$scratch/run SDL_AUDIODRIVER=dummy
failed=0

wanted() { # DRIVER NAME ALL… ("sync" is sync, quiet and herd)
    local driver=$1 name=$2
    shift 2
    if [ $# -eq 0 ]; then
        [[ " none server node " != *" $driver "* ]]
    elif [[ " quiet herd " == *" $name "* ]] && [[ " $* " == *" sync "* ]]; then
        true
    else
        [[ " $* " == *" $name "* ]]
    fi
}

# DRIVER is dummy, x11; none for what has no window; server: nor a disk to wait for; node: a script.
measure() { # DRIVER NAME
    local command=("$build/tests/bench/bench_$2")
    # A server's user may not be able to walk into the build folder.
    [ "$1" = server ] && command=(env -u TMPDIR "${command[@]}")
    [ "$1" = x11 ] && command=(xvfb-run -a -s '-screen 0 1280x800x24' "${command[@]}")
    [ "$1" = node ] && command=(node "tests/bench/bench_$2.mjs" "$build")
    SDL_VIDEODRIVER=$1 "${command[@]}" | tee -a "$scratch/said"
    if [ "${PIPESTATUS[0]}" -ne 0 ]; then
        printf 'bench: %s could not be measured to its end.\n' "$2" >&2
        failed=$((failed + 1))
    fi
}

touch "$scratch/said"
printf 'bench: load %s on %s processors\n' "$(cut -d' ' -f1-3 /proc/loadavg)" "$(nproc)"
while read -r driver name; do
    wanted "$driver" "$name" "$@" && measure "$driver" "$name" </dev/null
done <<'END'
dummy tap
dummy save
dummy frame
x11 frame
dummy list
dummy first
dummy touch
dummy walk
dummy unlock
dummy keep
dummy photo
dummy voice
x11 idle
dummy fold
none sync
none quiet
none sim
none herd
server postgres
none curve
server rebuild
node kill
node load
END
within=$(grep -cE ' within$' "$scratch/said")
over=$(grep -cE ' OVER$' "$scratch/said")
printf 'bench: load %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
printf 'bench: %d within, %d over\n' "$within" "$over"
[ "$over" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$within" -gt 0 ]
