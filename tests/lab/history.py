"""What was asked of a store and what it acknowledged, and whether a directory is as that allows.

Commits come one after the other, so there is one state behind each. A place is any number that grows: the size of a log of
writes, the count of calls in a trace.
"""
import os
import re

TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{16}\.tmp")
OWN = ".holdfast"


class Commit:
    """One transaction: {document: its bytes, or None where it is deleted}."""

    def __init__(self, changes, started):
        self.changes = changes
        self.started = started
        self.acknowledged = None  # the place, once it is
        self.revision = None


class Found:
    """What lies in a managed directory: documents, our temporary files, and what should not be there."""

    def __init__(self, files=(), directories=()):
        """Of (path, content) of every file, and the path of every directory, relative to the managed one."""
        self.documents, self.temporary, self.strays = {}, [], []
        for path, content in files:
            if TEMPORARY.fullmatch(os.path.basename(path)):
                self.temporary.append(path)
            elif is_own(path):
                continue
            elif os.path.basename(path).startswith(".") or ".conflict-" in path:
                self.strays.append(path)
            else:
                self.documents[path] = content
        self.strays += [path for path in directories if os.path.basename(path).startswith(".") and not is_own(path)]

    @classmethod
    def at(cls, directory):
        files, directories = [], []
        for place, names, leaves in os.walk(directory):
            inside = os.path.relpath(place, directory)
            directories += [os.path.normpath(os.path.join(inside, name)) for name in names]
            for name in leaves:
                with open(os.path.join(place, name), "rb") as file:
                    files.append((os.path.normpath(os.path.join(inside, name)), file.read()))
        return cls(files, directories)


def is_own(path):
    return path.split(os.sep)[0] == OWN


class History:
    """Grows by begin() and acknowledge(); then judges directories."""

    def __init__(self, documents=None):
        self.commits = []
        self.states = [dict(documents or {})]

    @classmethod
    def of_states(cls, states):
        """One that allows any of these."""
        history = cls()
        history.states = list(states)
        return history

    def begin(self, changes, place):
        commit = Commit(changes, place)
        self.commits.append(commit)
        self.states.append(self.after(self.states[-1], changes))
        return commit

    @staticmethod
    def after(state, changes):
        state = {**state, **changes}
        return {name: content for name, content in state.items() if content is not None}

    def learn(self, commit, changes):
        """What the last commit begun turned out to have made."""
        assert commit is self.commits[-1]
        commit.changes = changes
        self.states[-1] = self.after(self.states[-2], changes)

    @property
    def documents(self):
        return self.states[-1]

    def bounds(self, place):
        """States that may be found if the power fails there: from the one that was acknowledged last to the one that was
        asked for last."""
        acknowledged = [i for i, c in enumerate(self.commits, 1) if c.acknowledged is not None and c.acknowledged <= place]
        begun = [i for i, c in enumerate(self.commits, 1) if c.started <= place]
        return max(acknowledged, default=0), max(begun, default=0)

    def is_inside_transaction(self, place):
        """Of several documents."""
        return any(c.started < place <= c.acknowledged for c in self.commits if len(c.changes) > 1)

    def revision_at(self, state):
        """Of the last commit in it."""
        return max((c.revision for c in self.commits[:state] if c.revision is not None), default=0)

    def revision_of(self, name, state):
        """Of a document in a state."""
        return next((c.revision for c in reversed(self.commits[:state]) if name in c.changes), None)

    def describe(self, name, content):
        """A content, for people, by the commit that made it."""
        if content is None:
            return "absent"
        if content == b"":
            return "empty"
        for i in range(len(self.states) - 1, -1, -1):
            if self.states[i].get(name) == content:
                first = next(k for k in range(i, -1, -1) if k == 0 or self.states[k - 1].get(name) != content)
                return f"as of commit {first}"
        known = [state[name] for state in self.states if name in state]
        alike = max((len(os.path.commonprefix([content, version])) for version in known), default=0)
        return f"torn: {len(content)} bytes, of which {alike} begin a version"

    def torn(self, found, lowest, highest):
        """What breaks 'each document is one whole version, the old one or the new one, at every instant'."""
        problems = [f"{path} lies in the directory" for path in found.strays]
        states = self.states[lowest:highest + 1]
        for name in sorted({*found.documents, *(name for state in self.states for name in state)}):
            content = found.documents.get(name)
            if not any(state.get(name) == content for state in states):
                problems.append(f"{name} is {self.describe(name, content)}; commit {lowest} was acknowledged, "
                                f"{highest} asked for")
        return problems

    def state_of(self, documents, lowest, highest):
        """Which of these states the directory is in; None: no whole one."""
        return next((k for k in range(highest, lowest - 1, -1) if self.states[k] == documents), None)

    def partial(self, found, lowest, highest):
        """What breaks 'what was acknowledged is there, and a transaction wholly or not at all', after recovery."""
        problems = [f"{path} lies in the directory" for path in [*found.strays, *found.temporary]]
        if self.state_of(found.documents, lowest, highest) is None:
            names = sorted({*found.documents, *self.states[lowest], *self.states[highest]})
            seen = ", ".join(f"{name} {self.describe(name, found.documents.get(name))}" for name in names)
            problems.append(f"no state between commit {lowest} and {highest}: {seen}")
        return problems
