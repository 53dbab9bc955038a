"""Every relative link in the Markdown files leads to a file, and every test named in docs/DURABILITY.md exists."""
import os
import re
import sys


def markdown_files(root):
    for directory, names, files in os.walk(root):
        names[:] = [n for n in names if n not in (".git", "build", "run")]
        yield from (os.path.join(directory, f) for f in files if f.endswith(".md"))


def broken_links(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not os.path.exists(os.path.join(os.path.dirname(path), target)):
            yield f"{path}: no such file: {target}"


def main(root, tests):
    problems = [problem for path in markdown_files(root) for problem in broken_links(path)]
    with open(os.path.join(root, "docs", "DURABILITY.md"), encoding="utf-8") as file:
        named = re.findall(r"`((?:unit|fault|integration|conformance|systemd|lab)_\w+)`", file.read())
    problems += [f"docs/DURABILITY.md names the test {name}, which does not exist" for name in named if name not in tests]
    print("\n".join(problems) or f"all links lead somewhere; {len(named)} tests are named and exist")
    return 1 if problems or not named else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2].split(",")))
