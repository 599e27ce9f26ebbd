"""Wheels, written by hand: a package of any files."""

import base64
import hashlib
import zipfile
from pathlib import Path


def wheel(folder: str | Path, name: str, files: dict[str, str]) -> str:
    """Write a wheel; returns its file's name."""
    info = f"{name}-1.0.dist-info"
    files = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: kfa\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [f"{info}/RECORD,,"]
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(text.encode())}")
    with zipfile.ZipFile(Path(folder, f"{name}-1.0-py3-none-any.whl"), "w") as archive:
        for path, text in (files | {f"{info}/RECORD": "\n".join(lines)}).items():
            member = zipfile.ZipInfo(path)
            member.external_attr = 0o100755 << 16 if "/scripts/" in path else 0o100644 << 16
            archive.writestr(member, text)
    return f"{name}-1.0-py3-none-any.whl"
