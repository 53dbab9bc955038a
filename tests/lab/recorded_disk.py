"""A disk all of whose writes and flushes are recorded, and the replay of what a power cut leaves of them."""
import os
from contextlib import contextmanager

import file_system
from storage_daemon import MountedDisk, StorageDaemon
from write_log import read_log


class RecordedDisk:
    """Begins as a copy of `image`, in files below `work`. Use: with recording(): ...; then states(cuts)."""

    def __init__(self, kind, image, work):
        self.kind, self.image, self.work = kind, image, work
        self.at = os.path.join(work, "mount")
        self.log = os.path.join(work, "log")
        self.entries = []

    def path(self, name):
        return os.path.join(self.work, name)

    def log_bytes(self):
        """The place in the log now: what is durable now was logged before it."""
        return os.stat(self.log).st_size

    @contextmanager
    def recording(self):
        file_system.copy_image(self.image, self.path("recorded"))
        with open(self.log, "wb"):
            pass
        nodes = [f"driver=file,filename={self.path('recorded')},node-name=disk",
                 f"driver=file,filename={self.log},node-name=log",
                 "driver=blklogwrites,file=disk,log=log,node-name=top"]
        with MountedDisk(self.kind, StorageDaemon(self.path("export"), nodes), self.at):
            yield
        self.entries = read_log(self.log)

    def first_entry_behind(self, place):
        return next((i for i, entry in enumerate(self.entries) if entry.end > place), len(self.entries))

    def states(self, cuts):
        """For each cut, in the order of the log, the file system that it leaves, mounted: (cut, None), or (cut, why it does
        not mount). Only until the next one is taken."""
        file_system.copy_image(self.image, self.path("base"))
        base = os.open(self.path("base"), os.O_RDWR)
        applied = 0
        for cut in cuts:
            while applied < cut.durable:
                self.entries[applied].apply(base)
                applied += 1
            image = file_system.copy_sparse(base, self.path("state"))
            for entry, length in sorted(cut.kept.items()):
                self.entries[entry].apply(image, length)
            os.close(image)
            try:
                self.kind.mount(self.path("state"), self.at)
            except RuntimeError as why:
                yield cut, str(why)
                continue
            try:
                yield cut, None
            finally:
                file_system.unmount(self.at)
        os.close(base)
