#!/usr/bin/env bash
# root — the inner half of machine.sh, in namespaces of its own: makes the root and enters it.
set -euo pipefail
: "${stage:?is set by machine.sh}" "${build:?is set by machine.sh}"
top=$stage/machine
root=$top/root
mount --make-rprivate /
mkdir -p "$top"
mount -t tmpfs tmpfs "$top"
mkdir "$top/upper" "$top/work" "$root"
layers=lowerdir=/,upperdir=$top/upper,workdir=$top/work
mount -t overlay overlay -o "$layers" "$root" 2>/dev/null || {
    echo 'cannot: no overlay is to be had'
    exit 77
}
# None of this machine's own services: only what systemd itself brings, and ours.
for folder in etc/systemd/system run tmp var/log; do
    mkdir -p "$root/$folder"
    mount -t tmpfs tmpfs "$root/$folder"
done
mount -t proc proc "$root/proc" -o nosuid,nodev,noexec
mount -t sysfs sys "$root/sys" -o ro,nosuid,nodev,noexec
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/dev" -o mode=755
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

# The stage and the programs where they are outside; what the acts put into out is kept.
mkdir -p "$root$stage" "$root$build"
mount --bind "$build" "$root$build"
mount --bind "$stage" "$root$stage"
DESTDIR=$root cmake --install "$build" --component syncd >/dev/null
grep -q '^cairn:' "$root/etc/passwd" || {
    echo 'cairn:x:990:990::/var/lib/cairn:/usr/sbin/nologin' >>"$root/etc/passwd"
    echo 'cairn:x:990:' >>"$root/etc/group"
}
mkdir -p "$root/var/lib/systemd/timers"
printf '%032x\n' 7 >"$root/etc/machine-id"
cp "$stage"/units/* "$root/etc/systemd/system/"
# Not by chroot: what a sandbox is made of is mounted below a real root only.
cd "$root"
mkdir -p old
pivot_root . old
exec env -i container=cairn PATH=/usr/sbin:/usr/bin:/sbin:/bin /bin/sh -c \
    'umount -l /old && rmdir /old; exec /lib/systemd/systemd --show-status=no --unit=acts.target'
