# house_faults — what house_rules.sh --self-test plants. Each fault lies in a file of its own, all
# in one tree. Each must be named under its law at its file, and nothing else may be named.
# shellcheck shell=bash disable=SC2154

declare -A law_of
tree=$scratch/tree
missed=0

good_tree() { # FOLDER
    mkdir -p "$1"/{shared/{base,change,sync,sql},client/{app,platform},syncd/hub,tests/unit}
    cd "$1" || exit 1
    for folder in shared/base shared/change shared/sync shared/sql client/app client/platform; do
        name=${folder##*/}
        printf 'module(%s)\n' "$name" >"$folder/CMakeLists.txt"
        printf '# %s\nWhat it is for.\n' "$name" >"$folder/README.md"
        printf '/* %s — a thing.\n *\n * Shape    %s\n * Units    %s\n * Errors   %s\n' \
            "$name" One. Two. Three. >"$folder/$name.h"
        printf ' * Owns     %s\n * Needs    %s\n */\nint %s(void);\n' Four. Five. "$name" \
            >>"$folder/$name.h"
        printf '#ifndef INSIDE_%s\n#error "private"\n#endif\n' "${name^^}" \
            >"$folder/${name}_private.h"
        printf '/* The story: not strcpy(a), nor sleep(1). */\n#include "%s.h"\n' "$name" \
            >"$folder/${name}_topic.c"
        printf 'const char *words = "https://127.0.0.1:1 connect(socket(1)) poll(2) /* \\" */";\n' \
            >>"$folder/${name}_topic.c"
        printf 'int f(void)\n{\n    return port->connect(1) + base_poll(2) + x.send(3);\n}\n' \
            >>"$folder/${name}_topic.c"
    done
    printf '/* rows, %s */\nROW(a)\n#undef ROW\n' "$(printf 'é%.0s' {1..80})" >shared/base/row.def
    printf '/* Starts it all. */\n' >client/main.c
    printf '#include "a%d.h"\n' 1 2 3 4 5 6 7 8 9 10 >>client/main.c
    printf '{"resolved": "https:/%s"}\n' /registry.school.org/x >package-lock.json
    printf '# Cairn\n%s' "$(printf 'line\n%.0s' {1..40})" >README.md
    cd - >/dev/null || exit 1
}

plant() { # LAW FILE TEXT (as printf understands it): added to the end of the file
    mkdir -p "$tree/$(dirname "$2")"
    case "$2" in
    *_bare.c) ;;
    *.c) [ -f "$tree/$2" ] || printf '/* A story. */\n' >"$tree/$2" ;;
    esac
    # shellcheck disable=SC2059
    printf "$3" >>"$tree/$2"
    law_of[$2]=$1
}

many() { # COUNT TEXT
    printf "%.0s$2" $(seq "$1")
}

good_tree "$tree"
"$here/house_rules.sh" "$tree" || {
    printf 'the tree without a fault was not found good\n'
    exit 1
}

# ---- arrows: a row is the name, then what a stranger includes, then what a stranger links
while read -r name header target; do
    plant "$name" "shared/sync/sync_$target.c" "#include <$header>\n"
    plant "$name" "strangers/$target/CMakeLists.txt" "link(PkgConfig::$target)\n"
done <<'ROWS'
SDL SDL2/SDL.h SDL
SDL SDL_ttf.h SDLTTF
SDL SDL2/SDL_image.h SDLIMAGE
cairo cairo/cairo.h CAIRO
FriBidi fribidi/fribidi.h FRIBIDI
HarfBuzz hb.h HARFBUZZ
eSpeak espeak-ng/speak_lib.h ESPEAK
Opus opus/opus.h OPUS
opusfile opusfile.h OPUSFILE
SQLite sqlite3.h SQLITE
libpq postgresql/libpq-fe.h PQ
jansson jansson.h JANSSON
libsodium sodium.h SODIUM
libcurl curl/curl.h CURL
libmicrohttpd microhttpd.h MHD
GnuTLS gnutls/gnutls.h GNUTLS
liboath liboath/oath.h OATH
libqrencode qrencode.h QRENCODE
cmocka cmocka.h CMOCKA
ROWS
plant 'no include climbs' shared/sync/sync_climb.c '#include "../base/base.h"\n'

# ---- calls
for call in strcpy strcat sprintf strncpy strncat atoi strtok gmtime localtime; do
    plant 'a call is banned' "syncd/hub/hub_$call.c" "int a = $call (b);\n"
