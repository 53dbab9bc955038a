"""systemctl reload: good settings are in force at once, bad ones are refused with line and column, and the daemon never
stops serving."""
from guest_support import (check, entry, eventually, expect, expect_equal, now, pid, put, run, settings, unit)

RELOADED = "MESSAGE_ID=12e101927a0f41e1ac9b50233f6e4f11"
REFUSED = "MESSAGE_ID=775dcfd656d245f989a64fd3f7e82fa9"


def reload(text):
    settings(text)
    since = now()
    run("systemctl", "reload", "holdfast")
    return since


@check
def reload_puts_good_settings_in_force():
    before = pid()
    since = reload('{\n  "documentBytesMax": 64\n}\n')
    entry(RELOADED, since=since)
    said = put("large.json", '"' + 100 * "x" + '"', code=1)
    expect("64" in said, said)
    put("small.json", "{}\n")
    expect_equal(pid(), before, "the process")
    expect_equal(unit("holdfast.service", "ActiveState"), "active")


@check
def reload_refuses_bad_settings_and_keeps_the_old():
    before = pid()
    since = reload('{\n  "documentBytesMax": 1000,\n  "documentByteMax": 5\n}\n')
    message = entry(REFUSED, since=since)["MESSAGE"]
    expect("line 3, column 3" in message and "documentBytesMax" in message and "/etc/holdfast/holdfast.json" in message, message)
    put("large.json", '"' + 100 * "x" + '"', code=1)  # the limit of 64 still holds
    eventually("active", lambda: unit("holdfast.service", "ActiveState") == "active")
    expect_equal(pid(), before, "the process")
    expect("ready" in unit("holdfast.service", "StatusText"), unit("holdfast.service", "StatusText"))
    return message


@check
def reload_changes_the_log_level():
    since = reload('{"logLevel": "warning"}\n')
    # The sentence "read again" is itself below a warning now; the effect shows.
    eventually("the larger limit", lambda: "revision" in put("large.json", '"' + 100 * "x" + '"', code=None))
    put("quiet.json", "{}\n")
    since = now()
    put("quiet.json", "[]\n")
    settings("{\n}\n")
    run("systemctl", "reload", "holdfast")
    entry(RELOADED, since=since)
    put("quiet.json", "[1]\n")
    last = entry("HOLDFAST_DOCUMENT=quiet.json", since=since)
    expect("committed" in last["MESSAGE"], last["MESSAGE"])


@check
def check_settings_names_line_and_column():
    settings('{\n  "depthMax": "deep"\n}\n')
    said = run("holdfastd", "--check-settings", "/etc/holdfast/holdfast.json", code=1)
    settings("{\n}\n")
    expect("line 2, column 3" in said, said)
    run("holdfastd", "--check-settings", "/etc/holdfast/holdfast.json")
