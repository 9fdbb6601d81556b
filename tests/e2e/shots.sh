#!/usr/bin/env bash
# shots DIR [room] — a picture of every screen, in the sizes of the tablets, at text 100 % and
# 200 %, in the three themes; made on the tablet of the scripted morning, so that there is something
# to see. What that tablet does not come to (empty, first use, very full, refused …) is in
# DIR/states: every row of the golden tests, painted; tests/golden/screen/pictured.def lists them.
# Every question that a pupil can be asked, and all that they then come to, is in DIR/room: in both
# orders, each size and text size, and in each of the colours. With “room” only these are made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/e2e/stage.sh
out=$(readlink -m "$1")
mkdir -p "$out"
folder=$(mktemp -d)
trap 'stage_end; rm -rf "$folder"' EXIT

room() { # each size beside the others
    local size made=()
    mkdir -p "$out/room"
    for size in 1280x 1920x 800x; do
        ROOM_SHOTS=$out/room ROOM_SHOTS_IN=$size "$stage_build/tests/unit/test_room_looks" \
            >"$folder/room-$size" 2>&1 &
        made+=($!)
    done
    for size in "${made[@]}"; do
        wait "$size" || {
            cat "$folder"/room-* >&2
            stage_fail 'the questions of the pupil room could not be painted, or one fits badly.'
        }
    done
    PICTURES=$out/room PICTURES_OF=room "$stage_build/easel/test_screens_room" \
        >/dev/null 2>"$folder/easel" || stage_fail 'the states of the room could not be painted.'
}

if [ "${2:-}" = room ]; then
    room
    printf 'pictures are in %s/room\n' "$out"
    exit
fi

CAIRN_FOLDER=$folder CAIRN_SHOTS=$out/morning tests/e2e/run.sh --headless >&2
cast=$(node tests/e2e/morning/cast.mjs "$folder/hub/.records")

tour() { # SIZE TEXT COLOURS NAME
    local acts=$folder/tour.acts firsts
    firsts=$(sed -n 's/^s|{\(P[0-9]\)}|\([^ ]*\) .*|g$/s|{\1_FIRST}|\2|g/p' <<<"$cast")
    sed -e "s|{NAME}|$4|; s|{TEXT}|$2|; s|{COLOURS}|$3|; s|{PASSPHRASE}|$stage_passphrase|" \
        -e "$firsts" -e "$cast" tests/e2e/morning/tour.acts >"$acts"
    SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy timeout 120 "$stage_build/cairn" \
        --data "$folder/tablet-1" --size "$1" --script "$acts" --shots "$out" >/dev/null ||
        stage_fail "the tour at $1, text $2 %, could not be played."
}

tour 1280x800 100 Light 1280x800
tour 1920x1200 100 Light 1920x1200
tour 800x1280 100 Light 800x1280
tour 1280x800 200 Light 1280x800-200
tour 800x1280 200 Light 800x1280-200
tour 1920x1200 200 Light 1920x1200-200
tour 1280x800 100 Dark 1280x800-dark
tour 1280x800 100 'High contrast' 1280x800-contrast
mkdir -p "$out/states"
for easel in "$stage_build"/easel/test_*; do
    PICTURES=$out/states "$easel" >/dev/null 2>"$folder/easel" || {
        cat "$folder/easel" >&2
        stage_fail "the states of ${easel##*/} could not be painted."
    }
done
room
printf 'pictures are in %s\n' "$out"
