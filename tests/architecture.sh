#!/usr/bin/env bash
# architecture.sh — the life of a tap in ARCHITECTURE.md names functions: each must be defined in
# the file that the page says, or the page misleads the newcomer that it is for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

count=0
bad=0
while read -r name file; do
    count=$((count + 1))
    if ! grep -qE "^[a-z].*\b$name\(" "$file" 2>/dev/null; then
        printf 'ARCHITECTURE.md: %s is not defined in %s\n' "$name" "$file"
        bad=$((bad + 1))
    fi
done < <(sed -n 's/^[0-9]*\. `\([a-z_0-9]*\)` in `\([a-z_/.0-9]*\)`.*/\1 \2/p' ARCHITECTURE.md)

if [ "$count" -lt 6 ]; then
    printf 'ARCHITECTURE.md: the life of a tap has only %d hops that can be read\n' "$count"
    exit 1
fi
printf '%d hops of the life of a tap are where the page says\n' "$((count - bad))"
[ "$bad" -eq 0 ]
