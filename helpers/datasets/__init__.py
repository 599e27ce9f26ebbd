"""Data of the course: everything comes with it, nothing is downloaded unless asked for."""

from helpers.datasets.download import cifar10
from helpers.datasets.images import fashion_mnist, fashion_names, mnist
from helpers.datasets.pack import verify
from helpers.datasets.photographs import photo_crops, photo_names, photos
from helpers.datasets.support_tickets import DEPARTMENTS, TAGS, read_ticket, ticket_words, tickets
from helpers.datasets.trunk import mobilenet_trunk

__all__ = [
    "DEPARTMENTS",
    "TAGS",
    "cifar10",
    "fashion_mnist",
    "fashion_names",
    "mnist",
    "mobilenet_trunk",
    "photo_crops",
    "photo_names",
    "photos",
    "read_ticket",
    "ticket_words",
    "tickets",
    "verify",
]
