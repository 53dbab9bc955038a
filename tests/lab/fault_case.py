"""One fault of the disk below a store: at which of the daemon's calls it showed, what clients were told, and whether what lies
on the disk agrees with that, after a power cut then and after a remount."""
import os
import re

import file_system
import syscall_trace
from failing_disk import FailingDisk
from history import OWN, TEMPORARY, Found, History
from store import NotStarted, Store

DISK_ERRORS = {"EIO", "EROFS", "EUCLEAN", "ESTALE", "ENODEV"}
NOT_APPLIED = {"StorageFailed", "StorageFull", "ReadOnly"}
SITES = ["temporary file", "journal", "directory", "document", "nowhere"]


class Ground:
    """A file system with a store on it, at rest, which every case begins with."""

    def __init__(self, kind, daemon, work, commits):
        self.kind, self.daemon, self.work = kind, daemon, work
        self.at = os.path.join(work, "mount")
        self.directory = os.path.join(self.at, "store")
        self.image = os.path.join(work, "ground")
        self.documents = {}
        os.mkdir(self.at)
        kind.make(self.image)
        kind.mount(self.image, self.at)
        try:
            os.mkdir(self.directory)
            with self.store() as store:
                for operations, changes in commits:
                    reply = store.commit(operations)
                    if reply["parameters"]["outcome"] != "committed":
                        raise RuntimeError(f"the ground is not laid: {reply}")
                    self.documents = History.after(self.documents, changes)
                store.stop()
        finally:
            file_system.unmount(self.at)

    def store(self, wrapper=()):
        return Store(self.daemon, self.directory, self.work, wrapper)

    def path(self, name):
        return os.path.join(self.work, name)


class FaultCase:
    """`commits` are made while the disk's `number`th write or flush fails, counted from the first of them."""

    injected = ()  # what strace does to the daemon

    def __init__(self, ground, commits, what, number, lasting):
        self.ground, self.commits = ground, commits
        self.what, self.number, self.lasting = what, number, lasting
        self.allowed = [ground.documents]  # what the directory may hold
        self.outcomes = []
        self.problems = []
        self.site = "nowhere"

    def __str__(self):
        return f"{self.what} {self.number}{' and all behind it' if self.lasting else ''}: {', '.join(self.outcomes)}"

    def run(self):
        faulty, cut = self.ground.path("faulty"), self.ground.path("cut")
        file_system.copy_image(self.ground.image, faulty)
        with FailingDisk(self.ground.kind, faulty, self.ground.at, self.ground.work) as disk:
            trace = self.meet(disk)
            with disk.daemon.frozen():
                file_system.copy_image(faulty, cut)  # holdfastd is dead, and the power fails now
        self.site = site_of(syscall_trace.read_trace(trace), self.ground.directory)
        self.look_at(cut, "after a power cut")
        self.look_at(faulty, "after a remount")
        return self.problems

    def meet(self, disk):
        """Runs the daemon into the fault and kills it. Where its calls are."""
        trace = self.ground.path("trace")
        store = self.ground.store(syscall_trace.command(trace, *self.injected))
        with store:
            disk.fail(self.what, self.number, self.lasting)
            for operations, changes in self.commits:
                self.commit(store, operations, changes)
            self.question(store)
        return trace

    def commit(self, store, operations, changes):
        try:
            reply = store.commit(operations)
        except OSError as why:
            self.outcomes.append("no reply")
            self.problems.append(f"holdfastd does not answer a commit: {why}")
            return
        after = [History.after(state, changes) for state in self.allowed]
        outcome = reply.get("error", "").rpartition(".")[2] or reply["parameters"]["outcome"]
        self.outcomes.append(outcome)
        if outcome == "committed":
            self.allowed = after
        elif outcome == "OutcomeUnknown":
            self.allowed = [*self.allowed, *after]
        elif outcome not in NOT_APPLIED:
            self.problems.append(f"a commit is answered with {reply}")
        if outcome in ("OutcomeUnknown", "ReadOnly"):
            self.must_be_degraded(store)

    def must_be_degraded(self, store):
        """And say so: in Status and in the log."""
        status = store.status()
        if status["state"] != "degraded" or not status.get("reason"):
            self.problems.append(f"Status says {status['state']}, {status.get('reason')} after {', '.join(self.outcomes)}")
        if not re.search("<(error|critical)>", store.log()):
            self.problems.append("it is degraded, and the log holds no error")

    def question(self, store):
        """It lives, and the log says what failed."""
        try:
            store.status()
        except OSError as why:
            self.problems.append(f"holdfastd does not answer: {why}")
            return
        failed = [outcome for outcome in self.outcomes if outcome not in ("committed", "recovered")]
        if failed and not re.search("<(warning|error|critical)>", store.log()):
            self.problems.append("the log says nothing of " + failed[0])

    def look_at(self, image, when):
        """Without a fault: documents are whole at once, and right behind a recovery, which works."""
        history = History.of_states(self.allowed)
        last = len(self.allowed) - 1
        try:
            self.ground.kind.mount(image, self.ground.at)
        except RuntimeError as why:
            self.problems.append(f"{when} it does not mount: {why}")
            return
        try:
            problems = history.torn(Found.at(self.ground.directory), 0, last)
            with self.ground.store() as store:
                problems += history.partial(Found.at(self.ground.directory), 0, last)
                reply = store.commit([{"op": "put", "document": "afterwards.json", "text": "{}\n"}])
                if reply.get("parameters", {}).get("outcome") != "committed":
                    problems.append(f"a commit is answered with {reply}")
        except NotStarted as why:
            problems.append(str(why))
        finally:
            file_system.unmount(self.ground.at)
        self.problems += [f"{when}: {problem}" for problem in problems]


