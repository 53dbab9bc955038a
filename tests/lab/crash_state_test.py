"""What a power cut may leave of the calls the shipped holdfastd makes, on the weakest file system there may be: before anything
is started each document is one whole version; after recovery by the real daemon all that was acknowledged is there and
transactions are whole; also if the power fails again during that recovery (RELIABILITY T2).

The daemon runs under strace through every sequence of up to three commits; its trace drives a model of names and bytes.

Usage: crash_state_test.py HOLDFASTD
"""
import itertools
import os
import shutil
import sys
import time

import machine
import syscall_trace
from crash_state import states_of
from history import OWN, TEMPORARY, History
from short_workload import BASE, STEPS, must_commit, put, text
from store import NotStarted, Store
from weak_model import SYNCS, WeakModel

SECONDS_MAX = 1700
SHOWN_MAX = 10
RECOVERIES = 5  # of a workload's states
TRACED_RECOVERIES = 40
BLIND_RECOVERIES = 400
STEPS_MAX = 3
EDITED = "a crash cut short: it was edited since"
SETTINGS = {"journalSegmentBytes": 65536}  # the trace holds every byte that is written


class Bench:
    """The daemon, a store at rest that every workload begins with, and what was counted."""

    def __init__(self, daemon, work, chance):
        self.daemon, self.work, self.chance = daemon, work, chance
        self.directory = self.path("store")
        self.documents = {name: text(1).encode() for name in BASE}
        self.workloads = self.calls = self.states = self.recoveries = self.nested = self.parted = 0
        self.violations = []
        os.makedirs(self.path("base"))
        with Store(daemon, self.path("base"), work, settings=SETTINGS) as store:
            must_commit(store, [put(name, 1)[0] for name in BASE])
            store.stop()

    def path(self, name):
        return os.path.join(self.work, name)

    def trace(self, act):
        """The calls of a daemon on what lies in the directory, while act(store) takes place and until it has stopped."""
        trace = self.path("trace")
        with Store(self.daemon, self.directory, self.work, syscall_trace.command(trace), SETTINGS) as store:
            act(store)
            store.stop()
        calls = syscall_trace.read_trace(trace)
        self.calls += len(calls)
        return calls

    def run(self, steps, ignores=lambda call, path: False):
        """A workload's history and all states."""
        shutil.rmtree(self.directory, ignore_errors=True)
        shutil.copytree(self.path("base"), self.directory)
        model, history, commits = WeakModel(self.directory, ignores), History(self.documents), []
        for i, step in enumerate(steps):
            made = STEPS[step](i, history.documents)
            changes = {name: content for _, change in made for name, content in change.items()}
            history.begin(changes, i)
            commits.append([operation for operation, _ in made])
        calls = self.trace(lambda store: [must_commit(store, operations) for operations in commits])
        self.workloads += 1
        return list(states_of(calls, model, history, (0, 0), self.chance))

    def judge(self, what, states):
        self.states += len(states)
        for state in states:
            self.violations += [f"{what}, before recovery: {problem}" for problem in state.torn()]

    def recover(self, what, state):
        """By the real daemon."""
        state.lay_out(self.directory)
        self.recoveries += 1
        try:
            with Store(self.daemon, self.directory, self.work, settings=SETTINGS) as store:
                problems = state.partial(self.directory)
                # A state laid out is a copy, in other inodes, which holdfastd takes for edits: what a crash parted is not
                # joined then. That it is where inodes stay is for fault_crash_states and lab_power_cut to show.
                if problems and EDITED in store.log():
                    problems, self.parted = [], self.parted + 1
                must_commit(store, [put("afterwards.json", 1)[0]])
        except (NotStarted, RuntimeError) as why:
            problems = [str(why)]
        self.violations += [f"{what}, after recovery: {problem}" for problem in problems]

    def recover_traced(self, what, state):
        """And what a power cut during that may leave, and the recovery of one such."""
        state.lay_out(self.directory)
        model = WeakModel(self.directory)
        calls = self.trace(lambda store: None)
        inner = list(states_of(calls, model, state.history, (state.acknowledged, state.requested), self.chance))
        self.nested += len(inner)
        self.judge(what + ", cut again", inner)
        self.recover(what + ", cut again", self.chance.choice(inner))


# Syncs that a control takes away: the checks must see it. (name, workload, which, needs recovery to show)
def of_temporary_files(call, path):
    return call.name in SYNCS and TEMPORARY.fullmatch(os.path.basename(path)) and OWN not in path


def of_directories(call, path):
    return call.name in SYNCS and os.path.isdir(path) and OWN not in path


def of_journal(call, path):
    return call.name in SYNCS and OWN in path


BLIND = {
    "a new version": (["replace"], of_temporary_files, False),
    "the directory": (["replace"], of_directories, False),
    "the directory of a deletion": (["delete"], of_directories, False),
    "the directory of a new directory": (["nested"], of_directories, False),
    "the journal": (["pair"], of_journal, True),
}


def check_blind(bench):
    """False if the checks do not see that a sync is missing."""
    good = True
    for what, (steps, ignores, needs_recovery) in BLIND.items():
        before, bench.violations = bench.violations, []
        states = bench.run(steps, ignores)
        bench.judge(what, states)
        if needs_recovery:
            for state in bench.chance.sample(states, min(len(states), BLIND_RECOVERIES)):
                if bench.violations:
                    break
                bench.recover(what, state)
        is_seen = bool(bench.violations)
        print(f"without the sync of {what}: {'noticed' if is_seen else 'NOT noticed'} in {len(states)} states:",
              bench.violations[0] if is_seen else "-")
        bench.violations = before
        good = good and is_seen
    return good


def main(daemon):
    machine.need_tracing()
    chance = machine.seeded()
    machine.limit(SECONDS_MAX)
    begun = time.monotonic()
    workloads = [steps for length in range(1, STEPS_MAX + 1) for steps in itertools.product(STEPS, repeat=length)]
    chance.shuffle(workloads)
    with machine.workplace() as work:
        is_noticed = check_blind(Bench(daemon, os.path.join(work, "blind"), chance))
        bench = Bench(daemon, os.path.join(work, "bench"), chance)
        kept = []
        for steps in workloads[:machine.scaled(len(workloads))]:
            what = " ".join(steps)
            states = bench.run(steps)
            bench.judge(what, states)
            chosen = chance.sample(states, min(machine.scaled(RECOVERIES), len(states)))
            kept.append((what, chosen[0]))
            for state in chosen:
                bench.recover(what, state)
        for what, state in chance.sample(kept, min(machine.scaled(TRACED_RECOVERIES), len(kept))):
            bench.recover_traced(what, state)
    print(f"{bench.workloads} workloads, {bench.calls} calls, {bench.states} states, of which {bench.nested} of a recovery; "
          f"{bench.recoveries} of them recovered, {bench.parted} parted by being copies; {len(bench.violations)} violations; {time.monotonic() - begun:.0f} s")
    for violation in bench.violations[:SHOWN_MAX]:
        print("  VIOLATION", violation)
    good = is_noticed and not bench.violations
    print("ok" if good else "FAILED", "crash states of the daemon's own calls")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
