"""The states that a power cut may leave at any moment of a trace, each with what clients had been told by then."""
import os
import re
import shutil

from history import OWN, Found

STATES_MAX = 512  # at one moment
REQUEST, ACKNOWLEDGEMENT = re.compile(rb'io\.holdfast\.config\.Commit"'), re.compile(rb'"outcome"\s*:\s*"committed"')
SENDS, RECEIVES = {"sendto", "sendmsg", "write", "writev"}, {"recvfrom", "recvmsg", "read", "readv"}


class State:
    """One that a power cut may leave: {path: content, or None for a directory}, after so many acknowledged and requested
    commits of a history."""

    def __init__(self, tree, history, acknowledged, requested):
        self.tree, self.history, self.acknowledged, self.requested = tree, history, acknowledged, requested

    def torn(self):
        files = ((path, content) for path, content in self.tree.items() if content is not None)
        directories = (path for path, content in self.tree.items() if content is None)
        return self.history.torn(Found(files, directories), self.acknowledged, self.requested)

    def partial(self, directory):
        return self.history.partial(Found.at(directory), self.acknowledged, self.requested)

    def lay_out(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        os.mkdir(directory)
        for path, content in sorted(self.tree.items()):
            place = os.path.join(directory, path)
            if content is None:
                os.mkdir(place, 0o700 if path == OWN else 0o755)
            else:
                with open(place, "wb") as file:
                    file.write(content)


def states_of(calls, model, history, bounds, chance):
    """Every different state that a power cut may leave at any moment of a trace. `bounds`: commits acknowledged and requested
    before it begins."""
    acknowledged, requested = bounds
    events = sorted([(call.begun, 0, i) for i, call in enumerate(calls)] + [(call.ended, 1, i) for i, call in enumerate(calls)])
    seen = set()
    for _, is_end, i in events:
        call = calls[i]
        is_socket = bool(call.arguments) and (call.descriptor()[1] or "").startswith("socket:")
        changed = model.end(call) if is_end else model.begin(call)
        if is_socket and is_end and call.name in RECEIVES and call.succeeded():
            requested += len(REQUEST.findall(call.bytes(1)))
            changed = True
        if is_socket and not is_end and call.name in SENDS:
            acknowledged += len(ACKNOWLEDGEMENT.findall(call.bytes(1)))  # may arrive from here on
            changed = True
        if not changed:
            continue
        for tree in model.states(STATES_MAX, chance):
            key = frozenset(tree.items()), acknowledged, requested
            if key not in seen:
                seen.add(key)
                yield State(tree, history, acknowledged, requested)
