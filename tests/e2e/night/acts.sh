#!/usr/bin/env bash
# acts OUT TABLET — what is done inside the machine of machine.sh, as root, beside its systemd. It
# judges nothing: what it sees goes to OUT, a file a question, and boot.mjs reads that.
set -uo pipefail
out=$1
tablet=$2
day=cairn-syncd.service
night=cairn-syncd-night.service
timer=cairn-syncd-night.timer

shown() { # UNIT FILE
    systemctl show "$1" >"$out/$2"
}
value() { # UNIT PROPERTY
    systemctl show "$1" --property "$2" --value
}
says() { # UNIT WORDS: waits for its journal to have them
    for ((i = 0; i < 300; i++)); do
        journalctl -q -o cat -u "$1" | grep -q "$2" && return
        sleep 0.05
    done
}
is() { # UNIT PROPERTY VALUE: waits for it
    for ((i = 0; i < 300; i++)); do
        [ "$(value "$1" "$2")" = "$3" ] && return
        sleep 0.05
    done
}

# Nobody wants to wait for what would take a minute.
mkdir -p "/run/systemd/system/$day.d"
printf '[Service]\nRestartSec=100ms\nWatchdogSec=3\nTimeoutStartSec=5\n' \
    >"/run/systemd/system/$day.d/soon.conf"
systemctl daemon-reload

# A tablet whose client was never opened.
systemctl start "$day"
shown "$day" empty
ls -ld /var/lib/cairn >"$out/folder"
ls -l /var/lib/cairn >>"$out/folder"
systemctl stop "$day"
rm -rf /var/lib/cairn/*
cp "$tablet"/tablet.db* /var/lib/cairn/
chown -R cairn:cairn /var/lib/cairn

# As it is meant to come; and then at once, to see that it comes.
systemctl enable "$day" "$timer" >"$out/enabled" 2>&1
systemctl start "$timer"
shown "$timer" timer
systemctl stop "$timer"
mkdir -p "/run/systemd/system/$timer.d"
printf '[Timer]\nOnCalendar=\nOnCalendar=*:*:*\nRandomizedDelaySec=1\nAccuracySec=1ms\n' \
    >"/run/systemd/system/$timer.d/soon.conf"
systemctl daemon-reload
systemctl start hub.service
systemctl start "$timer"
says "$night" 'up to date'
systemctl stop "$timer"
is "$night" ActiveState inactive
shown "$night" night

# All day: what it is allowed, what it is not.
systemctl start "$day"
says "$day" 'up to date'
fed=$(value "$day" WatchdogTimestampMonotonic)
for ((i = 0; i < 100; i++)); do
    [ "$(value "$day" WatchdogTimestampMonotonic)" != "$fed" ] && break
    sleep 0.05
done
shown "$day" day
pid=$(value "$day" MainPID)
grep -E '^(Uid|NoNewPrivs|Seccomp|CapEff|CapBnd):' "/proc/$pid/status" >"$out/process"
for place in /usr /etc /var/lib /home /root /var/lib/cairn; do
    nsenter --target "$pid" --mount -- touch "$place/was-here" 2>/dev/null && echo "$place"
done >"$out/writable"
rm -f /var/lib/cairn/was-here

# It hangs, it is killed: it comes again by itself. It is asked to end: it ends.
kill -STOP "$pid"
is "$day" NRestarts 1
is "$day" ActiveState active
kill -KILL "$(value "$day" MainPID)"
is "$day" NRestarts 2
is "$day" ActiveState active
shown "$day" again
before=$(date +%s%3N)
systemctl stop "$day"
echo $(($(date +%s%3N) - before)) >"$out/stop_ms"
shown "$day" stopped
systemctl stop hub.service
cp /var/lib/cairn/tablet.db* "$out/"
systemctl list-units --failed --no-legend --plain >"$out/failed"
journalctl -q --all -o export >"$out/journal"
