"""What a power cut leaves of a store on a real file system, at many moments and in many ways: before anything is started on
it each document is one whole version; after holdfastd's recovery all that was acknowledged is there and transactions are
whole (RELIABILITY T3, and T3n: while another program's syncs split what belongs together).

Usage: power_cut_test.py ext4|xfs|btrfs HOLDFASTD LAB_NOISE
"""
import json
import os
import statistics
import subprocess
import sys
import time

import bad_writer
import machine
import syscall_trace
from file_system import FileSystem
from history import Found, History
from recorded_disk import RecordedDisk
from storage_daemon import need_disks
from store import NotStarted, Store
from workload import Workload, carry_out
from write_log import choose_cuts

SECONDS_MAX = 1700
STATES = 500  # of each of quiet and noisy
STATES_A_RECORDING = 250
ROUNDS = 2  # of the workload's deck, a recording
STATES_OF_MISTAKE = 150  # a recording
RECORDINGS_OF_MISTAKE = 4  # at most: the file system may save a bad writer by luck
SHOWN_MAX = 5


class Tally:
    """What was seen in many states."""

    def __init__(self):
        self.states = self.commits = self.under_way = self.parted = self.came_out_new = 0
        self.starts = []
        self.violations = []

    def add(self, cut, problems):
        self.states += 1
        if problems:
            self.violations.append(f"{cut}: " + "; ".join(problems))

    def report(self, what, seconds):
        print(f"{what}: {self.states} states of {self.commits} commits in {seconds:.0f} s, {len(self.violations)} violations; "
              f"a commit was under way in {self.under_way}, of which {self.came_out_new} came out new; recovery joined a parted "
              f"transaction in {self.parted}; holdfastd started in {1000 * statistics.median(self.starts or [0]):.0f} ms (median), "
              f"{1000 * max(self.starts or [0]):.0f} ms (most)", flush=True)
        for violation in self.violations[:SHOWN_MAX]:
            print("  VIOLATION", violation)


class Bench:
    """One file system with what is to run on it."""

    def __init__(self, kind, daemon, noise, work, chance):
        image = os.path.join(work, "image")
        kind.make(image)
        self.disk = RecordedDisk(kind, image, work)
        self.daemon, self.noise, self.work, self.chance = daemon, noise, work, chance
        self.directory = os.path.join(self.disk.at, "store")

    def disturbed(self, is_noisy):
        """What to run a program under."""
        return [self.noise, os.path.join(self.disk.at, "noise")] if is_noisy else []

    def record(self, wrapper):
        """A history of commits by a daemon under that command, and the first entry of the log that belongs to it."""
        history = History()
        with self.disk.recording():
            os.mkdir(self.directory)
            machine.run("sync", "-f", self.disk.at)
            begin = self.disk.log_bytes()
            workload = Workload(self.chance)
            with Store(self.daemon, self.directory, self.work, wrapper) as store:
                carry_out(workload, [workload.first()], store, history, self.disk.log_bytes)
                carry_out(workload, workload.groups(ROUNDS), store, history, self.disk.log_bytes)
        return history, self.disk.first_entry_behind(begin)

    def check_states(self, wrapper, count, tally, until_caught=False):
        history, first = self.record(wrapper)
        tally.commits += len(history.commits)
        entries = self.disk.entries
        dwell = [i for i, entry in enumerate(entries) if history.is_inside_transaction(entry.end)]
        states = self.disk.states(choose_cuts(entries, first, count, self.chance, dwell))
        for cut, refused in states:
            bounds = history.bounds(entries[cut.issued - 1].end)
            tally.add(cut, [refused] if refused else self.problems(history, bounds, tally))
            if until_caught and tally.violations:
                break
        states.close()

    def problems(self, history, bounds, tally):
        """Of the state that is mounted now."""
        found = Found.at(self.directory)
        problems = history.torn(found, *bounds)
        tally.parted += history.state_of(found.documents, *bounds) is None
        store = Store(self.daemon, self.directory, self.work)
        before = time.monotonic()
        try:
            with store:
                tally.starts.append(time.monotonic() - before)
                found = Found.at(self.directory)
                problems += history.partial(found, *bounds)
                state = history.state_of(found.documents, *bounds)
                if bounds[0] != bounds[1]:
                    tally.under_way += 1
                    tally.came_out_new += state == bounds[1]
                if state is not None:
                    problems += served(store, history, state)
                problems += goes_on(store, history, bounds[0])
        except NotStarted as why:
            problems.append(str(why))
        return problems

    def catch(self, mistake, tally):
        """States of what a bad writer wrote, until one breaks the promise."""
        kind, is_noisy = bad_writer.MISTAKES[mistake]
        workload = Workload(self.chance, [kind] * 12)
        base = workload.first()[0][1]
        base.pop("network/wifi.json")
        workload.documents = dict(base)
        history = History(base)
        with self.disk.recording():
            os.mkdir(self.directory)
            for name, content in base.items():
                with open(os.path.join(self.directory, name), "wb") as file:
                    file.write(content)
            machine.run("sync", "-f", self.disk.at)
            begin = self.disk.log_bytes()
            self.write_badly(mistake, [changes for group in workload.groups(1) for _, changes in group], is_noisy, history)
        first = self.disk.first_entry_behind(begin)
        states = self.disk.states(choose_cuts(self.disk.entries, first, STATES_OF_MISTAKE, self.chance))
        for cut, refused in states:
            bounds = history.bounds(self.disk.entries[cut.issued - 1].end)
            found = Found.at(self.directory)
            found.temporary.clear()  # nobody sweeps here
            tally.add(cut, [refused] if refused else history.torn(found, *bounds) or history.partial(found, *bounds))
            if tally.violations and mistake != "none":
                break
        states.close()

    def write_badly(self, mistake, plan, is_noisy, history):
        command = [*self.disturbed(is_noisy), sys.executable, bad_writer.__file__, mistake, self.directory, self.disk.log]
        lines = "".join(json.dumps({name: text.decode() for name, text in changes.items()}) + "\n" for changes in plan)
        done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
        for changes, places in zip(plan, done.stdout.splitlines(), strict=True):
            started, acknowledged = map(int, places.split())
            history.begin(changes, started).acknowledged = acknowledged


