"""Who may: the kernel's word on the peer reaches the daemon through the sandbox."""
import grp
import os
import pwd

from guest_support import check, entry, expect, expect_equal, now, put, run


def as_user(name, *groups):
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [grp.getgrnam(g).gr_gid for g in groups]}


@check
def root_and_the_own_user_and_members_of_the_group_may():
    run("systemd-sysusers", "--inline", "u holdfast-member -", "u holdfast-visitor -")
    put("peer.json", "1\n")
    for number, options in enumerate((as_user("holdfast"), as_user("holdfast-member", "holdfast"))):
        since = now()
        put("peer.json", f"[{number}]\n", **options)
        found = entry("HOLDFAST_DOCUMENT=peer.json", since=since)
        expect_equal(found["HOLDFAST_PEER_UID"], str(options["user"]))


@check
def others_are_refused_with_exit_code_4():
    visitor = as_user("holdfast-visitor")
    since = now()
    for command in (("list",), ("get", "peer.json"), ("put", "peer.json", "/dev/null"), ("delete", "peer.json"), ("status",)):
        said = run("holdfast", *command, code=4, **visitor)
        expect("root" in said and "group" in said, said)
    found = entry("HOLDFAST_ERROR=PermissionDenied", since=since)
    expect_equal(found["HOLDFAST_PEER_UID"], str(visitor["user"]))
    expect(os.path.exists("/var/lib/holdfast/peer.json"), "it was deleted")


@check
def others_may_read_the_files():
    said = run("cat", "/var/lib/holdfast/peer.json", **as_user("holdfast-visitor"))
    expect(said.startswith("["), said)
    run("ls", "/var/lib/holdfast/.holdfast", code=2, **as_user("holdfast-visitor"))
