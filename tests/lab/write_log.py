"""What a disk was told to do, in order: read from the log that blklogwrites keeps in the format of dm-log-writes; and the
images a power cut can leave of it."""
import ctypes
import os
import struct

import machine

MAGIC = 0x6A736677736872
FLUSH, DISCARD, MARK = 1, 4, 8
FALLOC_PUNCH = 3  # with the size kept
TEAR_BYTES = 4096  # what a disk writes whole


class Entry:
    """One write, discard or flush. `end` is the size of the log when it had been logged."""

    __slots__ = ("end", "offset", "length", "data", "is_flush")

    def __init__(self, end, offset, length, data, is_flush):
        self.end, self.offset, self.length, self.data, self.is_flush = end, offset, length, data, is_flush

    def apply(self, image, length=None):
        """To an open file; only its first `length` bytes, if given."""
        length = self.length if length is None else length
        if length == 0:
            return
        if self.data is None:  # a discard: reads as zeros
            machine.libc.fallocate(image, FALLOC_PUNCH, ctypes.c_long(self.offset), ctypes.c_long(length))
        else:
            os.pwrite(image, self.data[:length], self.offset)


def read_log(path):
    """All entries, of a disk that has been closed."""
    with open(path, "rb") as file:
        text = memoryview(file.read())
    magic, _version, count, sector = struct.unpack_from("<QQQI", text, 0)
    if magic != MAGIC:
        raise RuntimeError("this is no log of writes")
    entries, at = [], sector
    for _ in range(count):
        first, sectors, flags, mark_bytes = struct.unpack_from("<QQQQ", text, at)
        at += sector
        if flags & MARK:
            at += -(-mark_bytes // sector) * sector
            continue
        data = None
        if not flags & DISCARD:
            data = text[at:at + sectors * sector]
            at += sectors * sector
        entries.append(Entry(at, first * sector, sectors * sector, data, bool(flags & FLUSH)))
    return entries


class Cut:
    """The power fails when `issued` entries had been given to the disk: the first `durable` of them are on it, and of those
    behind, `kept`: {entry: bytes of it}."""

    __slots__ = ("durable", "kept", "issued")

    def __init__(self, durable, kept, issued):
        self.durable, self.kept, self.issued = durable, kept, issued

    def key(self):
        return self.durable, tuple(sorted(self.kept.items())), self.issued

    def __str__(self):
        return f"cut after entry {self.issued}, {self.durable} durable, {len(self.kept)} of {self.issued - self.durable} kept"


def random_cut(entries, flushes, issued, chance):
    """After so many entries: of what came since the last flush all is kept, nothing, or a random part, of which one long
    write may be torn."""
    durable = max((flush + 1 for flush in flushes if flush < issued), default=0)
    loose = [i for i in range(durable, issued) if entries[i].length]
    share = chance.choice((0, 0.2, 0.5, 0.8, 1))
    kept = {i: entries[i].length for i in loose if chance.random() < share}
    long = [i for i in kept if entries[i].length > TEAR_BYTES and entries[i].data is not None]
    if long and chance.random() < 0.25:
        torn = chance.choice(long)
        kept[torn] = chance.randrange(TEAR_BYTES, entries[torn].length, TEAR_BYTES)
    return Cut(durable, kept, issued)


def choose_cuts(entries, first, count, chance, dwell=()):
    """`count` different ones, fewer only if there are not so many, in the order of the log; after any entry from `first` on,
    half of them after one of `dwell`."""
    flushes = [i for i, entry in enumerate(entries) if entry.is_flush]
    cuts = {}
    for _ in range(20 * count):
        at_random = not dwell or chance.random() < 0.5
        issued = chance.randrange(max(first, 1), len(entries) + 1) if at_random else chance.choice(dwell) + 1
        cut = random_cut(entries, flushes, issued, chance)
        cuts.setdefault(cut.key(), cut)
        if len(cuts) == count:
            break
    return sorted(cuts.values(), key=lambda cut: (cut.durable, cut.issued))
