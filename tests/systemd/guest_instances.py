"""Two instances of the template side by side, each with its own user, directory and socket."""
import os
import pwd

from guest_peers import as_user
from guest_support import check, entry, expect, expect_equal, pid, put, run, unit

NAMES = ("alpha", "beta")


def socket_of(name):
    return f"/run/holdfast/{name}/io.holdfast.config"


@check
def two_instances_side_by_side():
    run("systemd-sysusers", "--inline", *(f"u {name} -" for name in NAMES))
    run("systemctl", "enable", "--now", *(f"holdfast@{name}.socket" for name in NAMES))
    for name in NAMES:
        expect_equal(unit(f"holdfast@{name}.service", "ActiveState"), "inactive")
        put("own.json", f'"{name}"\n', "--socket", socket_of(name), **as_user(name))
        expect_equal(unit(f"holdfast@{name}.service", "ActiveState"), "active")
        user = pwd.getpwnam(name)
        expect_equal(os.stat(f"/proc/{pid(f'holdfast@{name}.service')}").st_uid, user.pw_uid, "the process's user")
        with open(f"/var/lib/holdfast-{name}/own.json", encoding="utf-8") as file:
            expect_equal(file.read(), f'"{name}"\n')
        expect_equal(os.stat(f"/var/lib/holdfast-{name}").st_uid, user.pw_uid, "the directory's owner")
        found = entry("HOLDFAST_DOCUMENT=own.json", name=f"holdfast@{name}.service")
        expect_equal(found["HOLDFAST_PEER_UID"], str(user.pw_uid))
    expect("own.json" not in run("holdfast", "list"), "the main instance has it too")


@check
def instances_do_not_serve_each_others_users():
    put("own.json", "1\n", "--socket", socket_of("alpha"), code=4, **as_user("beta"))
    put("own.json", "1\n", "--socket", socket_of("beta"), code=4, **as_user("alpha"))
    put("own.json", "1\n", code=4, **as_user("alpha"))


@check
def stopping_one_leaves_the_other():
    run("systemctl", "stop", "holdfast@alpha.socket", "holdfast@alpha.service")
    expect(not os.path.exists(socket_of("alpha")), "the socket stays")
    put("own.json", '"still"\n', "--socket", socket_of("beta"))
    run("systemctl", "disable", "--now", "holdfast@alpha.socket", "holdfast@beta.socket")
