"""Writes documents as programs without holdfast do, each way with one mistake: what the checks of the lab must catch.

Usage: bad_writer.py MISTAKE DIRECTORY LOG, with one JSON object {document: text} a line on standard input. Says the size of
LOG before and after each line.
"""
import json
import os
import sys

# mistake: (kind of commit that shows it, does it take noise)
MISTAKES = {
    "none": ("replace", True),  # a correct replacement of one file, which must not be found guilty
    "no-file-sync": ("replace", False),
    "no-directory-sync": ("replace", False),
    "no-journal": ("pair", True),  # each file is replaced rightly, but nothing joins the two
}


def replace(directory, name, text, mistake):
    fresh = os.path.join(directory, f".{name}.0123456789abcdef.tmp")
    with open(fresh, "wb", buffering=0) as file:
        file.write(text.encode())
        if mistake != "no-file-sync":
            os.fsync(file.fileno())
    os.rename(fresh, os.path.join(directory, name))


def main(mistake, directory, log):
    at = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    for line in sys.stdin:
        started = os.stat(log).st_size
        for name, text in json.loads(line).items():
            replace(directory, name, text, mistake)
            if mistake != "no-directory-sync":
                os.fsync(at)
        print(started, os.stat(log).st_size, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
