"""Data of the course: everything comes with it, nothing is downloaded unless asked for."""

from helpers.datasets.images import fashion_mnist, fashion_names, mnist
from helpers.datasets.pack import verify
from helpers.datasets.photographs import photo_crops, photo_names, photos
from helpers.datasets.trunk import mobilenet_trunk

__all__ = [
    "fashion_mnist",
    "fashion_names",
    "mnist",
    "mobilenet_trunk",
    "photo_crops",
    "photo_names",
    "photos",
    "verify",
]
