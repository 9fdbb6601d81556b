#!/usr/bin/env bash
# house_rules.sh [FOLDER] — the laws that neither compiler nor clang-tidy can hold.
#
# Each law that is broken is said in one line, then each place as file:line. With --self-test it
# makes a small tree that breaks no law, plants one fault after another in it, and expects exactly
# that fault to be named: a rule that catches nothing would look like a tidy house.
#
# Calls are looked for in the code with comments and strings blanked out, includes and names with
# only the comments blanked: a law may be talked about anywhere.
set -uo pipefail
shopt -s lastpipe # law counts in this shell, though it stands at the end of a pipe
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ "${1:-}" = --self-test ]; then
    . "$here/house_faults.sh"
    exit
fi
cd "${1:-$here/..}" || exit 1

laws=0
broken=0

law() { # SENTENCE, the places on stdin
    local places
    places=$(cat)
    laws=$((laws + 1))
    [ -z "$places" ] && return
    broken=$((broken + 1))
    printf 'house: %s\n' "$1"
    sed 's/^/    /' <<<"$places"
}

files() { # GLOBS…: paths of the tree, without what a build or npm made
    local names=() glob
    for glob in "$@"; do
        names+=(-o -name "$glob")
    done
    find . \( -name .git -o -name node_modules -o -path ./build -o -path './build-*' \) -prune \
        -o -type f \( "${names[@]:1}" \) -print | sed 's|^\./||' | sort
}

