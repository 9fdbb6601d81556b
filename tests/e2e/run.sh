#!/usr/bin/env bash
# run [--headless] — the demo: a hub with a school, a tablet with its daemon, and the client.
#
# With a display the client opens in a window; Ctrl-C, or closing it, ends all of it. Its folder is
# kept in the build folder, so that a second run starts at once; remove build/demo to begin anew.
# Without a display, or with --headless, two tablets play a scripted morning in a folder of their
# own, and what was captured is compared with what arrived.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/e2e/stage.sh
trap stage_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cast=''

play() { # TABLET FOLDER, ACTS, SED COMMANDS
    sed -e "s|{PASSPHRASE}|$stage_passphrase|g" -e "$3" -e "$cast" "tests/e2e/morning/$2" \
        >"$1/.acts"
    stage_play "$1" "$1/.acts" "$shots" || stage_fail "the acts of $2 could not be played."
}

name_of() { # KEY
    sed -n "s/^s|{$1}|\(.*\)|g$/\1/p" <<<"$cast"
}

# {ROOM P1 Happy} stands for the acts of one pupil's turn in the pupil room.
with_rooms() { # ACTS FILE
    local line key answer
    while IFS= read -r line; do
        if [[ $line =~ ^\{ROOM\ (P[0-9])\ ([A-Za-z]+)\}$ ]]; then
            key=$(name_of "${BASH_REMATCH[1]}")
            answer=${BASH_REMATCH[2]}
            sed -e "s|{PUPIL}|$key|; s|{FIRST}|${key% *}|; s|{ANSWER}|$answer|" \
                tests/e2e/morning/room.acts
        else
            printf '%s\n' "$line"
        fi
    done <"$1"
}

evening() { # TABLET FOLDER, KEY OF STAFF OR - WHERE THERE IS ONE PERSON, SHOT NUMBER
    local staff='/^tap "{STAFF}"$/d'
    [ "$2" = - ] || staff="s|{STAFF}|$(name_of "$2")|"
    play "$1" evening.acts "$staff;s|{SHOT}|$3|;s|{EXPORT}|$1/records|"
    stage_figures "$1"
}

headless() {
    local one two daemon_one daemon_two
    folder=${CAIRN_FOLDER:-}
    if [ -z "$folder" ]; then
        folder=$(mktemp -d)
        trap 'stage_end; rm -rf "$folder"' EXIT
    fi
    shots=${CAIRN_SHOTS:-build/shots/morning}
    mkdir -p "$shots"
    one=$folder/tablet-1
    two=$folder/tablet-2

    stage_make_hub "$folder/hub"
    stage_serve "$folder/hub"
    cast=$(node tests/e2e/morning/cast.mjs "$folder/hub/.records")
    stage_enrol "$one" 'Tablet 1' "$(name_of STAFF_A)" "$shots"
    daemon_one=$stage_syncd_pid
    stage_enrol "$two" 'Tablet 2' "$(name_of STAFF_C)" "$shots"
    daemon_two=$stage_syncd_pid
    stage_stop "$daemon_one" # the morning has no network
    stage_stop "$daemon_two"

    with_rooms tests/e2e/morning/tablet-1.acts >"$folder/morning.acts"
    sed -e "s|{PASSPHRASE}|$stage_passphrase|g" -e "$cast" "$folder/morning.acts" >"$one/.acts"
    stage_play "$one" "$one/.acts" "$shots" || stage_fail 'the morning could not be played.'
    stage_sync "$one"
    stage_sync "$two"
    play "$two" tablet-2.acts ''
    play "$one" tablet-1-change.acts ''
    stage_sync "$one"
    stage_sync "$two"
    stage_sync "$one"
    stage_sync "$two"
    evening "$one" STAFF_A 22
    evening "$two" - 23
    stage_hub export records >"$folder/records"
    stage_hub export changes >"$folder/changes"
    printf '%s\n' "$cast" >"$folder/cast"
    printf 'pictures are in %s\n' "$shots" >&2
    node tests/e2e/morning/compare.mjs "$folder/records" "$folder/changes" "$folder/cast" \
        "tablet-1=$one" "tablet-2=$two"
}

windowed() {
    local folder=build/demo code=0
    mkdir -p "$folder"
    if [ -f "$folder/hub/.ready" ] && [ ! -f "$folder/.enrolled" ]; then
        rm -rf "$folder" # a first run that was cut off
        mkdir -p "$folder"
    fi
    stage_make_hub "$folder/hub"
    stage_serve "$folder/hub"
    cast=$(node tests/e2e/morning/cast.mjs "$folder/hub/.records")
    if [ -f "$folder/.enrolled" ]; then
        stage_syncd "$folder/tablet"
    else
        CAIRN_PASSPHRASE=$stage_passphrase stage_hub user add demo --role senco >/dev/null
        stage_enrol "$folder/tablet" 'Demo tablet' "$(name_of STAFF_A)" "$folder"
        touch "$folder/.enrolled"
    fi
    printf 'The dashboard is at %s: name “demo”, passphrase “%s”.\n' \
        "$stage_url" "$stage_passphrase"
    printf 'The tablet opens now; its passphrase is shown on it. Ctrl-C ends everything.\n'
    "$stage_build/cairn" --data "$folder/tablet" --demo-passphrase "$stage_passphrase" \
        >/dev/null || code=$?
    return "$code"
}

if [ "${1:-}" = --headless ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    headless
else
    windowed
fi
