"""A writer that hangs is restarted by the watchdog; a full disk and a failed start are said, and pass."""
import os
import subprocess
import time

from guest_support import (STORE, TESTS, check, drop_in, entries, entry, eventually, expect, expect_equal, get, now, put, run,
                           settings, unit, wait_active)

HANG = os.path.join(STORE, ".hang")


def wait_for_the_watchdog(since):
    def said():
        return [e for e in entries(since=since) if "atchdog timeout" in str(e.get("MESSAGE"))]
    eventually("the watchdog's timeout", said, 20)


@check
def watchdog_restarts_a_writer_that_hangs():
    drop_in(f"[Service]\nExecStart=\nExecStart={TESTS}/hanging_daemon --directory {STORE}\nWatchdogSec=2\n")
    try:
        put("watched.json", '"before"\n')
        restarts = int(unit("holdfast.service", "NRestarts"))
        since, began = now(), time.monotonic()
        with open(HANG, "w", encoding="ascii"):
            pass
        with subprocess.Popen(["holdfast", "put", "watched.json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as writer:
            writer.stdin.write('"after"\n')
            writer.stdin.close()
            # Reads are answered all the while.
            expect_equal(get("watched.json"), '"before"\n')
            wait_for_the_watchdog(since)
            took = time.monotonic() - began
            os.unlink(HANG)
            code = writer.wait(30)
            expect_equal(code, 0, "the exit code of the client, which sends its change again")
        eventually("a restart", lambda: int(unit("holdfast.service", "NRestarts")) > restarts)
        wait_active()
        expect_equal(get("watched.json"), '"after"\n')
        put("watched.json", '"afterwards"\n')
        expect_equal(get("watched.json"), '"afterwards"\n')
        expect_equal(unit("holdfast.socket", "ActiveState"), "active")
        return f"killed {took:.1f} s after it began to hang, WatchdogSec=2"
    finally:
        if os.path.exists(HANG):
            os.unlink(HANG)
        drop_in("")


@check
def idle_daemon_feeds_the_watchdog():
    drop_in("[Service]\nWatchdogSec=1\n")
    try:
        before = unit("holdfast.service", "MainPID"), unit("holdfast.service", "NRestarts")
        time.sleep(3)
        expect_equal((unit("holdfast.service", "MainPID"), unit("holdfast.service", "NRestarts")), before)
    finally:
        drop_in("")


@check
def full_disk_is_said_with_errno_and_path():
    name, directory, path = "holdfast@holdfast-full.service", "/var/lib/holdfast-holdfast-full", "/run/holdfast/holdfast-full"
    run("systemd-sysusers", "--inline", "u holdfast-full -")
    os.makedirs(directory)
    run("mount", "-t", "tmpfs", "-o", "size=8700k", "tmpfs", directory)
    try:
        run("systemctl", "start", "holdfast@holdfast-full.socket")
        store = ("--socket", path + "/io.holdfast.config")
        put("small.json", "{}\n", *store)
        since = now()
        said = put("big.json", '"' + 1_000_000 * "x" + '"', *store, code=5)
        expect("free some space" in said and directory not in said, said)
        found = entry("HOLDFAST_ERROR=StorageFull", since=since, name=name)
        expect_equal((found["ERRNO"], found["PRIORITY"]), ("28", "3"))
        expect_equal(found["HOLDFAST_PATH"], directory + "/big.json")
        put("small.json", "[]\n", *store)
        setup = entry("MESSAGE_ID=b980218f6a6b48f3b9fb6578297f63e4", name=name)
        expect("tmpfs" in setup["MESSAGE"] and setup["PRIORITY"] == "4", setup)
    finally:
        run("systemctl", "stop", "holdfast@holdfast-full.socket", name)
        run("umount", directory)
    return found["MESSAGE"]


@check
def start_with_bad_settings_is_said_and_passes_when_they_are_mended():
    run("systemctl", "stop", "holdfast.service")
    settings('{\n  "depthMx": 5\n}\n')
    try:
        since = now()
        with subprocess.Popen(["holdfast", "get", "servers.json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
            eventually("the reason", lambda: [e for e in entries(since=since) if "depthMax" in str(e.get("MESSAGE"))])
            time.sleep(4)  # more attempts than systemd's own limit would allow
            expect_equal(unit("holdfast.socket", "ActiveState"), "active", "the socket")
            settings("{\n}\n")
            # The client connected before the settings were mended, and has its answer.
            expect_equal(reader.wait(30), 0, "the client that waited")
    finally:
        settings("{\n}\n")
        run("systemctl", "restart", "holdfast.service")
        wait_active()
