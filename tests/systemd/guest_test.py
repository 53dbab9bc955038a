"""Runs inside the booted system, as root: all checks in order, one line each, and the sum. Exit code 1 if any failed."""
import sys
import time

import guest_start  # noqa: F401  each import registers its checks, in this order
import guest_reload  # noqa: F401
import guest_journal  # noqa: F401
import guest_sandbox  # noqa: F401
import guest_peers  # noqa: F401
import guest_load  # noqa: F401
import guest_failure  # noqa: F401
import guest_instances  # noqa: F401
import guest_stop  # noqa: F401
from guest_support import Skip, checks, run


def main():
    passed = failed = skipped = 0
    for check in checks:
        name = check.__name__
        began = time.monotonic()
        try:
            note = check()
            passed += 1
            print(f"ok {name}" + (f": {note}" if note else ""), flush=True)
        except Skip as why:
            skipped += 1
            print(f"SKIPPED {name}: {why}", flush=True)
        except Exception as why:  # any failure of a check is that check's
            failed += 1
            print(f"FAILED {name}: {type(why).__name__}: {why} (after {time.monotonic() - began:.1f} s)", flush=True)
    if failed:
        print(run("journalctl", "--no-pager", "-n", "120", "-o", "short-monotonic", code=None))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
