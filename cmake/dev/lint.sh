#!/usr/bin/env bash
# lint [FILE…] — clang-format says whether the form is right, clang-tidy what smells. Without a
# FILE, all that the project has. clang-tidy reads the commands of the clang preset, because it
# does not know the warnings of gcc; one file a call, because one broken file else hides the rest.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [ $# -gt 0 ]; then
    sources=("$@")
else
    mapfile -t sources < <(git ls-files --cached --others --exclude-standard -- '*.c' '*.h')
fi
cmake --preset clang --log-level=WARNING >/dev/null || exit 1

bad=0
clang-format-14 --dry-run -Werror "${sources[@]}" || bad=1

tidy() { # FILE
    # A file that this build does not compile belongs to another platform.
    grep -qF "/$1\"" build-clang/compile_commands.json || return 0
    local said
    said=$(clang-tidy-14 --quiet -p build-clang "$1" 2>/dev/null) && return 0
    printf '%s\n' "$said"
    return 1
}
export -f tidy
printf '%s\0' "${sources[@]}" | grep -z '\.c$' |
    xargs -0 -r -n 1 -P "$(nproc)" bash -c 'tidy "$1"' tidy || bad=1

[ "$bad" -eq 0 ] || printf 'lint: something is to be mended, see above.\n' >&2
exit "$bad"
