"""holdfastd serving a directory, and a connection to it, as a program without any library of ours has them."""
import json
import os
import signal
import socket
import subprocess

import machine


class NotStarted(Exception):
    """It ended instead of serving; says with what and why."""

    def __init__(self, code, log):
        super().__init__(f"holdfastd ended with {code}: {log.strip()[-2000:]}")
        self.code, self.log = code, log


class Connection:
    """Calls may be sent ahead; the replies come in their order."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.behind = bytearray()  # received, behind the last reply
        try:
            self.socket.connect(path)
        except OSError:
            self.close()
            raise

    def close(self):
        self.socket.close()

    def send(self, method, parameters):
        request = {"method": "io.holdfast.config." + method, "parameters": parameters}
        self.socket.sendall(json.dumps(request).encode() + b"\0")

    def receive(self):
        """The next reply. Raises OSError if the connection ends before it is complete."""
        while True:
            reply, found, rest = self.behind.partition(b"\0")
            if found:
                self.behind = rest
                return json.loads(reply)
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("holdfastd closed the connection")
            self.behind += part


class Store:
    """Started by `start`, and anew after its end; `wrapper` is a command to run it under, `settings` what differs from
    the defaults."""

    def __init__(self, program, directory, work, wrapper=(), settings=None):
        self.directory = directory
        self.socket = os.path.join(work, "socket")
        self.log_path = os.path.join(work, "holdfastd.log")
        self.command = [*wrapper, program, "--directory", directory, "--socket", self.socket]
        if settings:
            path = os.path.join(work, "settings.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(settings, file)
            self.command += ["--settings", path]
        self.process = None
        self.connection = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def start(self):
        """Until it serves. Raises NotStarted."""
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(self.command, stderr=log, stdin=subprocess.DEVNULL,
                                            preexec_fn=machine.die_with_parent)
        try:
            self.connection = machine.eventually("holdfastd", self.connect)
        except BaseException:
            self.kill()
            raise

    def connect(self):
        if self.process.poll() is not None:
            raise NotStarted(self.process.returncode, self.log())
        try:
            return Connection(self.socket)
        except OSError:
            return None

    def log(self):
        with open(self.log_path, encoding="utf-8") as file:
            return file.read()

    def is_running(self):
        return self.process.poll() is None

    def end(self, number):
        """Sends a signal and waits; how it ended, as subprocess says it."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self.process.send_signal(number)
        return self.process.wait(30)

    def kill(self):
        return self.end(signal.SIGKILL)

    def stop(self):
        return self.end(signal.SIGTERM)

    def call(self, method, parameters=None):
        self.connection.send(method, parameters or {})
        return self.connection.receive()

    def commit(self, operations):
        return self.call("Commit", {"operations": operations})

    def status(self):
        return self.call("Status")["parameters"]
