"""One write or one flush of the disk below a store fails, or all from one on, at every place in commits of each kind and in
a recovery, on a real file system (RELIABILITY T4): nothing that was acknowledged is lost, nothing that was refused appears, and
the daemon goes on answering and says when it takes no more changes.

Usage: disk_fault_test.py ext4|xfs|btrfs HOLDFASTD
"""
import sys
import time
from collections import Counter

import machine
from fault_case import SITES, DeafCase, FaultCase, Ground, RecoveryCase, interrupt
from file_system import FileSystem
from recorded_disk import RecordedDisk
from storage_daemon import need_disks

SECONDS_MAX = 1700
FAULTS = 110  # of all that are possible; with HOLDFAST_SOAK nearly all
FAULTS_OF_RECOVERY = 30
RENAMES_MAX = 20
SHOWN_MAX = 10


def put(name, word):
    text = f"{word} in {name}\n" * 300
    if name.endswith(".json"):
        text = '{\n  "words": "' + word * 3000 + '"\n}\n'
    return {"op": "put", "document": name, "text": text}, {name: text.encode()}


def commit_of(*steps):
    changes = {}
    for _, change in steps:
        changes.update(change)
    return [operation for operation, _ in steps], changes


def removal(name):
    return {"op": "delete", "document": name}, {name: None}


GROUND = [commit_of(put("servers.json", "first"), put("notes.conf", "first"), put("gone.json", "first"))]
COMMITS = {
    "replace": commit_of(put("servers.json", "second")),
    "create in a new directory": commit_of(put("deep/inner/new.json", "second")),
    "delete": commit_of(removal("gone.json")),
    "transaction": commit_of(put("servers.json", "second"), put("notes.conf", "second")),
}
BEHIND = [commit_of(put("notes.conf", "third")), commit_of(put("servers.json", "third"))]


class Matrix:
    """What the cases showed."""

    def __init__(self):
        self.cases = Counter()  # (where, what): number
        self.outcomes = Counter()  # (where, what, outcome): number
        self.violations = []

    def add(self, name, case):
        where = "recovery" if isinstance(case, RecoveryCase) else case.site
        self.cases[where, case.what] += 1
        outcome = next((o for o in case.outcomes if o not in ("committed", "recovered")), case.outcomes[0])
        self.outcomes[where, case.what, outcome] += 1
        self.violations += [f"{name}, {case}: {problem}" for problem in case.problems]

    def report(self, kind):
        for where in [*SITES, "recovery"]:
            for what in ("write", "flush"):
                seen = [f"{outcome} {count}" for (*place, outcome), count in sorted(self.outcomes.items())
                        if place == [where, what]]
                print(f"{kind:6} {where:15} {what:6} {self.cases[where, what]:4} cases: {', '.join(seen) or '-'}")
        print(f"{kind}: {sum(self.cases.values())} faults, {len(self.violations)} violations", flush=True)
        for violation in self.violations[:SHOWN_MAX]:
            print("  VIOLATION", violation)

    def missing(self):
        """Places that no fault reached, neither by a write nor by a flush."""
        return [where for where in ("temporary file", "journal", "directory", "recovery")
                if not self.cases[where, "write"] + self.cases[where, "flush"]]


def count_requests(ground, act):
    """How many writes and flushes the disk gets while act(store), or the start if None, takes place."""
    disk = RecordedDisk(ground.kind, ground.image, ground.work)
    with disk.recording():
        begun = act(disk)
        end = disk.log_bytes()
    entries = [entry for entry in disk.entries if begun < entry.end <= end]
    return {"write": sum(1 for entry in entries if entry.length), "flush": sum(1 for entry in entries if entry.is_flush)}


def requests_of_commit(ground, operations):
    def act(disk):
        with ground.store() as store:
            begun = disk.log_bytes()
            store.commit(operations)
        return begun
    return count_requests(ground, act)


def requests_of_recovery(ground, killed_at):
    def act(disk):
        interrupt(ground, COMMITS["transaction"], killed_at)
        begun = disk.log_bytes()
        with ground.store():
            return begun
    return count_requests(ground, act)


def place_to_kill(ground):
    """The rename at which a kill leaves the transaction half done."""
    for rename in range(1, RENAMES_MAX):
        found = []
        def act(disk, rename=rename, found=found):
            found.append(interrupt(ground, COMMITS["transaction"], rename))
            return disk.log_bytes()
        count_requests(ground, act)
        if found[0]:
            return rename
    return None


def faults(requests):
    """Every place, once and for ever."""
    for what, count in requests.items():
        for number in range(1, count + 1):
            yield what, number, False
            yield what, number, True


def cases_of(ground):
    """Every fault there is in commits of each kind, and in a recovery: [(name, case)] of each."""
    made = [(name, FaultCase(ground, [commit, *BEHIND], *fault)) for name, commit in COMMITS.items()
            for fault in faults(requests_of_commit(ground, commit[0]))]
    killed_at = place_to_kill(ground)
    if killed_at is None:
        raise RuntimeError("no kill leaves a transaction half done, so recovery would have nothing to do")
    recovered = [("recovery", RecoveryCase(ground, [COMMITS["transaction"]], *fault, killed_at))
                 for fault in faults(requests_of_recovery(ground, killed_at))]
    return made, recovered


def main(kind, daemon):
    need_disks()
    machine.need_tracing()
    file_system = FileSystem(kind)
    file_system.need()
    chance = machine.seeded()
    machine.limit(SECONDS_MAX)
    matrix, begun = Matrix(), time.monotonic()
    with machine.workplace() as work:
        ground = Ground(file_system, daemon, work, GROUND)
        guilty = DeafCase(ground, [COMMITS["replace"]], "write", 1, True).run()
        print(f"{kind}: a daemon whose syncs do nothing: {'caught: ' + guilty[0] if guilty else 'NOT caught'}", flush=True)
        made, recovered = cases_of(ground)
        print(f"{kind}: {len(made)} faults are possible in commits, {len(recovered)} in a recovery")
        for all_cases, count in ((made, machine.scaled(FAULTS)), (recovered, machine.scaled(FAULTS_OF_RECOVERY))):
            for name, case in chance.sample(all_cases, min(count, len(all_cases))):
                case.run()
                matrix.add(name, case)
    matrix.report(kind)
    missing = matrix.missing() if machine.scaled(FAULTS) >= FAULTS else []
    if missing:
        print("FAILED: no fault reached", ", ".join(missing))
    good = guilty and not matrix.violations and not missing
    print("ok" if good else "FAILED", f"faults of the disk on {kind} in {time.monotonic() - begun:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