done
for call in pthread_create thrd_create sleep usleep nanosleep SDL_Delay SDL_WaitEvent \
    SDL_WaitEventTimeout select poll socket connect fork signal sigaction execvp; do
    plant 'no thread, wait, socket' "shared/sql/sql_$call.c" "int a = $call(b);\n"
    plant 'no thread, wait, socket' "client/app/app_$call.c" "int a = (int)$call(b);\n"
done
plant 'the client opens no socket' client/platform/platform_call.c 'int a = connect(b);\n'
plant 'the client opens no socket' client/platform/platform_header.c '#include <sys/socket.h>\n'
for call in time clock_gettime rand getrandom fopen getenv; do
    plant 'a pure module reads no' "shared/sync/sync_$call.c" "int a = $call(b);\n"
done
plant 'no test sleeps' tests/unit/test_sleeps.c 'int a = usleep(b);\n'
plant 'no test sleeps' tests/sim/test_skips.c 'int a = skip();\n'

# ---- headers and tables
plant 'a header says Shape' shared/base/base_few.h '/* few\n * Shape    One.\n */\n'
plant 'a header says Shape' shared/base/base_order.h \
    '/* order\n * Units  a\n * Shape  a\n * Errors a\n * Owns   a\n * Needs  a\n */\n'
plant 'a header says Shape' shared/base/other_private.h '#ifndef OTHER_H\n#error "no"\n#endif\n'
plant 'structs and enums go' shared/base/base_struct.c 'typedef struct row { int a; } row;\n'
plant 'structs and enums go' shared/base/base.h 'typedef enum way way;\n'
plant 'a table ends with' shared/base/open.def '/* rows */\nOPEN(a)\n'
plant 'a table has no backslashes' shared/base/slash.def 'OTHER(a, \\\n  b)\n#undef OTHER\n'

# ---- names and sizes
plant 'a source file has at most' shared/base/base_long.c "$(many 600 'int a;\\n')"
plant 'a header has at most' shared/base/base_private.h "$(many 250 'int a;\\n')"
plant 'a line has at most' shared/base/base_line.c "int $(many 97 a);\n"
plant 'a line has at most' shared/base/row.sh "# $(many 99 é)\n"
plant 'a line has at most' shared/base/base_row.c "    {\"$(many 150 a)\"},\n"
plant 'a line has at most' shared/base/long.def "ROW(\"$(many 150 a)\")\n#undef ROW\n"
plant 'a file has at most 8 includes' shared/base/base_includes.c "$(many 9 '#include "x.h"\\n')"
plant 'a source file begins' shared/base/base_bare.c '#include <stdio.h>\n/* late */\n'
plant 'every module has' shared/merge/README.md ''
rm "$tree/shared/merge/README.md"
printf 'module(merge)\n' >"$tree/shared/merge/CMakeLists.txt"
plant 'the README.md of a folder' shared/base/README.md "$(many 9 'more\\n')"
plant 'a name tells its place' shared/base/helpers.c ''

# ---- what the tree gives away (the names are put together here, so that this file is no fault)
plant 'no file names a host' syncd/hub/hub_host.c "/* http:/$(printf /hub.school.org) */\n"
plant 'no file names a host' README.md "see http:/$(printf /host.org)\n"
plant 'no file names a place' syncd/hub/hub_place.c "char *a = \"/$(printf home)/me/x\";\n"
plant 'no file holds the marks' syncd/hub/hub_ours.c "$(many 7 '<') HEAD\n"
plant 'no file holds the marks' syncd/hub/hub_base.c "$(many 7 '|') merged\n"
plant 'no file holds the marks' assets/half.json "$(many 7 '=')\n"
plant 'no file holds the marks' tests/half.mjs "$(many 7 '>') ours\r\n"

# ---- the verdict
said=$("$here/house_rules.sh" "$tree") && printf 'the planted tree was found good\n' && exit 1
declare -A caught
while IFS= read -r line; do
    case "$line" in
    'house: '*) law=${line#house: } ;;
    '    '*)
        file=${line#    }
        file=${file%%:*}
        if [[ $law != "${law_of[$file]:-no law}"* ]]; then
            missed=$((missed + 1))
            printf 'named for nothing: %s: %s\n' "$law" "$line"
        fi
        caught[$file]=1
        ;;
    esac
done <<<"$said"
for file in "${!law_of[@]}"; do
    if [ -z "${caught[$file]:-}" ]; then
        missed=$((missed + 1))
        printf 'not caught: %s: %s\n' "${law_of[$file]}" "$file"
    fi
done
printf 'house faults: %d planted, %d wrong\n' "${#law_of[@]}" "$missed"
[ "$missed" -eq 0 ]
