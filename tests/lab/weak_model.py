"""What a power cut may leave of the calls a program made, on the weakest file system POSIX allows: each change of a name that
its directory's fsync has not covered is kept or lost, independently of all others; of a file's bytes that its own fsync has not
covered there may be all, none, the first half, or zeros in their place."""
import itertools
import os

SYNCS = {"fsync", "fdatasync"}
WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2"}
# Changes that the model does not follow; a program that makes one below the directory cannot be judged.
UNKNOWN = {"copy_file_range", "sendfile", "splice", "link", "truncate", "rmdir", "symlinkat", "io_uring_setup", "dup", "dup2",
           "dup3", "open", "creat"}


def named(call):
    """The name it is about, with or without a directory before it."""
    return call.path(0) if call.name.endswith("at") else os.fsdecode(call.bytes(0))


class File:
    """An inode: bytes that are durable, and what was done to them since, oldest first."""

    def __init__(self, content=b""):
        self.durable = content
        self.changes = []  # (call, offset, bytes); offset None: cut or extended to that size
        self.known = None  # what may_be() said, while nothing has changed

    def change(self, call, offset, data):
        self.changes.append((call, offset, data))
        self.known = None

    def content(self, changes=None):
        content = bytearray(self.durable)
        for _, offset, data in self.changes if changes is None else changes:
            if offset is None:
                content = content[:data].ljust(data, b"\0")
                continue
            content = content.ljust(offset, b"\0")
            content[offset:offset + len(data)] = data
        return bytes(content)

    def may_be(self):
        """Every content that a power cut may leave."""
        if self.known is None:
            self.known = self.look() if self.changes else [self.durable]
        return self.known

    def look(self):
        halved = [(c, o, d if o is None else d[:len(d) // 2]) for c, o, d in self.changes]
        zeroed = [(c, o, d if o is None else bytes(len(d))) for c, o, d in self.changes]
        contents = [self.durable, self.content(), self.content(halved), self.content(zeroed), self.content(self.changes[1:])]
        return list(dict.fromkeys(contents))

    def sync(self, begun):
        """What had been done before that call is durable now."""
        covered = [change for change in self.changes if change[0].ended < begun]
        self.durable = self.content(covered)
        self.changes = [change for change in self.changes if change not in covered]
        self.known = None


class Directory:
    """Names that are durable, and changes since: (call, {name: inode or None})."""

    def __init__(self):
        self.durable = {}
        self.changes = []

    def now(self):
        names = dict(self.durable)
        for _, change in self.changes:
            names.update(change)
        return {name: inode for name, inode in names.items() if inode is not None}

    def sync(self, begun):
        covered = [change for change in self.changes if change[0].ended < begun]
        for _, change in covered:
            self.durable.update(change)
        self.changes = [change for change in self.changes if change not in covered]


class WeakModel:
    """Of one directory, from what lies in it now, all of it durable. Calls are begun and ended in the order of the trace;
    `ignores(call, path)` makes a sync have no effect."""

    def __init__(self, root, ignores=lambda call, path: False):
        self.root_path = root
        self.root = self.read(root)
        self.ignores = ignores
        self.open_files = {}  # descriptor: (inode, offset)

    def read(self, path):
        if not os.path.isdir(path):
            with open(path, "rb") as file:
                return File(file.read())
        directory = Directory()
        directory.durable = {name: self.read(os.path.join(path, name)) for name in os.listdir(path)}
        return directory

    def inside(self, path):
        return path == self.root_path or path.startswith(self.root_path + os.sep)

    def find(self, path):
        """The inode there now; None if there is none, or it is outside."""
        if not self.inside(path):
            return None
        inode = self.root
        for name in os.path.relpath(path, self.root_path).split(os.sep):
            if name != "." and inode is not None:
                inode = inode.now().get(name) if isinstance(inode, Directory) else None
        return inode

    def begin(self, call):
        """A call that changes something. True if it did."""
        if not call.succeeded():
            return False
        if call.name in UNKNOWN and (call.name == "io_uring_setup" or self.root_path in str(call)):
            raise RuntimeError(f"the model does not know what {call} leaves")
        if call.name in WRITES:
            return self.write(call)
        if call.name == "ftruncate":
            return self.resize(call, int(call.arguments[1]))
        if call.name == "fallocate":
            return self.extend(call)
        if call.name in ("unlink", "unlinkat"):
            return self.rename_all(call, {named(call): None})
        if call.name in ("mkdir", "mkdirat"):
            return self.rename_all(call, {named(call): Directory()})
        if call.name in ("rename", "renameat", "renameat2"):
            return self.rename(call)
        if call.name == "linkat":
            return self.rename_all(call, {call.path(2): self.find(call.path(0))})
        return False

    def end(self, call):
        """A call whose effect comes with its end: opening, and syncing. True if states may be others now."""
        if not call.succeeded():
            return False
        if call.name in ("openat", "openat2"):
            return self.open(call)
        if call.name == "close":
            self.open_files.pop(call.descriptor()[0], None)
        if call.name in SYNCS:
            return self.sync(call)
        if call.name in ("sync", "syncfs"):
            self.sync_all(self.root, call.begun)
            return True
        return False

    def open(self, call):
        path = call.opened
        if path is None or not self.inside(path):
            return False
        flags, made = call.arguments[2], False
        directory, name = self.find(os.path.dirname(path)), os.path.basename(path)
        if "O_CREAT" in flags and name not in directory.now():
            directory.changes.append((call, {name: File()}))
            made = True
        inode = self.find(path)
        if isinstance(inode, File):
            if "O_TRUNC" in flags:
                inode.change(call, None, 0)
                made = True
            self.open_files[call.result] = inode, len(inode.content()) if "O_APPEND" in flags else 0
        return made

    def opened(self, call):
        """The inode a descriptor is open on, and where in it; (None, 0) if it is none of ours."""
        number, path = call.descriptor()
        if number not in self.open_files and path is not None and self.inside(path):
            raise RuntimeError(f"the model does not know how {call} came to its file")
        return self.open_files.get(number, (None, 0))

    def write(self, call):
        file, offset = self.opened(call)
        if file is None:
            return False
        data = call.bytes(1)[:call.result]
        if len(data) != call.result:
            raise RuntimeError(f"the trace does not hold all bytes of {call}")
        if call.name.startswith("pwrite"):
            offset = int(call.arguments[3])
        else:
            self.open_files[call.descriptor()[0]] = file, offset + len(data)
        file.change(call, offset, data)
        return True

    def resize(self, call, size):
        file, _ = self.opened(call)
        if file is not None:
            file.change(call, None, size)
        return file is not None

    def extend(self, call):
        """fallocate; the modes that keep the size change no byte."""
        file, _ = self.opened(call)
        size = int(call.arguments[2]) + int(call.arguments[3])
        if file is None or "KEEP_SIZE" in call.arguments[1] or size <= len(file.content()):
            return False
        return self.resize(call, size)

    def rename(self, call):
        if call.name == "rename":
            source, target = (os.fsdecode(call.bytes(which)) for which in (0, 1))
        else:
            source, target = call.path(0), call.path(2)
        is_exchange = "RENAME_EXCHANGE" in call.arguments[-1]
        return self.rename_all(call, {source: self.find(target) if is_exchange else None, target: self.find(source)})

    def rename_all(self, call, names):
        """One change for each directory concerned."""
        changes = {}
        for path, inode in names.items():
            if self.inside(path):
                changes.setdefault(os.path.dirname(path), {})[os.path.basename(path)] = inode
        for path, change in changes.items():
            self.find(path).changes.append((call, change))
        return bool(changes)

    def sync(self, call):
        number, path = call.descriptor()
        if self.ignores(call, path):
            return False
        if number in self.open_files:
            self.open_files[number][0].sync(call.begun)
            return True
        directory = self.find(path)
        if directory is None:
            return False
        directory.sync(call.begun)
        return True

    def sync_all(self, inode, begun):
        inode.sync(begun)
        if isinstance(inode, Directory):
            for inner in inode.now().values():
                self.sync_all(inner, begun)

    def states(self, most, chance):
        """What a power cut may leave now, as {path: content, or None for a directory}; a random part of them if there are more
        than `most`."""
        directories, todo = [], [self.root]
        while todo:  # also those whose names may be lost
            directory = todo.pop()
            directories.append(directory)
            held = [*directory.durable.values(), *(inode for _, change in directory.changes for inode in change.values())]
            todo += [inode for inode in dict.fromkeys(held) if isinstance(inode, Directory)]
        loose = [(directory, i) for directory in directories for i in range(len(directory.changes))]
        choices = itertools.product((False, True), repeat=len(loose))
        if 1 << len(loose) > most:
            choices = ([chance.random() < 0.5 for _ in loose] for _ in range(most))
        for kept in choices:
            lost = {change for change, is_kept in zip(loose, kept) if not is_kept}
            yield from self.contents(self.tree(self.root, "", lost), most, chance)

    def tree(self, directory, path, lost):
        """{path: inode}, without these changes of names."""
        names = dict(directory.durable)
        for i, (_, change) in enumerate(directory.changes):
            if (directory, i) not in lost:
                names.update(change)
        found = {}
        for name, inode in names.items():
            if inode is None:
                continue
            found[path + name] = inode
            if isinstance(inode, Directory):
                found.update(self.tree(inode, path + name + os.sep, lost))
        return found

    @staticmethod
    def contents(tree, most, chance):
        files = dict.fromkeys(inode for inode in tree.values() if isinstance(inode, File))
        options = [file.may_be() for file in files]
        count = 1
        for option in options:
            count *= len(option)
        choices = itertools.product(*options)
        if count > most:
            choices = ([chance.choice(option) for option in options] for _ in range(most))
        for choice in choices:
            content = dict(zip(files, choice))
            yield {path: content.get(inode) for path, inode in tree.items()}
