"""A disk of which one write or one flush fails with EIO, or all from one on: a node of qemu's blkdebug, put under the exported
one at the chosen moment."""
import json
import os
import socket

import machine
from storage_daemon import MountedDisk, StorageDaemon

EVENTS = {"write": "pwritev", "flush": "flush_to_disk"}
EIO = 5


class FailingDisk(MountedDisk):
    """Over an image that holds a file system; whole until fail() is called."""

    def __init__(self, kind, image, at, work):
        control = os.path.join(work, "control")
        if os.path.exists(control):
            os.unlink(control)
        nodes = [f"driver=file,filename={image},node-name=disk", "driver=raw,file=disk,node-name=top"]
        daemon = StorageDaemon(os.path.join(work, "export"), nodes, "--chardev",
                               f"socket,id=control,path={control},server=on,wait=off", "--monitor", "chardev=control")
        super().__init__(kind, daemon, at)
        self.control = socket.socket(socket.AF_UNIX)
        self.control.settimeout(20)
        machine.eventually("the disk's control", lambda: os.path.exists(control))
        self.control.connect(control)
        self.replies = self.control.makefile("r", encoding="utf-8")
        self.replies.readline()  # a greeting
        self.tell("qmp_capabilities")

    def __exit__(self, *problem):
        self.control.close()
        self.replies.close()
        super().__exit__(*problem)

    def tell(self, command, arguments=None):
        request = {"execute": command, "arguments": arguments or {}}
        self.control.sendall(json.dumps(request).encode())
        while True:
            reply = json.loads(self.replies.readline())
            if "error" in reply:
                raise RuntimeError(f"{command}: {reply['error']['desc']}")
            if "return" in reply:
                return

    def fail(self, what, number, lasting=False):
        """The `number`th write or flush from now on fails, and if `lasting` all that come behind it."""
        event = EVENTS[what]
        fault = {"event": event, "state": number, "errno": EIO, "once": not lasting, "iotype": what}
        node = {"driver": "blkdebug", "node-name": "failing", "image": "disk", "inject-error": [fault]}
        if number > 1:
            node["set-state"] = [{"event": event, "state": i, "new_state": i + 1} for i in range(1, number)]
        self.tell("blockdev-add", node)
        self.tell("blockdev-reopen", {"options": [{"driver": "raw", "node-name": "top", "file": "failing"}]})
