"""Every entry has its fields, and they can be searched; the catalog explains every message."""
import os
import re

from guest_support import (Connection, check, commit, entry, eventually, expect, expect_equal, now, put, run)

COMMITTED = "38888bd418b04301b47f7286b43553f0"
REFUSED = "6157dc56697c4e56a1d1fb689a914ed9"


@check
def commit_has_all_fields():
    put("fields.json", '{"a": 1}\n', "-m", "a reason")
    found = entry("HOLDFAST_DOCUMENT=fields.json")
    expect_equal(found["MESSAGE_ID"], COMMITTED)
    expect_equal(found["PRIORITY"], "6")
    expect_equal(found["HOLDFAST_OPERATION"], "put")
    expect_equal(found["HOLDFAST_PEER_UID"], "0")
    expect_equal(found["_COMM"], "holdfastd")
    expect_equal(found["_SYSTEMD_UNIT"], "holdfast.service")
    expect(found["CODE_FILE"].endswith("daemon/service/store_service.cpp"), found["CODE_FILE"])
    expect(int(found["CODE_LINE"]) > 0 and "log_commit" in found["CODE_FUNC"], found["CODE_LINE"], found["CODE_FUNC"])
    expect(int(found["HOLDFAST_REVISION"]) > 1, found["HOLDFAST_REVISION"])
    expect(int(found["HOLDFAST_PEER_PID"]) > 1, found["HOLDFAST_PEER_PID"])
    expect(0 < int(found["HOLDFAST_DURATION_USEC"]) < 60e6, found["HOLDFAST_DURATION_USEC"])
    expect("a reason" in found["MESSAGE"] and found["HOLDFAST_REVISION"] in found["MESSAGE"], found["MESSAGE"])


@check
def peer_in_a_unit_is_named():
    with open("/run/unit.json", "w", encoding="utf-8") as file:
        file.write("{}\n")
    run("systemd-run", "--quiet", "--wait", "--unit=some-application", "holdfast", "put", "unit.json", "/run/unit.json")
    found = entry("HOLDFAST_PEER_UNIT=some-application.service")
    expect_equal(found["HOLDFAST_DOCUMENT"], "unit.json")


@check
def every_document_of_a_commit_can_be_searched():
    with Connection() as connection:
        reply = connection.call("Commit", {"operations": [
            {"op": "put", "document": "one.json", "value": 1}, {"op": "put", "document": "two.json", "value": 2}]})
    expect("error" not in reply, reply)
    for name in ("one.json", "two.json"):
        found = entry("HOLDFAST_DOCUMENT=" + name)
        expect_equal(sorted(found["HOLDFAST_DOCUMENT"]), ["one.json", "two.json"])
        expect_equal(found["HOLDFAST_OPERATION"], "put")


@check
def refusal_has_its_error():
    put("refused.json", "{ not json\n", code=1)
    found = entry("HOLDFAST_DOCUMENT=refused.json")
    expect_equal((found["MESSAGE_ID"], found["HOLDFAST_ERROR"]), (REFUSED, "InvalidDocument"))
    expect(entry("HOLDFAST_ERROR=InvalidDocument"), "not found by its error")
    expect("HOLDFAST_REVISION" not in found, "a refusal has no revision")


@check
def client_text_cannot_forge_an_entry():
    since = now()
    commit("forged.json", 1, "fine)\nMESSAGE=all is well\nPRIORITY=0\n\x1b[2J")
    found = entry("HOLDFAST_DOCUMENT=forged.json", since=since)
    expect_equal(found["PRIORITY"], "6")
    expect(isinstance(found["MESSAGE"], str) and "\\x0a" in found["MESSAGE"] and "\\x1b" in found["MESSAGE"], found["MESSAGE"])


@check
def start_is_found_by_its_message_id():
    found = entry("MESSAGE_ID=b65fb99882af40a7afcb1f27890d74d3")
    expect("serving /var/lib/holdfast" in found["MESSAGE"], found["MESSAGE"])
    return found["MESSAGE"]


@check
def catalog_explains_every_message():
    run("journalctl", "--update-catalog")
    said = eventually("the catalog's text", lambda: (lambda text: text if "the change is durable" in text else "")(
        run("journalctl", "--no-pager", "-x", "-u", "holdfast", "HOLDFAST_DOCUMENT=fields.json")))
    expect("Subject: A change was made" in said or "Subject: holdfast: A change was made" in said, said)
    path = "/usr/lib/systemd/catalog/holdfast.catalog"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    ids = re.findall(r"^-- ([0-9a-f]{32})$", text, re.MULTILINE)
    expect(len(ids) >= 16, "only", len(ids), "messages in the catalog")
    for message in ids:
        expect("holdfast" in run("journalctl", "--no-pager", "--dump-catalog", message), message, "is not in the catalog")
    documented = re.findall(r"^Documentation: file:(.*)$", text, re.MULTILINE)
    expect(documented and all(os.path.isfile(place) for place in documented), set(documented))
    return f"{len(ids)} messages"
