# stage.sh — sourced: a demo school on a hub, and tablets enrolled at it by the real programs.
#
# Every process that is started here is noted with its pid and ended by it, newest first, when the
# script that sourced this ends, however it ends.

stage_build=${CAIRN_BUILD:-build}
stage_pids=()
stage_passphrase='seven small steps uphill' # of the demo's people; shown on its unlock screen

stage_fail() { # SENTENCE
    printf 'cairn: %s\n' "$1" >&2
    exit 1
}

stage_end() {
    local i pid
    for ((i = ${#stage_pids[@]} - 1; i >= 0; i--)); do
        pid=${stage_pids[i]}
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    stage_pids=()
}

# Waits until a file has a line that begins with WORD, and says the rest of it.
stage_await() { # FILE WORD PID
    local line
    # tail ends with the process that would write the line
    while IFS= read -r line; do
        case $line in "$2"*)
            printf '%s\n' "${line#"$2"}"
            return 0
            ;;
        esac
    done < <(timeout 60 tail -n +1 -F --pid="$3" "$1" 2>/dev/null)
    return 1
}

stage_hub() { "$stage_build/cairn-hub" --data "$stage_hub_folder" "$@"; }

# A hub with the demo school: 96 pupils, 12 groups, 40 staff, a year of history.
stage_make_hub() { # FOLDER
    stage_hub_folder=$1
    if [ ! -f "$1/.ready" ]; then
        rm -rf "$1"
        stage_hub init >/dev/null
        stage_hub demo --schools 1 --pupils 96 --years 1 --seed 7 >&2
        touch "$1/.ready"
    fi
    stage_hub export records >"$1/.records"
    stage_urn=$(jq -r 'select(.type == "school") | .fields.urn' "$1/.records" | head -n 1)
}

# Leaves the address in stage_url. A demo that is opened again listens where its tablet looks.
stage_serve() { # FOLDER
    local port=0
    [ -f "$1/.port" ] && port=$(cat "$1/.port")
    rm -f "$1/.said"
    "$stage_build/cairn-hub" --data "$1" serve --listen "127.0.0.1:$port" >"$1/.said" 2>"$1/.log" &
    stage_pids+=($!)
    stage_url=$(stage_await "$1/.said" 'listening on ' $!) || {
        cat "$1/.log" >&2
        stage_fail "the hub did not start, see $1/.log."
    }
    printf '%s\n' "${stage_url##*:}" >"$1/.port"
}

stage_syncd() { # TABLET FOLDER: stays; its pid is in stage_syncd_pid
    "$stage_build/cairn-syncd" --data "$1" --power "$1/no-power" >"$1/.syncd" 2>&1 &
    stage_syncd_pid=$!
    stage_pids+=("$stage_syncd_pid")
}

stage_stop() { # PID
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

stage_sync() { # TABLET FOLDER: one round
    "$stage_build/cairn-syncd" --data "$1" --power "$1/no-power" --once >"$1/.once" 2>&1 ||
        stage_fail "a sync failed: $(tail -n 1 "$1/.once")"
}

# A client without a window plays acts; what it prints is added to FOLDER/saved.
stage_play() { # TABLET FOLDER, SCRIPT, SHOTS FOLDER
    SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy timeout 300 \
        "$stage_build/cairn" --data "$1" --size 1280x800 --script "$2" --shots "$3" >>"$1/saved"
}

stage_code() { # LABEL [--groups A,B]
    local said
    said=$(stage_hub enrol --school "$stage_urn" --label "$@")
    head -n 1 <<<"$said"
}

# Enrols a tablet for a member of staff, through the screens, with its daemon running meanwhile.
stage_enrol() { # TABLET FOLDER, LABEL, STAFF NAME, SHOTS FOLDER
    local script=$1/.enrol.acts
    mkdir -p "$1"
    sed -e "s|{CODE}|$(stage_code "$2")|" -e "s|{LABEL}|$2|" -e "s|{STAFF}|$3|" \
        -e "s|{PASSPHRASE}|$stage_passphrase|" tests/e2e/morning/enrol.acts >"$script"
    stage_syncd "$1"
    stage_play "$1" "$script" "$4" || stage_fail "$2 could not be enrolled."
    rm -f "$script"
}

# What the tablet's file says: its device id, its own changes, and how many the hub acknowledged.
stage_figures() { # TABLET FOLDER
    sqlite3 -readonly -separator ' ' "$1/tablet.db" \
        "SELECT d.value, (SELECT count(*) FROM box WHERE dev = d.value),
                coalesce((SELECT value FROM setting WHERE name = 'acked'), 0)
         FROM setting d WHERE d.name = 'device'" >"$1/figures"
}
