"""Compares our description of org.varlink.certification with the one varlink-go serves: the declarations must be the
same but for comments and blank space. Also proves that the comparison sees a difference."""
import json
import re
import socket
import sys

from served import GO_CERTIFICATION, WAIT_SECONDS, need, served


def ask(path, method, parameters):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(WAIT_SECONDS)
        connection.connect(path)
        connection.sendall(json.dumps({"method": method, "parameters": parameters}).encode() + b"\0")
        answer = b""
        while not answer.endswith(b"\0"):
            received = connection.recv(65536)
            if not received:
                raise RuntimeError("the server closed the connection")
            answer += received
    return json.loads(answer[:-1])["parameters"]


def words(description):
    return re.findall(r"[\w.]+|[^\w\s]", re.sub(r"#[^\n]*", "", description))


def main():
    need(GO_CERTIFICATION)
    with open(sys.argv[1], encoding="utf-8") as file:
        ours = words(file.read())
    with served("go") as path:
        answer = ask(path, "org.varlink.service.GetInterfaceDescription",
                     {"interface": "org.varlink.certification"})
    theirs = words(answer["description"])
    if words(answer["description"].replace("anon: (foo: bool", "anon: (foo: ?bool")) == theirs:
        print("the comparison sees no difference where there is one")
        return 1
    if ours != theirs:
        print("different:", *[pair for pair in zip(ours, theirs) if pair[0] != pair[1]][:1])
        return 1
    print(f"{len(ours)} words are the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
