"""What the checks inside the booted system share: a register of checks, commands, systemd's properties, the journal, and
a client that speaks to the socket itself."""
import json
import os
import socket
import subprocess
import time

SOCKET = "/run/holdfast/io.holdfast.config"
STORE = "/var/lib/holdfast"
TESTS = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(TESTS, "servers.json")

checks = []


class Skip(Exception):
    """This machine cannot show it."""


def check(function):
    """Registers a check. It raises to fail; what it returns is printed behind its name."""
    checks.append(function)
    return function


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in what))


def expect_equal(got, wanted, what=""):
    expect(got == wanted, what, "is", repr(got), "instead of", repr(wanted))


def run(*command, code=0, given=None, **options):
    """Runs a command, expects its exit code (None: any), returns what it printed."""
    done = subprocess.run(command, input=given, capture_output=True, timeout=20, text=True, check=False, **options)
    said = done.stdout + done.stderr
    expect(code is None or done.returncode == code, " ".join(command), "ended with", done.returncode, "and said", said.strip())
    return said


def eventually(what, condition, seconds=15):
    """Waits until the condition holds and returns its value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        expect(time.monotonic() < end, what, "does not come within", seconds, "s")
        time.sleep(0.05)


def unit(name, key):
    return run("systemctl", "show", "-P", key, name).strip()


def pid(name="holdfast.service"):
    return int(unit(name, "MainPID"))


def wait_active(name="holdfast.service"):
    eventually(name + " active", lambda: unit(name, "ActiveState") == "active")


def now():
    """A place in time for entries(since=...)."""
    return time.time()


def entries(*match, since=0.0, name="holdfast.service"):
    """The journal's entries of a unit, oldest first, as journalctl -o json shows them."""
    run("journalctl", "--sync")
    text = run("journalctl", "--no-pager", "--all", "-o", "json", "-u", name, *match)
    found = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [entry for entry in found if int(entry["__REALTIME_TIMESTAMP"]) >= since * 1e6]


def entry(*match, **options):
    """The latest of them, which must come soon."""
    return eventually("an entry " + " ".join(match), lambda: entries(*match, **options))[-1]


def put(document, content, *options, code=0, **process):
    return run("holdfast", "put", document, "-", *options, code=code, given=content, **process)


def get(document, *options):
    return run("holdfast", "get", document, *options)


class Connection:
    """One connection, blocking, without any library of ours."""

    def __init__(self, path=SOCKET):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def call(self, method, parameters):
        """The reply, or None if the connection ended before it was complete."""
        request = {"method": "io.holdfast.config." + method, "parameters": parameters}
        try:
            self.socket.sendall(json.dumps(request).encode() + b"\0")
            reply = b""
            while not reply.endswith(b"\0"):
                part = self.socket.recv(65536)
                if not part:
                    return None
                reply += part
        except (BrokenPipeError, ConnectionResetError):
            return None
        return json.loads(reply[:-1])


def commit(document, value, message=None):
    operation = {"op": "put", "document": document, "value": value}
    parameters = {"operations": [operation]}
    if message is not None:
        parameters["message"] = message
    with Connection() as connection:
        return connection.call("Commit", parameters)


def settings(text):
    with open("/etc/holdfast/holdfast.json", "w", encoding="utf-8") as file:
        file.write(text)


def drop_in(text):
    """Puts a drop-in in the place of any other; nothing: takes it away. Restarts the service."""
    path = "/run/systemd/system/holdfast.service.d/test.conf"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    elif os.path.exists(path):
        os.unlink(path)
    run("systemctl", "daemon-reload")
    run("systemctl", "restart", "holdfast.service")
    wait_active()
