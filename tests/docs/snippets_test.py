"""Runs every program of docs/PROTOCOL.md as it stands there against a real holdfastd.

A language that is not installed is said to be skipped, and counted. The programs are cut out of the page, so a page that no
longer works fails here.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

LANGUAGES = {
    # fence: (tool that must exist, file name, commands)
    "sh": ("socat", "snippet.sh", [["sh", "snippet.sh"]]),
    "python": ("python3", "snippet.py", [["python3", "snippet.py"]]),
    "js": ("node", "snippet.js", [["node", "snippet.js"]]),
    "go": ("go", "snippet.go", [["go", "run", "snippet.go"]]),
    "cpp": ("g++", "snippet.cpp", [["g++", "-std=c++20", "snippet.cpp", "-o", "snippet", "-pthread"], ["./snippet"]]),
}


def snippets(page):
    with open(page, encoding="utf-8") as file:
        return re.findall(r"^```(\w+)\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)


def run(language, text, directory, environment):
    tool, name, commands = LANGUAGES[language]
    if shutil.which(tool) is None:
        print(f"SKIPPED {language}: {tool} is not installed")
        return "skipped"
    with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
        file.write(text)
    output = ""
    for command in commands:
        done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=120)
        output = done.stdout
        if done.returncode != 0:
            print(f"FAILED {language}: {command} ended with {done.returncode}: {done.stderr}")
            return "failed"
    reply = json.loads(output.split("\n")[0].removesuffix(" <nil>"))
    with open(os.path.join(directory, "documents", "hello.json"), encoding="utf-8") as file:
        stored = json.load(file)
    good = reply["parameters"]["outcome"] == "committed" and set(stored) == {"from"}
    print(f"{'ok' if good else 'FAILED'} {language}: {output.strip()[:100]}")
    return "passed" if good else "failed"


def main(daemon, page):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as directory:
        os.mkdir(os.path.join(directory, "documents"))
        socket = os.path.join(directory, "socket")
        environment = dict(os.environ, HOLDFAST_SOCKET=socket, GOCACHE=directory, HOME=directory)
        process = subprocess.Popen([daemon, "--directory", os.path.join(directory, "documents"), "--socket", socket])
        try:
            for _ in range(200):
                if os.path.exists(socket):
                    break
                time.sleep(0.05)
            found = snippets(page)
            for language, text in found:
                counts[run(language, text, directory, environment)] += 1
            missing = set(LANGUAGES) - {language for language, _ in found}
            if missing:
                print(f"FAILED: the page has no program in {sorted(missing)}")
                counts["failed"] += 1
        finally:
            process.terminate()
            process.wait(30)
    print(counts)
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