def served(store, history, state):
    """The daemon tells of a document what lies on the disk, at the revision that was acknowledged for it."""
    problems = []
    for name, content in history.states[state].items():
        reply = store.call("Get", {"document": name})["parameters"]
        if reply.get("text", "").encode() != content:
            problems.append(f"{name} is served with other bytes than the file has")
        if reply["document"]["revision"] != history.revision_of(name, state):
            problems.append(f"{name} is at revision {reply['document']['revision']} instead of "
                            f"{history.revision_of(name, state)}")
    return problems


def goes_on(store, history, acknowledged):
    """A commit works, with a revision that was never told of another."""
    reply = store.commit([{"op": "put", "document": "afterwards.json", "text": "{}\n"}])
    parameters = reply.get("parameters", {})
    if parameters.get("outcome") != "committed":
        return [f"a commit after recovery is answered with {reply}"]
    if parameters["revision"] <= history.revision_at(acknowledged):
        return [f"revision {parameters['revision']} is given a second time"]
    return []


def check_store(bench, is_noisy):
    what = f"{bench.disk.kind.kind}, {'while another program syncs' if is_noisy else 'undisturbed'}"
    tally, begun = Tally(), time.monotonic()
    wanted = machine.scaled(STATES)
    while tally.states < wanted:
        bench.check_states(bench.disturbed(is_noisy), min(STATES_A_RECORDING, wanted - tally.states), tally)
    tally.report(what, time.monotonic() - begun)
    if wanted >= STATES and not 0 < tally.came_out_new < tally.under_way:
        print("FAILED: the cuts did not fall into commits")
        return False
    if wanted >= STATES and is_noisy and tally.parted == 0:
        print("FAILED: no cut parted a transaction")
        return False
    return not tally.violations


def check_mistake(bench, mistake):
    tally = Tally()
    for _ in range(1 if mistake == "none" else RECORDINGS_OF_MISTAKE):
        bench.catch(mistake, tally)
        if tally.violations:
            break
    return report_catch(bench, f"a writer with the mistake {mistake}", tally) == (mistake != "none")


def report_catch(bench, who, tally):
    """Whether it was caught."""
    is_caught = bool(tally.violations)
    print(f"{bench.disk.kind.kind}, {who}: {'caught' if is_caught else 'not caught'} in {tally.states} states:",
          tally.violations[0] if is_caught else "-", flush=True)
    return is_caught


def check_deaf(bench):
    """The daemon itself, with syncs that do nothing, must be caught too."""
    deaf = syscall_trace.command("/dev/null", "-e", "inject=fsync,fdatasync:retval=0")
    tally = Tally()
    bench.check_states(deaf, STATES_OF_MISTAKE, tally, until_caught=True)
    return report_catch(bench, "holdfastd with syncs that do nothing", tally)


def main(kind, daemon, noise):
    need_disks()
    machine.need_tracing()
    file_system = FileSystem(kind)
    file_system.need()
    chance = machine.seeded()
    machine.limit(SECONDS_MAX)
    with machine.workplace() as work:
        bench = Bench(file_system, daemon, noise, work, chance)
        good = [check_mistake(bench, mistake) for mistake in bad_writer.MISTAKES]
        good.append(check_deaf(bench))
        good += [check_store(bench, is_noisy) for is_noisy in (False, True)]
    print("ok" if all(good) else "FAILED", "power cuts on", kind)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
