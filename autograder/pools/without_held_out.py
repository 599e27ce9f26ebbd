"""The data pack as learners' code sees it while it is graded: without the images on which it is measured.

`python -m autograder.pools.without_held_out FOLDER` writes the files. It is a process of its own, so that the images
which are left out are never in the memory of the one that is forked.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np

from helpers import isolated
from helpers.datasets import pack

_PACK = Path("helpers/datasets/pack")
_SOURCES = {"fashion_mnist_test.npz": "fashion_mnist_train.npz", "mnist.npz": "mnist.npz"}
"""A file with images that are held out, and the one whose last training images stand in for them."""


class NotWritten(Exception):
    """The files could not be made: no fault of a submission."""


class Writing:
    """The files, while another process writes them into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            isolated.python("-m", __name__, str(folder)),
            cwd=folder,
            env=isolated.environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def files(self) -> dict[str, Path]:
        """Where they are, by their path in the course, once they are written.

        Raises:
            NotWritten: no room, or a damaged data pack.
        """
        _nothing, said = self._process.communicate()
        if self._process.returncode:
            raise NotWritten(said.decode(errors="replace").strip()[-500:])
        return {(_PACK / name).as_posix(): self._folder / name for name in _SOURCES}


def write(folder: Path) -> None:
    """Write each file: as in the pack, but with the last training images in place of those that are held out."""
    for name, source in _SOURCES.items():
        shown = dict(pack.arrays(name))
        train = shown if source == name else pack.arrays(source)
        count = len(shown["x_test"])
        shown |= {"x_test": train["x_train"][-count:], "y_test": train["y_train"][-count:]}
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for key, array in shown.items():
                with archive.open(f"{key}.npy", "w") as file:
                    np.lib.format.write_array(file, array, allow_pickle=False)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
