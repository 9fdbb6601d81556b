#!/usr/bin/env bash
# test — builds and tests twice: as it is shipped, and with the sanitizers watching.
#
# Ends with one line that is true: each ctest entry counts once a build. A build that breaks, a
# test that is not run and a build folder without tests all count as failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# The first element of the report carries the sums: <testsuite … tests="9" failures="1" …>.
figure() { # REPORT NAME
    grep -o "$2=\"[0-9]*\"" "$1" | head -n 1 | tr -dc '0-9'
}

run() { # PRESET FOLDER
    local report=$scratch/$1.xml tests bad kind
    printf '== %s: build\n' "$1"
    if ! cmake --preset "$1" --log-level=WARNING >"$scratch/configure" 2>&1 ||
        ! cmake --build "$2" >"$scratch/build" 2>&1; then
        cat "$scratch/configure" "$scratch/build" 2>/dev/null |
            grep -vE '^(\[[0-9]+/[0-9]+\] |-- |Preset CMake|$)' | tail -n 60
        printf '== %s: the build failed, so none of its tests ran\n' "$1"
        failed=$((failed + 1))
        return
    fi
    printf '== %s: tests\n' "$1"
    ctest --test-dir "$2" --output-on-failure --no-tests=error --parallel "$(nproc)" \
        --timeout 900 --output-junit "$report"
    local status=$?
    tests=$(figure "$report" tests)
    bad=0
    for kind in failures disabled skipped; do
        bad=$((bad + $(figure "$report" "$kind")))
    done
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    passed=$((passed + tests - bad))
    failed=$((failed + bad))
}

run release build
run dev build-dev
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
