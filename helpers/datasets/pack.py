"""The data pack: files that come with the course, each checked against its size and SHA-256 at every load."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from helpers.errors import CourseError
from helpers.language import translate as _

FOLDER = Path(__file__).parent / "pack"

# Provenance and licences of these files: LICENSES/README.md
FILES: dict[str, tuple[int, str]] = {
    "fashion_mnist_test.npz": (886661, "832cb38bea2f1fb6e2b496f4183aff2c22fcabaa6f86a76e3cf1709031113c1c"),
    "fashion_mnist_train.npz": (4413988, "778319bc8b229696ba6a253c38e32995e99eaf34d599129700b7265a2921dfe9"),
    "mnist.npz": (11490519, "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"),
    "mobilenet_v2_trunk13_fp16.npz": (
        1009396,
        "aa49e67f28639a4a32d56ff8b3724aff19b4d95939e403a0d07fdf6b71217362",
    ),
    "photos/astronaut.jpg": (61948, "bdd95f5bcf900217852c3e5465cb9e6865adcb17cb7ddc012721a3377237736b"),
    "photos/brick.jpg": (32287, "7ec4fd4ac432edc273cb54e41c05af1812d2c898d4fc5dfc4dbc5e39c2f08d62"),
    "photos/cat.jpg": (71080, "d6d76f9eb35359e7a11b9b5c1ce982ce10f08a43d89bda805f90fffadb4ce051"),
    "photos/coffee.jpg": (103579, "dd8bb6e4ae34deabeb4337a0a71c42939a13e20d88a23853bb0f628f403a1f7c"),
    "photos/flower.jpg": (67567, "79b645e57e1ca66255910280a79214b6d3d0200a972dc0eb55b1b4d7e316bdae"),
    "photos/galaxies.jpg": (85515, "ebd403399e081aede626cf45491156b67e3e45d6abf3e0368c50e80ea09e4df7"),
    "photos/gravel.jpg": (65874, "51d9761a5a4d8cd58c126f5f9ddae6701953196daddb93486ddc5075654d5810"),
    "photos/pagoda.jpg": (117372, "803e91816494549e08e25a9f36d9a27caa6d5d53c6460ab5bee374dcba560a30"),
    "photos/retina.jpg": (41846, "b7710b2b0e1231b228d5e20c9aedd8db9677cb88b93559f84f3080e3773ed962"),
    "photos/rocket.jpg": (72121, "6035b8e716c51d482488c69ff9d817dd063e5b06d47a1230b0191deaeb06955b"),
}


def read(name: str) -> bytes:
    """The bytes of the file `name` of the pack, as they were published.

    Every read hashes what it read (20 ms for the largest file), so that nothing unchecked is ever parsed.

    Raises:
        CourseError: when the file is missing, can't be read, is cut off or altered. Nothing is written.
    """
    path, (size, sha256) = FOLDER / name, FILES[name]
    remedy = f"git checkout -- helpers/datasets/pack/{name}"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CourseError(
            _(
                "The data file {path} is missing. Bring it back with `{remedy}` in the course's folder, "
                "or get the course again.",
                path=path,
                remedy=remedy,
            )
        ) from None
    except OSError as error:
        raise CourseError(
            _(
                "The data file {path} cannot be read ({reason}). Give yourself the right to read it, "
                "or get the course again.",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from None
    if len(data) != size:
        raise CourseError(
            _(
                "The data file {path} is damaged: it has {got} bytes and should have {size}. Bring it back with "
                "`{remedy}` in the course's folder, or get the course again.",
                path=path,
                got=f"{len(data):,}",
                size=f"{size:,}",
                remedy=remedy,
            )
        )
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CourseError(
            _(
                "The data file {path} is damaged: its length is right, its content is not. Bring it back with "
                "`{remedy}` in the course's folder, or get the course again.",
                path=path,
                remedy=remedy,
            )
        )
    return data


def arrays(name: str) -> Mapping[str, np.ndarray]:
    """The arrays of the `.npz` file `name` of the pack; CourseError as `read`."""
    with np.load(io.BytesIO(read(name)), allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def verify() -> list[tuple[str, bool]]:
    """Each file of the pack with whether it is there and whole."""
    return [(name, _whole(name)) for name in FILES]


def _whole(name: str) -> bool:
    try:
        read(name)
    except CourseError:
        return False
    return True
