"""Where a build of llama.cpp is and how its programs are called; what the comparisons share. Standard library only."""
import os
import shlex


class Programs:
    """A build's programs by name.

    prefix: "" (on the PATH), a folder, or the words that stand before a program's name, such as "chroot DIR"; after
    chroot, files are named as the programs see them and must lie inside DIR.
    """

    def __init__(self, prefix=""):
        words = shlex.split(prefix)
        self.root = ""
        self.folder = ""
        if words and os.path.basename(words[0]) == "chroot" and len(words) > 1:
            self.root = words[1] = os.path.realpath(words[1])
        elif words and os.path.isdir(words[-1]):
            self.folder = os.path.realpath(words.pop())
        self.words = words

    def command(self, tool):
        return self.words + [os.path.join(self.folder, tool)]

    def has(self, tool):
        """Whether the build has it, as far as a look can tell."""
        folders = [self.folder] if self.folder else os.environ.get("PATH", os.defpath).split(os.pathsep)
        return any(os.access(self.root + os.path.join(folder, tool), os.X_OK) for folder in folders)

    def path(self, file):
        """The file's name as the programs see it."""
        real = os.path.realpath(file)
        if not self.root:
            return real
        if not real.startswith(self.root + os.sep):
            raise SystemExit(f"{file} must lie inside {self.root}, where the other programs run")
        return real[len(self.root):]
