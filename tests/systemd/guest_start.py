"""The first five minutes of an administrator: what is there after the boot, and the four commands, each of which works
the first time."""
import os
import pwd

from guest_support import (SAMPLE, SOCKET, STORE, check, entries, eventually, expect, expect_equal, put, run, unit)


@check
def boot_made_the_user_and_the_directories():
    user = pwd.getpwnam("holdfast")
    expect("nologin" in user.pw_shell, "the shell is", user.pw_shell)
    for path, owner in ((STORE, user.pw_uid), ("/run/holdfast", 0), ("/etc/holdfast", 0)):
        found = os.stat(path)
        expect_equal((found.st_uid, oct(found.st_mode & 0o7777)), (owner, "0o755"), path)


@check
def documentation_is_where_the_units_say():
    for name in ("holdfast.service", "holdfast.socket"):
        place = unit(name, "Documentation")
        expect(place.startswith("file:") and os.path.isfile(place[len("file:"):]), name, "names", place)


@check
def first_command_enable_now_the_socket():
    run("systemctl", "enable", "--now", "holdfast.socket")
    expect_equal(unit("holdfast.socket", "ActiveState"), "active")
    expect_equal(unit("holdfast.socket", "UnitFileState"), "enabled")
    expect_equal(unit("holdfast.service", "ActiveState"), "inactive", "the service before anybody asks")
    expect(os.path.exists(SOCKET), "no socket")


@check
def second_command_holdfast_put_activates_the_service():
    said = run("holdfast", "put", "servers.json", SAMPLE)
    expect(said.startswith("servers.json: revision 1, "), said)
    expect_equal(unit("holdfast.service", "ActiveState"), "active")
    with open(SAMPLE, "rb") as wanted, open(os.path.join(STORE, "servers.json"), "rb") as found:
        expect(wanted.read() == found.read(), "the file is not what was put")
    return said.strip()


@check
def third_command_systemctl_status_tells_how_it_is():
    said = run("systemctl", "status", "--no-pager", "holdfast")
    expect("Active: active (running)" in said, said)
    expect("TriggeredBy" in said and "holdfast.socket" in said, said)
    expect("ready: 1 document, revision 1" in said, said)
    expect("committed revision 1" in said, said)


@check
def fourth_command_journalctl_finds_the_document():
    said = run("journalctl", "--no-pager", "-u", "holdfast", "HOLDFAST_DOCUMENT=servers.json")
    expect("committed revision 1: put servers.json" in said, said)
    said = run("journalctl", "--no-pager", "-u", "holdfast", "HOLDFAST_DOCUMENT=absent.json", code=None)
    expect("committed" not in said, "the filter lets everything through")


@check
def status_text_follows_commits():
    put("second.json", "{}\n")
    eventually("the status after a commit",
               lambda: "2 documents, revision 2" in unit("holdfast.service", "StatusText"))
    for number in range(20):
        put("second.json", f"[{number}]\n")
    eventually("the status after many", lambda: "revision 22" in unit("holdfast.service", "StatusText"))
    return unit("holdfast.service", "StatusText")


@check
def nothing_was_complained_of():
    bad = [e["MESSAGE"] for e in entries("-p", "err")]
    expect(not bad, bad)
