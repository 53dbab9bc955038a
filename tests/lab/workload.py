"""Commits of every kind, made up at random: documents replaced, created, also in new directories, deleted, edited inside;
transactions over two and three; several commits sent ahead."""
import json

# One round of the deck; each is shuffled.
ALL = ["create", "replace", "edit", "add", "nested", "delete", "pair", "pair", "triple", "triple", "burst"]
OPAQUE = ".conf"


class Workload:
    """Yields groups of commits to be sent together, each as (operations, changes). The content of a document that was
    edited in a way only the daemon can spell is None in changes: `learned` takes it."""

    def __init__(self, chance, kinds=ALL):
        self.chance, self.kinds = chance, kinds
        self.documents = {}
        self.deleted = []
        self.made = 0
        self.wanted = None

    def text(self, name):
        """A new version of a document, of a few bytes to some pages."""
        self.made += 1
        entries = self.chance.choice((0, 3, 40, 200, 400))
        if name.endswith(OPAQUE):
            return f"# version {self.made}\n" + "".join(f"key-{i} = {self.made:08d}\n" for i in range(entries))
        items = [{"id": f"item-{i}", "value": self.made * 1000 + i} for i in range(entries)]
        return json.dumps({"version": self.made, "items": items}, indent=2) + "\n"

    def first(self):
        """The documents that the others build on, in one commit."""
        return [self.commit(self.put("servers.json"), self.put("notes.conf"), self.put("network/wifi.json"))]

    def groups(self, rounds):
        for _ in range(rounds):
            deck = list(self.kinds)
            self.chance.shuffle(deck)
            for kind in deck:
                yield getattr(self, kind)()

    def commit(self, *steps):
        operations, changes = [], {}
        for operation, name, content in steps:
            operations.append(operation)
            changes[name] = content
            if content is None and operation["op"] == "delete":
                self.documents.pop(name)
                self.deleted.append(name)
            else:
                self.documents[name] = content
        return operations, changes

    def learned(self, name, content):
        """The daemon's spelling of an edit. False if it means something else than was asked for."""
        wanted, self.wanted = self.wanted, None
        self.documents[name] = content
        return json.loads(content) == wanted

    # Steps: (operation, document, content).

    def put(self, name):
        text = self.text(name)
        return {"op": "put", "document": name, "text": text}, name, text.encode()

    def removal(self, name):
        return {"op": "delete", "document": name}, name, None

    def edited(self, name):
        """A number inside replaced: every other byte stays."""
        self.made += 1
        text = self.documents[name].decode()
        old = json.loads(text)["version"]
        new = text.replace(f'"version": {old}', f'"version": {self.made}', 1)
        return {"op": "replace", "document": name, "path": "/version", "value": self.made}, name, new.encode()

    def some(self, count, suffix=""):
        return self.chance.sample(sorted(name for name in self.documents if name.endswith(suffix)), count)

    def removable(self, but=None):
        """What new_name() made."""
        return sorted(name for name in self.documents if "new-" in name and name != but)

    def new_name(self, directory=""):
        """Sometimes one that was deleted before."""
        self.made += 1
        if self.deleted and not directory and self.chance.random() < 0.5:
            return self.deleted.pop()
        return f"{directory}new-{self.made}{self.chance.choice(('.json', OPAQUE))}"

    # Kinds: a group each.

    def create(self):
        return [self.commit(self.put(self.new_name()))]

    def replace(self):
        return [self.commit(self.put(*self.some(1)))]

    def edit(self):
        return [self.commit(self.edited(*self.some(1, ".json")))]

    def add(self):
        name = self.some(1, ".json")[0]
        self.made += 1
        entry = {"id": f"added-{self.made}", "value": self.made}
        self.wanted = json.loads(self.documents[name])
        self.wanted["items"].append(entry)
        return [self.commit(({"op": "add", "document": name, "path": "/items/-", "value": entry}, name, None))]

    def nested(self):
        return [self.commit(self.put(self.new_name(f"deep-{self.made}/inner/")))]

    def delete(self):
        names = self.removable()
        return [self.commit(self.removal(self.chance.choice(names)))] if names else self.create()

    def pair(self):
        return [self.commit(*(self.put(name) for name in self.some(2)))]

    def triple(self):
        """A replacement, an edit, and a creation or a deletion: all or none."""
        replaced, edited = "notes.conf", self.some(1, ".json")[0]
        names = self.removable(but=edited)
        last = self.removal(self.chance.choice(names)) if names else self.put(self.new_name(f"deep-{self.made}/"))
        return [self.commit(self.put(replaced), self.edited(edited), last)]

    def burst(self):
        """Sent without waiting: a store that makes groups may take them together."""
        return [self.commit(self.put(name)) for name in self.some(2)] + self.edit() + self.replace()


def carry_out(workload, groups, store, history, place):
    """Sends it all; every commit must be acknowledged. place(): where in the log we are."""
    for group in groups:
        begun = []
        for operations, changes in group:
            begun.append(history.begin(changes, place()))
            store.connection.send("Commit", {"operations": operations})
        for commit in begun:
            reply = store.connection.receive()
            commit.acknowledged = place()
            if reply.get("parameters", {}).get("outcome") != "committed":
                raise RuntimeError(f"a commit was not committed: {reply}")
            commit.revision = reply["parameters"]["revision"]
        for operations, _ in group:
            if operations[0]["op"] == "add":
                learn(workload, store, history, operations[0]["document"])


def learn(workload, store, history, name):
    """How an edit was spelt, read from the file itself."""
    with open(f"{store.directory}/{name}", "rb") as file:
        content = file.read()
    if not workload.learned(name, content):
        raise RuntimeError(f"an edit of {name} made something else: {content.decode()}")
    history.learn(history.commits[-1], {name: content})
