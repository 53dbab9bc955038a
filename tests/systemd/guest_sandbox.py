"""The sandbox is on, and everything works inside it: sub-directories, bytes, deletion, mode, group, ACL, extended
attributes, edits by hand."""
import grp
import os
import pwd
import subprocess

from guest_support import (STORE, Skip, check, entry, expect, expect_equal, get, now, pid, put, run, unit, wait_active)


def process_status():
    with open(f"/proc/{pid()}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def path_of(name):
    return os.path.join(STORE, name)


def inode(name):
    return os.stat(path_of(name)).st_ino


@check
def process_has_no_rights():
    status = process_status()
    expect_equal(status["Seccomp"], "2", "Seccomp")
    expect_equal(status["NoNewPrivs"], "1", "NoNewPrivs")
    for capabilities in ("CapBnd", "CapEff", "CapPrm", "CapInh", "CapAmb"):
        expect_equal(int(status[capabilities], 16), 0, capabilities)
    expect_equal(status["Uid"].split(), 4 * [str(pwd.getpwnam("holdfast").pw_uid)], "Uid")


@check
def file_system_is_read_only_but_for_its_directory():
    with open(f"/proc/{pid()}/mountinfo", encoding="utf-8") as file:
        mounts = {line.split()[4]: line.split()[5].split(",") for line in file}
    expect("ro" in mounts["/"], "/ is", mounts["/"])
    expect("ro" in mounts.get("/usr", mounts["/"]), "/usr is writable")
    expect("ro" in mounts.get("/etc", mounts["/"]), "/etc is writable")
    expect("rw" in mounts[STORE], STORE, "is", mounts.get(STORE))
    expect("/tmp" in mounts and "/dev" in mounts, "no private /tmp or /dev")


@check
def network_ipc_and_mounts_are_its_own_but_users_are_not():
    for space, own in (("net", True), ("ipc", True), ("mnt", True), ("user", False)):
        same = os.readlink(f"/proc/{pid()}/ns/{space}") == os.readlink(f"/proc/1/ns/{space}")
        expect_equal(same, not own, f"the {space} namespace shared with systemd")
    for name in ("holdfast.service", "holdfast@alpha.service"):
        expect_equal(unit(name, "PrivateUsers"), "no", name)


@check
def documents_of_every_kind_work():
    put("network/wifi/office.json", '{"ssid": "x"}\n')
    expect_equal(get("network/wifi/office.json"), '{"ssid": "x"}\n')
    subprocess.run(["holdfast", "put", "key.bin"], input=bytes(range(256)), check=True, capture_output=True)
    with open(path_of("key.bin"), "rb") as file:
        expect_equal(file.read(), bytes(range(256)))
    run("holdfast", "delete", "key.bin")
    expect(not os.path.exists(path_of("key.bin")), "not deleted")
    large = '"' + 3_000_000 * "x" + '"'
    put("large.json", large)
    expect(get("large.json") == large, "the large document is another")
    expect("large.json" in run("holdfast", "list"), "not listed")
    expect("ready" in run("holdfast", "status"), "not ready")


@check
def links_and_mounts_below_are_not_followed():
    os.makedirs(path_of("mounted"), exist_ok=True)
    os.symlink("/tmp", path_of("linked"))
    os.symlink("network", path_of("inner"))
    run("mount", "-t", "tmpfs", "-o", "mode=0777", "tmpfs", path_of("mounted"))
    try:
        for name in ("linked", "inner", "mounted"):
            said = put(name + "/escape.json", "{}\n", code=None)
            expect("revision" not in said, name, "was followed:", said)
    finally:
        run("umount", path_of("mounted"))
        os.unlink(path_of("linked"))
        os.unlink(path_of("inner"))
        os.rmdir(path_of("mounted"))


@check
def mode_is_kept():
    put("kept.json", "1\n")
    expect_equal(oct(os.stat(path_of("kept.json")).st_mode & 0o7777), "0o644", "the mode of a new document")
    os.chmod(path_of("kept.json"), 0o640)
    before = inode("kept.json")
    put("kept.json", "2\n")
    expect_equal(oct(os.stat(path_of("kept.json")).st_mode & 0o7777), "0o640")
    expect(inode("kept.json") != before, "written in place")


@check
def group_is_kept_where_the_daemon_is_a_member():
    run("systemd-sysusers", "--inline", "g holdfast-shared -", "m holdfast holdfast-shared")
    run("systemctl", "restart", "holdfast")
    wait_active()
    shared = grp.getgrnam("holdfast-shared").gr_gid
    put("group.json", "1\n")
    os.chown(path_of("group.json"), -1, shared)
    put("group.json", "2\n")
    expect_equal(os.stat(path_of("group.json")).st_gid, shared, "the group")


@check
def owner_that_cannot_be_kept_is_said():
    put("owner.json", "1\n")
    os.chown(path_of("owner.json"), 0, 0)
    since = now()
    put("owner.json", "2\n")
    expect_equal(os.stat(path_of("owner.json")).st_uid, pwd.getpwnam("holdfast").pw_uid, "the owner")
    found = entry("MESSAGE_ID=a01462b767ad49288fc8d70b522e5f22", since=since)
    expect("owner.json" in found["MESSAGE"] and "owner 0:0" in found["MESSAGE"], found["MESSAGE"])
    return found["MESSAGE"]


@check
def acl_is_kept():
    put("acl.json", "1\n")
    if subprocess.run(["setfacl", "-m", "u:daemon:r", path_of("acl.json")], capture_output=True, check=False).returncode:
        raise Skip("the file system of this directory has no ACLs")
    before = run("getfacl", "--absolute-names", path_of("acl.json"))
    expect("user:daemon:r--" in before, before)
    put("acl.json", "2\n")
    expect_equal(run("getfacl", "--absolute-names", path_of("acl.json")), before)


@check
def extended_attribute_is_kept():
    put("attribute.json", "1\n")
    try:
        os.setxattr(path_of("attribute.json"), "user.origin", b"by hand\n\x00")
    except OSError as error:
        raise Skip(f"the file system of this directory has no user attributes ({error})") from error
    put("attribute.json", "2\n")
    expect_equal(os.getxattr(path_of("attribute.json"), "user.origin"), b"by hand\n\x00")


@check
def edit_by_hand_is_taken_in():
    put("edited.json", "1\n")
    with open(path_of("edited.json"), "w", encoding="utf-8") as file:
        file.write("2\n")
    since = now()
    put("edited.json", "3\n")
    found = entry("MESSAGE_ID=6e1fe7307a49419883fefb4552cf695d", since=since)
    expect_equal(found["HOLDFAST_DOCUMENT"], "edited.json")
    expect_equal(get("edited.json"), "3\n")


@check
def memory_stays_small():
    size = int(process_status()["VmHWM"].split()[0])
    expect(size < 512 * 1024, "it has used", size, "KiB")
    return f"at most {size // 1024} MiB so far"
