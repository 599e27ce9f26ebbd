"""The packages of an environment: each is whole, or lacks what its own record names, as after an interrupted installation.

The standard library alone: it runs where nothing else does, also as a program (tools/bootstrap.py).
"""

import csv
import json
import os
import re
import sys
import sysconfig

_INFO = ".dist-info"
_KEEP_THEIR_OWN = ("conda", "debian", "rpm")
"""Installers that hold their own records, and look after them."""


def folders():
    """The metadata folder of each installed package."""
    sites = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(
        os.path.join(site, name)
        for site in sites
        if os.path.isdir(site)
        for name in os.listdir(site)
        if name.endswith(_INFO)
    )


def broken():
    """The metadata folders of packages of which something is missing or cut short."""
    return [folder for folder in folders() if not whole(folder)]


def whole(folder):
    """Whether every file that a package's record names is there, and as long as the record says.

    An installer writes the record before the files, or after them; one who stops it leaves files that are missing or
    short. A longer file was changed by somebody, who may have had a reason.
    """
    site = os.path.dirname(folder)
    try:
        if not os.path.getsize(os.path.join(folder, "METADATA")):
            return False
        with open(os.path.join(folder, "RECORD"), encoding="utf-8", newline="") as file:
            for path, _hash, size in csv.reader(file):
                # no size: the record itself, and what an installer compiled, which Python makes anew
                if size and os.stat(os.path.join(site, path)).st_size < int(size):
                    return False
        return True
    except FileNotFoundError:
        return _installer(folder) in _KEEP_THEIR_OWN
    except (OSError, ValueError, csv.Error):
        return False


def _installer(folder):
    try:
        with open(os.path.join(folder, "INSTALLER"), encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def requirement(folder):
    """The package of a metadata folder and its version, as pip takes them: `keras==3.15.1`."""
    name, _, version = os.path.basename(folder)[: -len(_INFO)].partition("-")
    return re.sub(r"[-_.]+", "-", name).lower() + "==" + version


if __name__ == "__main__":
    found = {"python": sys.version_info[:2], "packages": list(map(os.path.basename, folders())), "broken": broken()}
    json.dump(found, sys.stdout)
