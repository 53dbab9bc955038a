"""The file systems whose promises the store builds on: how one is made in an image, and mounted."""
import os
import shutil

import machine


class FileSystem:
    """One kind: ext4, xfs or btrfs, as small as it goes, with its default options.

    With blocks and sectors of 4 KiB, as on disks of today: the kernel cuts a write to a FUSE file at the first page boundary if
    it begins inside a page, and if only the second half fails, the loop device takes the short write for a whole one and loses
    the error. Writes that begin with a page are not cut.
    """

    KINDS = {
        # MiB, how it is made, options that mounting a copy needs, package
        "ext4": (64, ["mkfs.ext4", "-q", "-F", "-b", "4096"], [], "e2fsprogs"),
        "xfs": (320, ["mkfs.xfs", "-q", "-f", "-K", "-s", "size=4096"], ["nouuid"], "xfsprogs"),
        "btrfs": (256, ["mkfs.btrfs", "-q", "-f", "-K"], [], "btrfs-progs"),
    }

    def __init__(self, kind):
        self.kind = kind
        self.megabytes, self.maker, self.options, self.package = self.KINDS[kind]

    def need(self):
        """Skips the test where the tools, or the kernel, lack it."""
        machine.need_programs({self.maker[0]: self.package})
        with open("/proc/filesystems", encoding="ascii") as file:
            known = file.read().split()
        if self.kind not in known and shutil.which("modprobe"):
            machine.run("modprobe", self.kind)

    def make(self, image):
        """A new file system in a new sparse file."""
        with open(image, "wb") as file:
            file.truncate(self.megabytes << 20)
        machine.run(*self.maker, image)
        machine.run("fallocate", "--dig-holes", image)  # a log of zeros need not be copied

    def mount(self, image, at):
        """Through a loop device that goes when it is unmounted. Raises if it does not mount."""
        machine.run("mount", "-t", self.kind, "-o", ",".join(["loop", *self.options]), image, at)


def unmount(at):
    machine.run("umount", at)


def copy_image(source, target):
    """A copy of a sparse file; its holes stay holes."""
    with open(source, "rb") as file:
        os.close(copy_sparse(file.fileno(), target))


def copy_sparse(source, target):
    """The same of an open file; returns the copy, open."""
    size = os.fstat(source).st_size
    out = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.ftruncate(out, size)
    at = 0
    while at < size:
        try:
            start = os.lseek(source, at, os.SEEK_DATA)
        except OSError:  # nothing but a hole behind it
            break
        at = os.lseek(source, start, os.SEEK_HOLE)
        os.lseek(out, start, os.SEEK_SET)
        while start < at:
            start += os.sendfile(out, source, start, at - start)
    return out