# Two streams of file:line:text: code has comments and strings blanked out, text only comments.
files '*.c' '*.h' '*.def' >"$scratch/sources"
xargs -r -d '\n' perl -CSD -e '
    my ($code, $text) = (shift, shift);
    open(my $to_code, ">:utf8", $code) or die;
    open(my $to_text, ">:utf8", $text) or die;
    sub blank { my $s = shift; $s =~ s/[^\n]/ /g; return $s; }
    sub number { my ($to, $file, $all) = @_; my $n = 0;
        print $to "$file:", ++$n, ":$_\n" for split(/\n/, $all); }
    for my $file (@ARGV) {
        open(my $in, "<:utf8", $file) or next;
        my $all = do { local $/; <$in> } // "";
        my $kept = $all;
        my $piece = qr{/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])*\x27}s;
        $kept =~ s{($piece)}{my $s = $1; $s =~ m{^/} ? blank($s) : $s}ge;
        $all =~ s{^(\s*#\s*include[^\n]*)|($piece)}{defined $1 ? $1 : blank($2)}gme;
        number($to_code, $file, $all);
        number($to_text, $file, $kept);
    }' "$scratch/code" "$scratch/text" <"$scratch/sources"
touch "$scratch/code" "$scratch/text"

calls() { # FOLDERS NAMES: where the code of FOLDERS calls one of NAMES (two regular expressions)
    grep -P "^($1).*(?<![\\w.>])($2)\\s*\\(" "$scratch/code"
}

# ---- arrows -----------------------------------------------------------------------------------

only_in() { # LIBRARY HEADERS TARGET FOLDERS: three regular expressions after the name
    {
        grep -P "^[^:]*:\\d+:\\s*#\\s*include\\s*[<\"]($2)[>\"]" "$scratch/text"
        files CMakeLists.txt | xargs -r -d '\n' grep -nHP "PkgConfig::($3)\\b"
    } | grep -vP "^($4)" | law "$1 is known in ${4//|/ and } alone"
}
only_in SDL '(SDL2/)?SDL[\w]*\.h' 'SDL(TTF|IMAGE)?' 'client/platform/|tests/support/glove/'
only_in cairo '(cairo/)?cairo[\w-]*\.h' CAIRO 'client/platform/'
only_in FriBidi '(fribidi/)?fribidi[\w-]*\.h' FRIBIDI 'client/platform/'
only_in HarfBuzz '(harfbuzz/)?hb(-\w+)?\.h' HARFBUZZ 'client/platform/'
only_in 'eSpeak NG' '(espeak-ng/)?(speak_lib|espeak_ng)\.h' ESPEAK 'client/platform/'
only_in Opus '(opus/)?opus(_\w+)?\.h' OPUS 'client/platform/'
only_in libjpeg 'j(peglib|error|config|morecfg)\.h' JPEG 'client/platform/'
only_in libpng '(libpng\d*/)?png\w*\.h' PNG 'client/platform/'
only_in opusfile '(opus/)?opusfile\.h' OPUSFILE 'tests/'
only_in SQLite 'sqlite3(ext)?\.h' SQLITE 'shared/sql/|tests/bench/|tests/support/disk/'
only_in libpq '(postgresql/)?libpq[\w/-]*\.h' 'PQ|LIBPQ|POSTGRESQL' 'shared/sql/'
only_in jansson 'jansson\w*\.h' JANSSON 'tests/'
only_in libsodium 'sodium(/\w+)?\.h' SODIUM 'shared/change/|tests/support/quick/'
only_in libcurl 'curl/\w+\.h' CURL 'syncd/agent/|tests/'
only_in libmicrohttpd 'microhttpd\w*\.h' MHD 'syncd/http/'
only_in GnuTLS 'gnutls/\w+\.h' GNUTLS 'syncd/http/'
only_in liboath 'liboath/\w+\.h' OATH 'syncd/hub/'
only_in libqrencode 'qrencode\.h' QRENCODE 'syncd/hub/|tests/'
only_in cmocka 'cmocka\w*\.h' CMOCKA 'tests/'

grep -P '^[^:]*:\d+:\s*#\s*include\s*["<][^">]*\.\./' "$scratch/text" |
    law 'no include climbs with ../'

# ---- what may be called where -----------------------------------------------------------------

calls '' 'strcpy|strcat|v?sprintf|strncpy|strncat|atoi|atol|atoll|strtok|gmtime|localtime|gets' |
    law 'a call is banned that overruns, guesses or keeps hidden state'

waiting='pthread_\w+|thrd_\w+|mtx_\w+|cnd_\w+|SDL_CreateThread|u?sleep|(clock_)?nanosleep|SDL_Delay'
waiting+='|SDL_WaitEvent\w*|p?select|p?poll|epoll_\w+|pause|wait|waitpid'
others='socket|socketpair|connect|accept4?|listen|recv(from|msg)?|send(to|msg)?|getaddrinfo'
processes='v?fork|signal|sigaction|kill|raise|exec[lv]p?e?|posix_spawnp?|system|popen'
calls 'client/(app|screen|ui)/|shared/' "$waiting|$others|$processes" |
    law 'no thread, wait, socket, process or signal in client/app, screen, ui and shared'

{
    calls 'client/' "$others"
    grep -P '^client/.*#\s*include\s*<(sys/socket|netinet/\w+|arpa/inet|netdb|sys/un)\.h>' \
        "$scratch/text"
} | sort -u | grep -vP '^client/(app|screen|ui)/.*\(' | law 'the client opens no socket'

chance='s?rand|s?random|rand_r|getrandom|getentropy|arc4random\w*'
clock='time|clock|clock_gettime|gettimeofday|timespec_get'
disk='fopen|freopen|open|openat|creat|unlink|rename|mkdir|opendir|getenv|stat|fstat|lstat'
calls 'shared/(base|json|record|change|merge|sync)/' "$chance|$clock|$disk" |
    law 'a pure module reads no clock, disk or chance by itself'

calls 'tests/(unit|golden|sim|battery|fuzz)/' 'u?sleep|(clock_)?nanosleep|SDL_Delay|skip' |
    law 'no test sleeps or is skipped'

# ---- headers and tables -----------------------------------------------------------------------

# A header is public and says the five words, or private and guarded.
while IFS= read -r header; do
    folder=$(basename "$(dirname "$header")")
    inside="INSIDE_${folder^^}"
    if grep -A1 -m1 -xF "#ifndef $inside" "$header" | grep -q '^#error'; then
        continue
    fi
    case "$header" in
    *_private.h)
        printf '%s:1: no #ifndef %s with an #error\n' "$header" "$inside"
        continue
        ;;
    esac
    words=$(sed '/\*\//q' "$header" | grep -oP '^ \* \K(Shape|Units|Errors|Owns|Needs)(?= )' |
        tr '\n' ' ')
    [ "$words" = 'Shape Units Errors Owns Needs ' ] ||
        printf '%s:1: it says “%s”\n' "$header" "${words% }"
done < <(grep '\.h$' "$scratch/sources") |
    law 'a header says Shape, Units, Errors, Owns, Needs in that order, or is guarded as private'

grep -P '^[^:]*\.[ch]:\d+:.*\btypedef\b(?!.*\(\*)' "$scratch/code" |
    law 'structs and enums go by their tags: nothing gets a second name by typedef'

