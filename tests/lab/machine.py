"""The machine a lab test runs on: what it must have, said loudly if it is missing; tools, seeds, sizes, and a place to work."""
import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIPPED = 77  # ctest: cannot run here
MEMORY = "/dev/shm"
CLONE_NEWNS = 0x00020000
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None, use_errno=True)


def skip(reason):
    """Ends the test as one that cannot run here."""
    print("SKIPPED", os.path.basename(sys.argv[0]) + ":", reason, flush=True)
    sys.exit(SKIPPED)


def need_programs(programs):
    """Of {program: package}."""
    for program, package in programs.items():
        if shutil.which(program) is None:
            skip(f"no {program} (package {package})")


def need_mounts():
    """What it takes to mount a loop device over a FUSE export; from here on in a namespace of our own, so that nothing stays
    mounted however the test ends."""
    if os.geteuid() != 0:
        skip("needs root")
    for device, what in (("/dev/fuse", "FUSE"), ("/dev/loop-control", "loop devices")):
        if not os.access(device, os.R_OK | os.W_OK):
            skip(f"no {what} ({device})")
    need_programs({"qemu-storage-daemon": "qemu-system-common", "mount": "mount", "losetup": "mount",
                   "fallocate": "util-linux"})
    if libc.unshare(CLONE_NEWNS) != 0:
        skip("may not make a mount namespace: " + os.strerror(ctypes.get_errno()))
    run("mount", "--make-rprivate", "/")


def need_tracing():
    need_programs({"strace": "strace"})
    tried = subprocess.run(["strace", "-f", "-e", "trace=fsync", "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        skip("strace may not trace: " + tried.stderr.strip())


def limit(seconds):
    """Ends the test in an orderly way after this time, or when it is told to stop."""
    def end(number, _frame):
        sys.exit(f"FAILED: not done within {seconds} seconds" if number == signal.SIGALRM else "FAILED: told to stop")
    signal.signal(signal.SIGALRM, end)
    signal.signal(signal.SIGTERM, end)
    signal.alarm(seconds)


def workplace():
    """A directory in memory, removed at the end of the with block."""
    if not os.path.isdir(MEMORY):
        skip(f"no {MEMORY}")
    return tempfile.TemporaryDirectory(prefix="holdfast-lab.", dir=MEMORY)


def run(*command):
    """Runs a tool, which must succeed; what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {(done.stderr + done.stdout).strip()}")
    return done.stdout


def die_with_parent():
    """For preexec_fn: a child that does not outlive the test, even if that is killed."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def eventually(what, condition, seconds=20, pause=0.001):
    """Waits until the condition holds; its value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise RuntimeError(f"{what} does not come within {seconds} s")
        time.sleep(pause)


def scaled(full):
    """`full` times HOLDFAST_SCALE per cent, at least 1; five times that with HOLDFAST_SOAK."""
    per_cent = int(os.environ.get("HOLDFAST_SCALE") or 100) * (5 if os.environ.get("HOLDFAST_SOAK") else 1)
    return max(1, full * per_cent // 100)


def seeded():
    """A source of chance, from HOLDFAST_SEED or new. Prints how to run this again."""
    seed = int(os.environ.get("HOLDFAST_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"to run it again: HOLDFAST_SEED={seed} {' '.join(sys.orig_argv)}", flush=True)
    return random.Random(seed)
