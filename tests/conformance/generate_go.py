"""Lets varlink-go's interface generator read an interface of ours: an independent parser must accept it and find every
method, type and error in it, and must refuse broken copies, or its consent would mean nothing."""
import os
import re
import subprocess
import sys
import tempfile

from served import GO_GENERATOR, WAIT_SECONDS, need

FAULTS = {
    "a misspelt keyword": lambda text: text.replace("\nmethod ", "\nmetod ", 1),
    "no arrow": lambda text: text.replace(") -> (", ") (", 1),
    "a type used as a name": lambda text: re.sub(r"\nerror \w+", "\nerror", text, count=1),
    "no interface name": lambda text: re.sub(r"\ninterface [^\n]*", "\n", text, count=1),
}


def generate(text):
    """The Go source made from an interface, None if it is refused."""
    with tempfile.TemporaryDirectory(prefix="holdfast-conformance-") as directory:
        copy = os.path.join(directory, "copy.varlink")
        with open(copy, "w", encoding="utf-8") as file:
            file.write(text)
        ended = subprocess.run([GO_GENERATOR, copy], timeout=WAIT_SECONDS, text=True, check=False,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(ended.stdout, end="")
        made = [name for name in os.listdir(directory) if name.endswith(".go")]
        if ended.returncode != 0 or not made:
            return None
        with open(os.path.join(directory, made[0]), encoding="utf-8") as file:
            return file.read()


def missing(text, source):
    names = {"method": r"func (m {}_methods) Call(", "type": "type {} struct", "error": "type {} struct"}
    declared = re.findall(r"^(method|type|error) (\w+)", text, re.MULTILINE)
    if not any(kind == "method" for kind, _ in declared):
        return ["any method"]
    return [f"{kind} {name}" for kind, name in declared if names[kind].format(name) not in source]


def main():
    need(GO_GENERATOR)
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    source = generate(text)
    if source is None:
        print("the interface is refused")
        return 1
    lost = missing(text, source)
    for name in lost:
        print(f"the Go source lacks {name}")
    overlooked = []
    for fault, spoil in FAULTS.items():
        spoilt = spoil(text)
        if spoilt == text or generate(spoilt) is not None:
            overlooked.append(fault)
            print(f"not refused: {fault}")
    return 1 if lost or overlooked else 0


if __name__ == "__main__":
    sys.exit(main())
