"""The layers of docs/ARCHITECTURE.md hold: each file includes only its own folder's layer or lower ones; and no line has what
gcc 12.2 miscompiles, a capturing lambda inside a co_await expression, or loops over a temporary that is gone."""
import os
import re
import sys

ALLOWED = {
    "ipc/json": [],
    "ipc/text": [],
    "ipc/varlink": ["ipc/json"],
    "ipc/client": ["ipc/varlink", "ipc/json"],
    "ipc/ctl": ["ipc/client", "ipc/varlink", "ipc/json", "ipc/text"],
    "daemon/document": ["ipc/json"],
    "daemon/disk": ["daemon/document", "ipc/json"],
    "daemon/commit": ["daemon/disk", "daemon/document", "ipc/json", "ipc/text"],
    "daemon/service": ["daemon/commit", "daemon/disk", "daemon/document", "ipc/varlink", "ipc/json", "ipc"],
    "daemon/host": ["daemon/service", "daemon/commit", "daemon/disk", "daemon/document", "ipc/varlink", "ipc/json"],
}
LAMBDA_IN_AWAIT = re.compile(r"co_await[^;]*\[[=&a-z_][^\]]*\]\s*(\(|mutable|\{)")
LOOP_OVER_TEMPORARY = re.compile(r"for \([^;)]*: \*\w+(\.|->|\()")


def problems_in(root, folder, name):
    path = os.path.join(root, folder, name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for included in re.findall(r'#include "([^"]+)"', text):
        layer = os.path.dirname(included)
        if layer != folder and layer not in ALLOWED[folder]:
            yield f"{folder}/{name} includes {included}: not below it"
    if LAMBDA_IN_AWAIT.search(text):
        yield f"{folder}/{name}: a capturing lambda stands inside a co_await expression"
    if LOOP_OVER_TEMPORARY.search(text):
        yield f"{folder}/{name}: a loop runs over what a temporary held"


def main(root):
    checked = 0
    problems = []
    for folder in ALLOWED:
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if name.endswith((".cpp", ".hpp")):
                checked += 1
                problems += problems_in(root, folder, name)
    # A check that cannot fail is none.
    if not LAMBDA_IN_AWAIT.search("co_await f([self](int) { g(); });") or not LOOP_OVER_TEMPORARY.search("for (int x : *f()) {"):
        problems.append("the check does not see its own examples")
    print("\n".join(problems) or f"{checked} files keep to their layers")
    return 1 if problems or checked < 40 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