class DeafCase(FaultCase):
    """With a daemon whose syncs do nothing and hear of nothing: what the checks must find guilty."""

    injected = ("-e", "inject=fsync,fdatasync:retval=0")


class RecoveryCase(FaultCase):
    """The daemon was killed in the middle of `commits`, a single one; the fault comes while the next start recovers, on a
    disk that has been up all the time: what the kernel holds in memory is not yet on it."""

    def __init__(self, ground, commits, what, number, lasting, killed_at):
        super().__init__(ground, commits, what, number, lasting)
        self.killed_at = killed_at

    def meet(self, disk):
        if not interrupt(self.ground, self.commits[0], self.killed_at):
            raise RuntimeError("a commit was not cut where it was before")
        self.allowed.append(History.after(self.allowed[0], self.commits[0][1]))
        disk.fail(self.what, self.number, self.lasting)
        trace = self.ground.path("trace")
        store = self.ground.store(syscall_trace.command(trace))
        try:
            with store:
                self.take_at_word(store)
                self.commit(store, [{"op": "put", "document": "notes.conf", "text": "later\n"}], {"notes.conf": b"later\n"})
                self.question(store)
        except NotStarted as why:
            self.outcomes.append(f"ended with {why.code}")
            if why.code < 0 or not why.log.strip():
                self.problems.append(f"a start into a failing disk ended badly: {why}")
        return trace

    def take_at_word(self, store):
        """What it serves after the recovery is what a power cut must leave."""
        self.outcomes.append("recovered")
        served = {}
        for name in {name for state in self.allowed for name in state}:
            reply = store.call("Get", {"document": name})
            if "error" not in reply:
                served[name] = reply["parameters"]["text"].encode()
        if served not in self.allowed:
            self.problems.append("what is served after the recovery is half a transaction")
        else:
            self.allowed = [served]


def interrupt(ground, commit, rename):
    """Kills the daemon at the `rename`th rename of a commit. True if that leaves the commit half done."""
    operations, changes = commit
    kill = f"inject=rename,renameat,renameat2:signal=KILL:when={rename}"
    trace = ground.path("interrupted")
    before = Found.at(ground.directory).documents
    try:
        with ground.store(syscall_trace.command(trace, "-e", kill)) as store:
            store.commit(operations)
            return False
    except (OSError, NotStarted):
        syscall_trace.read_trace(trace)  # until strace has ended too
    now = Found.at(ground.directory).documents
    return now not in (before, History.after(before, changes))


def site_of(calls, directory):
    """At what the fault showed first."""
    for call in calls:
        if call.error not in DISK_ERRORS or not call.arguments:
            continue
        _, path = call.descriptor()
        if path is None or not path.startswith(directory):
            continue
        inside = os.path.relpath(path, directory)
        if inside.split(os.sep)[0] == OWN:
            return "journal"
        if TEMPORARY.fullmatch(os.path.basename(path)):
            return "temporary file"
        has_suffix = "." in os.path.basename(inside) and inside != "."
        return "document" if has_suffix else "directory"
    return "nowhere"
