"""Runs one certification client against one certification server and judges the outcome. 'go' names the client or server
of Debian's varlink-go. With --break the server answers one step wrongly, and the test passes only if the client finds
fault. varlink-go's client exits 0 whatever happens, so its line End: 'true' is the verdict."""
import argparse
import subprocess
import sys

from served import GO_CERTIFICATION, need, served

CLIENT_SECONDS = 30


def run_client(client, path):
    command = [GO_CERTIFICATION, "-client", "-varlink", "unix:" + path] if client == "go" else [client, path]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=CLIENT_SECONDS,
                           text=True, check=False)
    print(ended.stdout)
    return ended


def is_certified(client, ended):
    if client == "go":
        return ended.returncode == 0 and "End: 'true'" in ended.stdout.splitlines()
    return ended.returncode == 0


def found_fault(client, ended, broken_step):
    """The client got to work, and it is the broken step that it complains about."""
    if is_certified(client, ended) or "Start: " not in ended.stdout:
        return False
    if client == "go":  # it compares nothing itself: the server's verdict on the next call is what it reports
        return True
    # Test11 has no reply: what its judge thinks is seen in End.
    complains = "End" if broken_step == "11" else "Test" + broken_step.split("-")[0]
    return ended.returncode == 1 and f"{complains}: wrong: " in ended.stdout


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--server", required=True)
    arguments.add_argument("--client", required=True)
    arguments.add_argument("--break", dest="broken_step")
    options = arguments.parse_args()
    if "go" in (options.server, options.client):
        need(GO_CERTIFICATION)
    with served(options.server, options.broken_step) as path:
        ended = run_client(options.client, path)
    if options.broken_step:
        good = found_fault(options.client, ended, options.broken_step)
        print("the fault was found" if good else f"a wrong {options.broken_step} was not noticed")
    else:
        good = is_certified(options.client, ended)
        print("certified" if good else "not certified")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
