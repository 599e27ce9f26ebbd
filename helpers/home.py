"""The learner's own folder: progress, and nothing that belongs to a copy of the course."""

import os
from pathlib import Path


def folder() -> Path:
    """`KFA_HOME`, or the system's place for a user's data."""
    if os.environ.get("KFA_HOME"):
        return Path(os.environ["KFA_HOME"])
    import platformdirs

    return Path(platformdirs.user_data_dir("kfa", appauthor=False))
