#!/usr/bin/env bash
# windows.sh [--self-test] FLAGS… — the parts that need no outside header compile for Windows.
#
# No Windows program is made: this holds the folders below to plain C11, so that one could be. Every
# source is compiled by mingw-w64 with the warnings of the house, as errors. With --self-test calls
# that only POSIX has are planted, one at a time, and each has to be named.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
folders='shared/base shared/record shared/merge shared/sync'
export folders+=' client/ui client/qr client/photo client/clip client/screen client/app'
export compiler=x86_64-w64-mingw32-gcc

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
self_test=no
[ "${1:-}" = --self-test ] && self_test=yes && shift
export flags="$* -std=c11 -D__USE_MINGW_ANSI_STDIO=1" # else printf is the C runtime's of 1998

command -v "$compiler" >/dev/null || {
    printf 'windows: %s is missing: cmake/dev/packages names its package.\n' "$compiler" >&2
    exit 1
}

# Headers alone may be shown from folders that have an outside library behind them.
shown=$(printf ' -iquote %s' shared/*/ client/{ui,qr,photo,clip,screen,app})
export shown

compile() { # FILE [AS IF IN FOLDER]
    local folder=${2:-$(dirname "$1")} inside
    inside=$(basename "$folder")
    # shellcheck disable=SC2086
    "$compiler" $flags "-DINSIDE_${inside^^}" $shown -c -o /dev/null "$1"
}
export -f compile

# A function around BODY, after INCLUDE; true when the fault is named.
plant() { # NAME INCLUDE ARGUMENTS BODY
    printf '#include <%s>\nint planted(%s);\nint planted(%s)\n{\n    %s\n}\n' \
        "$2" "$3" "$3" "$4" >"$scratch/base_$1.c"
    compile "$scratch/base_$1.c" shared/base 2>"$scratch/said" && return 1
    grep -q "base_$1.c.*error" "$scratch/said"
}

expect() { # NAME INCLUDE ARGUMENTS BODY
    plant "$@" && return
    printf 'windows: %s was planted and not found\n' "$1"
    exit 1
}

if [ "$self_test" = yes ]; then
    expect fork unistd.h void 'return (int)fork();'
    expect mman sys/mman.h void 'return PROT_READ;'
    expect mkdir sys/stat.h void 'return mkdir("a", 0700);'
    expect localtime_r time.h 'const time_t *t, struct tm *out' 'return localtime_r(t, out) != 0;'
    expect long stdio.h 'long long n' 'return printf("%ld", n);'
    if plant plain stdio.h 'int n' 'return printf("%d", n);'; then
        printf 'windows: what is plain is not let through\n'
        exit 1
    fi
    exit 0
fi

# shellcheck disable=SC2086
find $folders -name '*.c' -print0 | sort -z >"$scratch/sources"
count=$(tr -dc '\0' <"$scratch/sources" | wc -c)
xargs -0 -n 1 -P "$(nproc)" bash -c 'compile "$1"' compile <"$scratch/sources" || {
    printf 'windows: some of %d sources are not plain C11, see above\n' "$count"
    exit 1
}
printf 'windows: %d sources of %s compile\n' "$count" "$folders"
[ "$count" -gt 60 ]
