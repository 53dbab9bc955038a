"""Certification servers for the conformance tests: ours and the one of Debian's varlink-go, each on a Unix socket in a
directory of its own, stopped by process id. Every wait here is bounded."""
import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time

GO_CERTIFICATION = "varlink-go-certification"
GO_GENERATOR = "varlink-go-interface-generator"
WAIT_SECONDS = 20
EXIT_SKIPPED = 77


def need(program):
    """Ends the test as skipped where the program is not installed."""
    if shutil.which(program) is None:
        print(f"SKIPPED: {program} is not installed (Debian package varlink-go)")
        sys.exit(EXIT_SKIPPED)


def wait_for_socket(path, server):
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        with socket.socket(socket.AF_UNIX) as probe:
            with contextlib.suppress(OSError):
                probe.connect(path)
                return
        time.sleep(0.02)
    raise RuntimeError("the server does not listen")


def wait_for_ready(server):
    readable, _, _ = select.select([server.stdout], [], [], WAIT_SECONDS)
    if not readable or server.stdout.readline().strip() != b"ready":
        raise RuntimeError("the server did not get ready")


def stop(server):
    server.terminate()
    try:
        return server.wait(WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise RuntimeError("the server did not end on SIGTERM") from None


@contextlib.contextmanager
def served(program, broken_step=None):
    """Runs a server, yields its socket path, demands that ours ends well."""
    is_go = program == "go"
    with tempfile.TemporaryDirectory(prefix="holdfast-conformance-") as directory:
        path = os.path.join(directory, "socket")
        if is_go:
            server = subprocess.Popen([GO_CERTIFICATION, "-varlink", "unix:" + path], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
        else:
            options = ["--break", broken_step] if broken_step else []
            server = subprocess.Popen([program, *options, path], stdout=subprocess.PIPE)
        try:
            if is_go:
                wait_for_socket(path, server)
            else:
                wait_for_ready(server)
            yield path
        finally:
            exit_code = stop(server)
            if server.stdout:
                server.stdout.close()
        if not is_go and exit_code != 0:
            raise RuntimeError(f"the server ended with {exit_code}")
