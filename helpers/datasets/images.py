"""Labelled images of the pack: handwritten digits and clothes, 28x28 and grey."""

import numpy as np

from helpers.datasets import pack
from helpers.language import mark
from helpers.language import translate as _

Split = tuple[np.ndarray, np.ndarray]

_CLOTHES = (
    mark("T-shirt"),
    mark("Trousers"),
    mark("Pullover"),
    mark("Dress"),
    mark("Coat"),
    mark("Sandal"),
    mark("Shirt"),
    mark("Sneaker"),
    mark("Bag"),
    mark("Ankle boot"),
)


def mnist() -> tuple[Split, Split]:
    """The full MNIST: `(x_train, y_train), (x_test, y_test)`, as `keras.datasets.mnist.load_data()` gives it.

    Images are uint8 of shape (60000, 28, 28) and (10000, 28, 28), 0 black to 255 white; labels are uint8, the
    digit. Data: Yann LeCun and Corinna Cortes, CC BY-SA 3.0.

    Raises:
        CourseError: when the file is missing or damaged.
    """
    data = pack.arrays("mnist.npz")
    return (data["x_train"], data["y_train"]), (data["x_test"], data["y_test"])


def fashion_mnist() -> tuple[Split, Split]:
    """A part of Fashion-MNIST: `(x_train, y_train), (x_test, y_test)`, in the form of `mnist`.

    Images are uint8 of shape (10000, 28, 28) and (2000, 28, 28), labels uint8 (`fashion_names()[label]` tells what
    is shown); 1,000 images of each class from the original training part, 200 from its test part.
    Data: Zalando SE, MIT licence.

    Raises:
        CourseError: when a file is missing or damaged.
    """
    train, test = pack.arrays("fashion_mnist_train.npz"), pack.arrays("fashion_mnist_test.npz")
    return (train["x_train"], train["y_train"]), (test["x_test"], test["y_test"])


def fashion_names() -> list[str]:
    """What the ten labels of `fashion_mnist` stand for, in the reader's language."""
    return [_(name) for name in _CLOTHES]
