"""Writes copies of the store's sources in which each mutant of source_mutants.json stands beside what ships, to be chosen at
run time, and a list of their names for the test. Fails if a text to be replaced is not there exactly once: then the
source has changed, and so must the mutant.

usage: mutate_sources.py LIST SOURCE_ROOT OUTPUT_DIRECTORY
"""
import json
import pathlib
import sys

INCLUDE = '#include "tests/support/source_mutant.hpp"\n'


def mutated(text, number, mutant):
    found, put = mutant["find"], mutant["put"]
    if text.count(found) != 1:
        sys.exit(f"{mutant['file']}: not there exactly once, for '{mutant['name']}': {found}")
    chosen = f"::holdfast::test::SourceMutant::is({number})"
    if mutant["kind"] == "expression":
        return text.replace(found, f"({chosen} ? ({put}) : ({found}))")
    return text.replace(found, f"if ({chosen}) {{ {put} }} else {{ {found} }}")


def main():
    listed, root, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    mutants = json.loads(pathlib.Path(listed).read_text())
    texts = {}
    for number, mutant in enumerate(mutants, 1):
        name = mutant["file"]
        texts.setdefault(name, (root / name).read_text())
        texts[name] = mutated(texts[name], number, mutant)
    output.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (output / name.replace("/", "_")).write_text(INCLUDE + text)
    lines = [f"{{{number}, {json.dumps(mutant['name'])}}},\n" for number, mutant in enumerate(mutants, 1)]
    (output / "source_mutants.inc").write_text("".join(lines))


main()
