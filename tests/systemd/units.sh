#!/bin/bash
# Checks the units as they would be installed, without booting anything: verify (no warning at all) or security (an
# exposure of 1.0 at most, and peers' users visible). Usage: units.sh verify|security BUILD_DIRECTORY
set -euo pipefail
what=$1 build=$2

skip() { echo "SKIPPED systemd units: $1"; exit 77; }
command -v systemd-analyze >/dev/null || skip "no systemd-analyze (package systemd)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DESTDIR=$work/tree cmake --install "$build" >/dev/null
units=$work/units
mkdir "$units"
# The tree is not where it will be: let the units name the programs where they are now.
for unit in "$work"/tree/lib/systemd/system/*; do
  sed "s|^ExecStart=|ExecStart=$work/tree|" "$unit" >"$units/${unit##*/}"
done
cd "$units"

verify() {
  local said
  said=$(systemd-analyze verify --man=no ./holdfast.service ./holdfast.socket ./holdfast@alpha.service \
    ./holdfast@alpha.socket 2>&1) || { echo "FAILED verify: $said"; exit 1; }
  [ -z "$said" ] || { echo "FAILED verify: $said"; exit 1; }
  echo "ok verify: four units, no warning"
  # A check that finds nothing wrong anywhere is worth nothing.
  sed 's/^WatchdogSec=/WatchdogSecs=/' holdfast.service >broken.service
  systemd-analyze verify --man=no ./broken.service 2>&1 | grep -q WatchdogSecs || { echo "FAILED verify: blind"; exit 1; }
  echo "ok verify sees a misspelt key"
}

# The threshold counts in tenths: 10 is an exposure of 1.0.
exposed_at_most() { systemd-analyze security --offline=yes --no-pager --threshold="$1" "./$2"; }

security() {
  local unit
  for unit in holdfast.service holdfast@alpha.service; do
    [ -e "$unit" ] || cp holdfast@.service "$unit"
    exposed_at_most 10 "$unit" >report || { tail -n 1 report; echo "FAILED security of $unit"; exit 1; }
    echo "ok security $unit: $(tail -n 1 report | sed 's/[^0-9A-Za-z.: ]//g')"
    if exposed_at_most 2 "$unit" >/dev/null; then echo "FAILED security: threshold 0.2 passes, so it proves nothing"; exit 1; fi
    if grep -q '^PrivateUsers=' "$unit"; then echo "FAILED security: PrivateUsers= hides who connects"; exit 1; fi
  done
  sed 's/^PrivateNetwork=yes/PrivateNetwork=no/; s/^CapabilityBoundingSet=.*//' holdfast.service >open.service
  if exposed_at_most 10 open.service >/dev/null; then echo "FAILED security: an open unit passes"; exit 1; fi
  echo "ok security sees an open unit"
}

"$what"
