"""The system calls of a program, as strace -f -y -xx writes them: where each began and ended among the others, its arguments
decoded."""
import os
import re

import machine

UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"<\.\.\. \w+ resumed>\s?")
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+|\?)(?:<([^>]*)>)?(?: (E[A-Z0-9]+))?")
DESCRIPTOR = re.compile(r"(\d+|AT_FDCWD)<([^>]*)>")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
# What can change a disk, tell a client, or make either invisible to a trace.
TRACED = ("openat,openat2,open,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,"
          "copy_file_range,sendfile,splice,fsync,fdatasync,sync_file_range,syncfs,sync,rename,renameat,renameat2,link,linkat,"
          "symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,sendto,sendmsg,recvfrom,recvmsg,read,readv,io_uring_setup")


def command(output, *more):
    """What to run a program under; it stays our child, and strace goes with it."""
    speed = [] if more else ["--seccomp-bpf"]  # with which strace 6.1 injects no signals
    return ["strace", "-D", "-f", "-y", "-xx", "-s", "1000000", *speed, "-o", output, "-e", "trace=" + TRACED, *more]


def decoded(text):
    """What -xx made of bytes."""
    return bytes.fromhex(text.replace("\\x", ""))


class Call:
    __slots__ = ("name", "arguments", "result", "error", "opened", "begun", "ended")

    def __init__(self, text, begun, ended):
        found = CALL.fullmatch(text.partition(" (")[0])  # without the explanation of an error
        if found is None:
            raise RuntimeError("this is no call: " + text[:200])
        self.name = found[1]
        self.arguments = split(found[2])
        self.result = int(found[3], 0) if found[3] != "?" else -1  # cut off by the end of the program
        self.opened = os.fsdecode(decoded(found[4])) if found[4] else None
        self.error = found[5]
        self.begun, self.ended = begun, ended

    def succeeded(self):
        return self.result >= 0

    def descriptor(self, which=0):
        """An argument that is an open file: (number, path)."""
        found = DESCRIPTOR.match(self.arguments[which])
        if found is None:
            return None, None
        return (-1 if found[1] == "AT_FDCWD" else int(found[1])), os.fsdecode(decoded(found[2]))

    def bytes(self, which):
        """An argument that is a string, or holds several, as a vector does."""
        return b"".join(decoded(text) for text in STRING.findall(self.arguments[which]))

    def path(self, which):
        """An argument that is a name, behind the one that is its directory."""
        _, directory = self.descriptor(which)
        return os.path.normpath(os.path.join(directory, os.fsdecode(self.bytes(which + 1))))

    def __str__(self):
        shown = [DESCRIPTOR.sub(lambda d: f"{d[1]}<{os.fsdecode(decoded(d[2]))}>", a) for a in self.arguments]
        shown = [STRING.sub(lambda s: repr(decoded(s[1])[:40]), a) for a in shown]
        return f"{self.name}({', '.join(shown)}) = {self.error or self.result}"


def split(arguments):
    """At the commas that are not inside brackets; strings hold only \\xNN."""
    parts, depth, begin = [], 0, 0
    for found in re.finditer(r"[\[\]{}]|, ", arguments):
        if found[0] == ", ":
            if depth == 0:
                parts.append(arguments[begin:found.start()])
                begin = found.end()
        else:
            depth += 1 if found[0] in "[{" else -1
    return [*parts, arguments[begin:]]


def read_trace(path):
    """All calls, by where they began. The traced program has ended."""
    machine.eventually("the end of the trace", lambda: is_complete(path))
    with open(path, encoding="ascii") as file:
        lines = file.read().splitlines()
    calls, begun = [], {}
    for number, line in enumerate(lines):
        thread, _, text = line.partition(" ")
        text = text.strip()
        first = number
        if text.endswith(UNFINISHED):
            begun[thread] = text.removesuffix(UNFINISHED), number
            continue
        if text.startswith("<... "):
            before, first = begun.pop(thread)
            text = before + RESUMED.sub("", text)
        if text.startswith(("---", "+++", "???")):  # a signal, an end, a call it was killed in
            continue
        calls.append(Call(text, first, number))
    return sorted(calls, key=lambda call: call.begun)


def is_complete(path):
    """strace writes on for a moment after the program has gone: until its last thread, the first one, is reported."""
    with open(path, encoding="ascii") as file:
        lines = file.read().splitlines()
    return bool(lines) and "+++" in lines[-1] and lines[-1].split()[0] == lines[0].split()[0]
