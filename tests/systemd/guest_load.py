"""Restarts and kills under load: no connection is refused, and no acknowledged write is lost."""
import json
import os
import signal
import threading
import time

from guest_support import (STORE, Connection, check, entry, eventually, expect, now, pid, run, unit, wait_active)

CLIENTS = 4


class Client(threading.Thread):
    """Counts up in a document of its own, with a new connection for each number."""

    def __init__(self, number, stop):
        super().__init__(daemon=True)
        self.document = f"counter{number}.json"
        self.stop = stop
        self.sent = self.acknowledged = 0
        self.answers = self.unknown = 0
        self.longest = 0.0
        self.failure = None

    def run(self):
        while not self.stop.is_set() and self.failure is None:
            began = time.monotonic()
            try:
                self.once()
            except OSError as error:  # refused, or no socket: what must never be
                self.failure = f"{self.document}: {error}"
            self.longest = max(self.longest, time.monotonic() - began)

    def once(self):
        with Connection() as connection:
            self.sent += 1
            operation = {"op": "put", "document": self.document, "value": {"count": self.sent}}
            reply = connection.call("Commit", {"operations": [operation]})
        if reply is None:
            self.unknown += 1
        elif "error" in reply:
            self.failure = f"{self.document}: {reply}"
        else:
            self.acknowledged = self.sent
            self.answers += 1

    def verify(self):
        expect(self.failure is None, self.failure)
        expect(self.answers > 3, self.document, "was written only", self.answers, "times")
        with open(os.path.join(STORE, self.document), encoding="utf-8") as file:
            count = json.load(file)["count"]
        expect(self.acknowledged <= count <= self.sent, self.document, "holds", count, "but", self.acknowledged,
               "was acknowledged, and", self.sent, "sent")
        with Connection() as connection:
            served = json.loads(connection.call("Get", {"document": self.document})["parameters"]["text"])["count"]
        expect(served == count, self.document, "is served as", served, "and holds", count)


def under_load(times, disturb):
    stop = threading.Event()
    clients = [Client(number, stop) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        for _ in range(times):
            time.sleep(0.4)
            disturb()
        time.sleep(0.4)
    finally:
        stop.set()
        for client in clients:
            client.join(60)
    for client in clients:
        expect(not client.is_alive(), client.document, "waits for ever")
        client.verify()
    return (f"{times} times, {sum(c.answers for c in clients)} writes acknowledged, {sum(c.unknown for c in clients)} unknown, "
            f"longest wait {max(c.longest for c in clients) * 1000:.0f} ms")


@check
def restart_under_load_refuses_no_connection_and_loses_nothing():
    since = now()
    note = under_load(5, lambda: run("systemctl", "restart", "holdfast"))
    stops = entry("MESSAGE_ID=544095d9526a48bf9df6831016f4782d", since=since)
    expect("stopped at revision" in stops["MESSAGE"], stops["MESSAGE"])
    return note


@check
def kill_under_load_comes_back_and_loses_nothing():
    wait_active()
    run("systemctl", "reset-failed", "holdfast.service")

    def kill():
        before = pid()
        os.kill(before, signal.SIGKILL)
        eventually("another process", lambda: pid() not in (0, before))
        wait_active()

    before = int(unit("holdfast.service", "NRestarts"))
    note = under_load(3, kill)
    expect(int(unit("holdfast.service", "NRestarts")) >= before + 3, "systemd counts", unit("holdfast.service", "NRestarts"))
    names = [name for _, _, files in os.walk(STORE) for name in files if name.endswith(".tmp")]
    expect(not names, "temporary files stay:", names)
    return note


@check
def kill_when_idle_keeps_the_documents():
    run("holdfast", "put", "survivor.json", "-", given='{"alive": true}\n')
    before = pid()
    os.kill(before, signal.SIGKILL)
    expect(run("holdfast", "get", "survivor.json") == '{"alive": true}\n', "another content")
    expect(pid() != before, "the same process")
    wait_active()
