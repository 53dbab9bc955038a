"""Small commits, one of each kind, of which every short sequence is a workload."""
import re


def text(version):
    return f'{{\n  "version": {version},\n  "padding": "{str(version) * (20 + version)}"\n}}\n'


def put(name, version):
    return {"op": "put", "document": name, "text": text(version)}, {name: text(version).encode()}


def edit(version, documents):
    old = documents["a.json"].decode()
    new = re.sub(r'"version": \d+', f'"version": {version}', old)
    return {"op": "replace", "document": "a.json", "path": "/version", "value": version}, {"a.json": new.encode()}


# What a step of a workload commits, from its number and the documents before it: [(operation, changes)].
STEPS = {
    "replace": lambda i, _: [put("a.json", 10 + i)],
    "create": lambda i, _: [put(f"new-{i}.json", 10 + i)],
    "delete": lambda i, _: [({"op": "delete", "document": f"gone-{i}.json"}, {f"gone-{i}.json": None})],
    "nested": lambda i, _: [put(f"one-{i}/two/new.json", 10 + i)],
    "pair": lambda i, _: [put("a.json", 10 + i), put("b.json", 20 + i)],
    "edit": lambda i, documents: [edit(10 + i, documents)],
}
BASE = ["a.json", "b.json", "gone-0.json", "gone-1.json", "gone-2.json"]


def must_commit(store, operations):
    reply = store.commit(operations)
    if reply.get("parameters", {}).get("outcome") != "committed":
        raise RuntimeError(f"a commit is answered with {reply}")