# Where several tables share one row (the fields of all record types), their reader ends it.
while IFS= read -r table; do
    last=$(grep -nP '\S' "$table" | tail -n 1)
    row=$(grep -oPm1 '^[A-Z_]+(?=\()' "$table")
    grep -qP '^\d+:#undef \w+$' <<<"$last" ||
        { [ "$(grep -lP "^$row\(" "$(dirname "$table")"/*.def | wc -l)" -gt 1 ] &&
            grep -qsx "#undef $row" "$(dirname "$table")"/*.c; } ||
        printf '%s:%s\n' "$table" "$last"
done < <(grep '\.def$' "$scratch/sources") | law 'a table ends with the #undef of its row'
grep -P '^[^:]*\.def:\d+:.*\\$' "$scratch/text" | law 'a table has no backslashes'

# ---- names and sizes ---------------------------------------------------------------------------

too_long() { # LINES GLOB
    files "$2" | while IFS= read -r file; do
        count=$(wc -l <"$file")
        [ "$count" -le "$1" ] || printf '%s:%d: it has %d lines\n' "$file" "$(($1 + 1))" "$count"
    done
}
too_long 600 '*.c' | law 'a source file has at most 600 lines'
too_long 250 '*.h' | law 'a header has at most 250 lines'

files '*.c' '*.h' '*.def' '*.sh' '*.cmake' CMakeLists.txt |
    xargs -r -d '\n' perl -CSD -ne '
        chomp;
        my $is_row = $ARGV =~ /\.def$/ ? /^[A-Z_]+\(/
            : $ARGV =~ /\.c$/ && /^\s*[{"]|\s{3,}.*\},$/;
        print "$ARGV:$.: it has ", length, " characters\n" if length > ($is_row ? 150 : 100);
        close ARGV if eof;' |
    law 'a line has at most 100 characters, a row of a table 150'

grep -P '^[^:]*:\d+:\s*#\s*include\s*"[^"]*\.h"' "$scratch/text" | grep -vP '^([^:]*/)?main\.c:' |
    awk -F: '{ if (++seen[$1] == 9) print $1 ":" $2 ": the ninth" }' |
    law 'a file has at most 8 includes of our own, except main.c'

while IFS= read -r source; do
    head -n 1 "$source" | grep -q '^/\*' || printf '%s:1\n' "$source"
done < <(grep '\.c$' "$scratch/sources") | law 'a source file begins with its story'

mapfile -t modules < <(files CMakeLists.txt | xargs -r -d '\n' grep -lP '^module\(' |
    xargs -r -d '\n' dirname)
for module in "${modules[@]}"; do
    [ -f "$module/README.md" ] || printf '%s/README.md:1: it is missing\n' "$module"
done | law 'every module has a README.md'
files README.md | grep / | while IFS= read -r readme; do
    count=$(wc -l <"$readme")
    [ "$count" -le 10 ] || printf '%s:11: it has %d lines\n' "$readme" "$count"
done | law 'the README.md of a folder has at most 10 lines'

for module in "${modules[@]}"; do
    find "$module" -maxdepth 1 -name '*.c' | grep -vE "/(main|$(basename "$module")(_[^/]*)?)\.c$" |
        sed 's/$/:1/'
done | law 'a name tells its place: <folder>_<topic>.c'

# ---- what the tree gives away ------------------------------------------------------------------

# Names that RFC 2606 keeps from ever existing, this machine, and the names of SVG are no hosts.
fine='127\.0\.0\.1|localhost|www\.w3\.org/|[\w.-]+\.(invalid|test|example)\b'
files '*' | grep -vE '(^|/)(package-lock\.json|[^/]*\.lock)$' >"$scratch/all"
xargs -r -d '\n' grep -nHIoP "\\b(https?|wss?|ftp)://(?!$fine)[\\w-]+\\.[\\w.-]+" <"$scratch/all" |
    law 'no file names a host of the network, except a lock file'
xargs -r -d '\n' grep -nHIP '(^|[^\w.:/>*-])/(work|home|root|Users)/\w' <"$scratch/all" |
    grep -v '^tests/house_rules.sh:' | law "no file names a place of somebody’s machine"
xargs -r -d '\n' grep -nHIP '^(<{7}|[|]{7}|={7}|>{7})( |\r?$)' <"$scratch/all" |
    law 'no file holds the marks of a merge that was left half-way'

printf 'house rules: %d laws, %d broken\n' "$laws" "$broken"
[ "$broken" -eq 0 ]
