#!/bin/bash
# Installs holdfast into an overlay of this machine's own root, boots a real systemd there (systemd-nspawn), and runs
# guest_test.py in it. Nothing of this machine is changed: the overlay is thrown away, and everything runs in mount,
# process and cgroup namespaces of its own, whose end takes all processes with it.
# Usage: boot.sh BUILD_DIRECTORY HANGING_DAEMON SAMPLE_DOCUMENT
# Exit code: that of guest_test.py, or 77 where this machine cannot boot a container.
set -euo pipefail

skip() { echo "SKIPPED systemd stage: $1"; exit 77; }
seconds_max=240
cannot_boot=99  # between the two halves of this script

if [ "${1:-}" != --inside ]; then
  [ "$(id -u)" = 0 ] || skip "needs root"
  for program in systemd-nspawn systemctl unshare nsenter setfacl setfattr python3 cmake; do
    command -v "$program" >/dev/null || skip "no $program (packages systemd-container acl attr util-linux)"
  done
  [ -x /lib/systemd/systemd ] || skip "no systemd (package systemd)"
  cgroups=$(findmnt -n -l -t cgroup2 -o TARGET | head -n 1)
  [ -n "$cgroups" ] || skip "no cgroup2"
  build=$(realpath "$1") hanging=$(realpath "$2") sample=$(realpath "$3")
  work=$(mktemp -d)
  cgroup=$cgroups/holdfast-test-$$
  clean_up() {
    # systemd has left processes behind if it was killed; they are all in this group, and nobody else is.
    echo 1 2>/dev/null >"$cgroup/cgroup.kill" || true
    for _ in $(seq 50); do
      find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ -e "$cgroup" ] || break
      sleep 0.1
    done
    rm -rf --one-file-system "$work"
  }
  trap clean_up EXIT
  mkdir "$cgroup" 2>/dev/null || skip "cannot make a cgroup"
  result=0
  (
    echo "$BASHPID" >"$cgroup/cgroup.procs"
    exec timeout -k 5 "$seconds_max" unshare --mount --cgroup --pid --fork --kill-child --mount-proc --propagation private \
      "$0" --inside "$work" "$build" "$hanging" "$sample"
  ) || result=$?
  [ "$result" != 124 ] || echo "FAILED systemd stage: not done within $seconds_max seconds"
  [ "$result" != "$cannot_boot" ] || skip "the container does not boot (its console is above)"
  exit "$result"
fi

work=$2 build=$3 hanging=$4 sample=$5
# The overlay lies in memory; the documents lie on the disk that holds $work, so that syncs and attributes are real.
mkdir "$work"/{memory,documents}
mount -t tmpfs -o size=2g,mode=0755 tmpfs "$work/memory"
mkdir "$work"/memory/{upper,work,root}
root=$work/memory/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/memory/upper,workdir=$work/memory/work" "$root" ||
  exit "$cannot_boot"
umount -R /sys/fs/cgroup 2>/dev/null || true  # in this namespace only; nspawn wants to see cgroup2 there
mount -t cgroup2 cgroup2 /sys/fs/cgroup

# A machine that has never seen holdfast, on which a package was just installed: a newer /usr makes systemd apply
# sysusers.d at boot.
for file in passwd shadow group gshadow; do
  if [ -e "$root/etc/$file" ]; then sed -i '/^holdfast:/d' "$root/etc/$file"; fi
done
rm -rf "$root"/etc/holdfast "$root"/etc/systemd/system/holdfast* "$root"/etc/systemd/system/*.wants/holdfast* \
  "$root"/var/lib/holdfast* "$root"/var/log/journal/* "$root"/etc/.updated "$root"/var/.updated
: >"$root/etc/machine-id"
DESTDIR=$root cmake --install "$build" >/dev/null
touch "$root/usr"
tests=$root/usr/local/lib/holdfast-test
mkdir -p "$tests"
cp "$(dirname "$0")"/*.py "$tests/"
install -m 0755 "$hanging" "$tests/hanging_daemon"
install -m 0644 "$sample" "$tests/servers.json"

started=$(date +%s%N)
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit --link-journal=no --private-network \
  --console=pipe --machine="holdfast-test-$$" --bind="$work/documents:/var/lib/holdfast" --directory="$root" \
  --boot systemd.unit=basic.target </dev/null >"$work/console" 2>&1 &
nspawn=$!
fail_to_boot() { cat "$work/console"; exit "$cannot_boot"; }

first=
for _ in $(seq 200); do
  kill -0 "$nspawn" 2>/dev/null || fail_to_boot
  first=$(pgrep -P "$nspawn" || true)
  if [ -n "$first" ] && [ "$(cat "/proc/$first/comm" 2>/dev/null)" = systemd ]; then break; fi
  first=
  sleep 0.05
done
[ -n "$first" ] || fail_to_boot
guest() {
  nsenter -t "$first" -m -u -i -n -p -C env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 "$@"
}
for _ in $(seq 300); do
  if guest systemctl is-active -q basic.target 2>/dev/null; then break; fi
  kill -0 "$nspawn" 2>/dev/null || fail_to_boot
  sleep 0.1
done
guest systemctl is-active -q basic.target || fail_to_boot
echo "booted $(guest systemctl --version | head -n 1) in $((($(date +%s%N) - started) / 1000000)) ms"

result=0
guest python3 -B /usr/local/lib/holdfast-test/guest_test.py || result=$?
kill -s RTMIN+3 "$first" 2>/dev/null || true  # an orderly halt
timeout 15 tail --pid="$nspawn" -f /dev/null || kill -9 "$first" 2>/dev/null || true
exit "$result"
