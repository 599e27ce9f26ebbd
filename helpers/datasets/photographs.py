"""Ten photographs, and small crops of them that stand in for CIFAR-10."""

import io

import numpy as np

from helpers.datasets import pack
from helpers.datasets.seeds import count, stream

SIDE = 32  # of a crop, in pixels
CELL = 50  # a photograph is cut into squares of this side; a crop lies within one
_TEST_SHARE = 1 / 3  # of the cells
_DARK = 40  # a cell whose brightest value is below shows nothing


def photo_names() -> list[str]:
    """The photographs in alphabetical order: label `k` of `photo_crops` is the k-th."""
    return sorted(name.removeprefix("photos/").removesuffix(".jpg") for name in pack.FILES if "photos/" in name)


def photos() -> dict[str, np.ndarray]:
    """The ten photographs by name: uint8 arrays (height, width, 3), RGB; the shorter side has 400 pixels.

    Sources and licences: `helpers/datasets/LICENSES/README.md`.

    Raises:
        CourseError: when a file is missing or damaged.
    """
    from PIL import Image

    return {
        name: np.asarray(Image.open(io.BytesIO(pack.read(f"photos/{name}.jpg"))).convert("RGB"))
        for name in photo_names()
    }


def photo_crops(
    seed: int = 0, n_train: int = 1000, n_test: int = 500
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Crops of the photographs: `(x_train, y_train), (x_test, y_test)`; the label says from which photograph.

    The pixels are real, the task is artificial: it stands in for CIFAR-10 (same image shape, ten classes), whose
    licence doesn't let the course carry it.

    Each photograph is cut into cells of 50x50 pixels, a third of which are for testing. This choice never changes,
    so the training crops of any seed share no pixel with the test crops of any other. The crops are drawn by
    `seed`; equal arguments give equal arrays.

    Args:
        seed: 0 to 2**32 - 1.
        n_train: number of training crops; the classes are of equal size, give or take one.
        n_test: number of test crops.

    Returns:
        Images uint8 (n, 32, 32, 3), labels uint8 (n,), 0 to 9, in mixed order.

    Raises:
        CourseError: for a seed or a number out of range; when a file is missing or damaged.
    """
    random, n_train, n_test = stream(seed), count(n_train), count(n_test)
    pictures = list(photos().values())
    cells = [_cells(picture) for picture in pictures]
    return (
        _draw(random, pictures, [train for train, _test in cells], n_train),
        _draw(random, pictures, [test for _train, test in cells], n_test),
    )


def _cells(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Top left corners (n, 2) of the cells for training and of those for testing."""
    height, width = picture.shape[:2]
    corners = [
        (y, x)
        for y in range(0, height - CELL + 1, CELL)
        for x in range(0, width - CELL + 1, CELL)
        if picture[y : y + CELL, x : x + CELL].max() >= _DARK
    ]
    mixed = stream(0).permutation(np.array(corners))
    tests = round(len(mixed) * _TEST_SHARE)
    return mixed[tests:], mixed[:tests]


def _draw(
    random: np.random.RandomState, pictures: list[np.ndarray], cells: list[np.ndarray], number: int
) -> tuple[np.ndarray, np.ndarray]:
    labels = random.permutation(np.arange(number) % len(pictures)).astype(np.uint8)
    images = np.empty((number, SIDE, SIDE, 3), np.uint8)
    for k, label in enumerate(labels):
        corners = cells[label]
        y, x = corners[random.randint(len(corners))] + random.randint(CELL - SIDE + 1, size=2)
        images[k] = pictures[label][y : y + SIDE, x : x + SIDE]
    return images, labels
