"""A block device whose other side is ours: qemu-storage-daemon exports a node as a file through FUSE, on which a loop device
and a file system are mounted."""
import os
import signal
import subprocess
from contextlib import contextmanager

import file_system
import machine


class StorageDaemon:
    """Serves the node "top" of `nodes` (arguments of --blockdev) as the file `export`."""

    def __init__(self, export, nodes, *arguments):
        self.export = export
        with open(export, "wb"):
            pass
        command = ["qemu-storage-daemon", *arguments]
        for node in nodes:
            command += ["--blockdev", node]
        command += ["--export", f"type=fuse,id=export,node-name=top,mountpoint={export},writable=on"]
        self.process = subprocess.Popen(command, preexec_fn=machine.die_with_parent)
        try:
            machine.eventually("the exported disk", lambda: self.is_there() or self.has_ended())
            if self.has_ended():
                raise RuntimeError("qemu-storage-daemon exports no disk through FUSE")
        except BaseException:
            self.stop()
            raise

    def is_there(self):
        return os.stat(self.export).st_size > 0

    def has_ended(self):
        return self.process.poll() is not None

    @contextmanager
    def frozen(self):
        """Its files do not change."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self):
        """Whoever uses the disk must have gone. Everything written to it is in its files then."""
        if not self.has_ended():
            subprocess.run(["umount", "-l", self.export], stderr=subprocess.DEVNULL, check=False)
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def need_disks():
    """Skips the test where an exported disk cannot be had."""
    machine.need_mounts()
    with machine.workplace() as work:
        image = os.path.join(work, "image")
        with open(image, "wb") as file:
            file.truncate(1 << 20)
        try:
            daemon = StorageDaemon(os.path.join(work, "export"), [f"driver=file,filename={image},node-name=top"])
            try:
                device = machine.run("losetup", "--find", "--show", daemon.export).strip()
                machine.run("losetup", "--detach", device)
            finally:
                daemon.stop()
        except RuntimeError as why:
            machine.skip(str(why))


class MountedDisk:
    """A file system on an exported disk, mounted while the with block runs."""

    def __init__(self, kind, daemon, at):
        self.kind, self.daemon, self.at = kind, daemon, at

    def __enter__(self):
        try:
            os.makedirs(self.at, exist_ok=True)
            self.kind.mount(self.daemon.export, self.at)
        except BaseException:
            self.daemon.stop()
            raise
        return self

    def __exit__(self, *_):
        try:
            machine.eventually("the end of the mount", self.unmount, pause=0.05)
        finally:
            self.daemon.stop()

    def unmount(self):
        """False while somebody still uses it."""
        try:
            file_system.unmount(self.at)
        except RuntimeError as busy:
            if "busy" not in str(busy):
                raise
            return False
        machine.eventually("the end of the loop device", lambda: not machine.run("losetup", "-j", self.daemon.export))
        return True
