"""The end: a clean stop, a restore from a copy, and what systemd itself says of the installed units."""
import os
import pwd
import shutil

from guest_support import (SOCKET, STORE, check, drop_in, entries, entry, expect, expect_equal, get, now, put, run, unit)

STOPPED = "MESSAGE_ID=544095d9526a48bf9df6831016f4782d"
BACKUP = "/root/holdfast.tar.gz"
RECOVERED = "MESSAGE_ID=b7f1c08170f44f0cad6cf0cfdd7fae2f"


@check
def stop_is_clean_and_the_socket_goes_on_listening():
    put("last.json", "1\n")
    since = now()
    run("systemctl", "stop", "holdfast.service")
    expect_equal(unit("holdfast.service", "Result"), "success")
    expect_equal(unit("holdfast.service", "ExecMainStatus"), "0")
    expect("stopped at revision" in entry(STOPPED, since=since)["MESSAGE"], "no word on the stop")
    expect_equal(unit("holdfast.socket", "ActiveState"), "active")
    expect_equal(get("last.json"), "1\n")
    expect_equal(unit("holdfast.service", "ActiveState"), "active", "the service after a connection")
    expect(not entries(RECOVERED, since=since), "recovery after a clean stop")


@check
def backup_is_restored_as_the_guide_says():
    put("backup.json", '"good"\n')
    os.chmod(os.path.join(STORE, "backup.json"), 0o640)
    run("tar", "-C", "/var/lib", "-caf", BACKUP, "--acls", "--xattrs", "--exclude=.*.tmp", "holdfast")
    revision = run("holdfast", "list", "backup.json").splitlines()[1].split()[1]
    put("backup.json", '"bad"\n')
    run("systemctl", "stop", "holdfast.socket")
    run("find", STORE, "-mindepth", "1", "-delete")
    run("tar", "-C", "/var/lib", "-xf", BACKUP, "--acls", "--xattrs")
    run("systemctl", "start", "holdfast.socket")
    expect_equal(get("backup.json"), '"good"\n')
    expect_equal(run("holdfast", "list", "backup.json").splitlines()[1].split()[1], revision, "the revision")
    expect_equal(oct(os.stat(os.path.join(STORE, "backup.json")).st_mode & 0o7777), "0o640", "the mode")
    put("backup.json", '"again"\n')


@check
def files_without_a_journal_are_taken_in_anew():
    run("systemctl", "stop", "holdfast.socket")
    shutil.rmtree(os.path.join(STORE, ".holdfast"))
    run("systemctl", "start", "holdfast.socket")
    expect_equal(get("backup.json"), '"again"\n')
    expect_equal(run("holdfast", "list", "backup.json").splitlines()[1].split()[1], "1", "the revision")


@check
def another_directory_by_drop_in():
    user = pwd.getpwnam("holdfast")
    run("systemctl", "stop", "holdfast.service")
    run("cp", "-a", STORE, "/srv/holdfast")
    expect_equal(os.stat("/srv/holdfast").st_uid, user.pw_uid)
    daemon = unit("holdfast.service", "ExecStart").split("path=", 1)[1].split(" ", 1)[0]
    drop_in(f"[Service]\nExecStart=\nExecStart={daemon} --directory /srv/holdfast\nReadWritePaths=/srv/holdfast\n")
    try:
        put("backup.json", '"moved"\n')
        with open("/srv/holdfast/backup.json", encoding="utf-8") as file:
            expect_equal(file.read(), '"moved"\n')
    finally:
        drop_in("")


@check
def stopping_the_socket_takes_its_path_away():
    run("systemctl", "stop", "holdfast.socket")
    expect(not os.path.exists(SOCKET), "the path stays")
    expect_equal(unit("holdfast.service", "ActiveState"), "inactive", "the service without its socket")
    expect_equal(unit("holdfast.service", "Result"), "success")
    said = run("holdfast", "list", code=3)
    expect("systemctl status holdfast" in said, said)


@check
def installed_units_verify_without_a_word():
    said = run("systemd-analyze", "verify", "--man=no", "holdfast.service", "holdfast.socket", "holdfast@alpha.service",
               "holdfast@alpha.socket")
    expect("holdfast" not in said, said)


@check
def exposure_is_at_most_one():
    notes = []
    for name in ("holdfast.service", "holdfast@alpha.service"):
        said = run("systemd-analyze", "security", "--no-pager", "--threshold=10", name).strip()
        notes.append(said.splitlines()[-1].encode("ascii", "ignore").decode().strip())
    return "; ".join(notes)
