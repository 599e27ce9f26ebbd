"""The Jupyter kernel `kfa`, in which every notebook of the course runs: this Python, with a quiet TensorFlow."""

import json
import shutil
import sys
from pathlib import Path

from helpers import isolated
from helpers.errors import CourseError
from helpers.language import translate as _

NAME = "kfa"
DISPLAY_NAME = "Keras functional API (kfa)"
# Both are needed: start-up lines of TensorFlow's C++ core, and those of oneDNN.
ENVIRONMENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
# Each kernel on this machine warns that it talks to its server without encryption.
_QUIET = "--IPKernelApp.log_level=ERROR"


def folder(prefix: str = sys.prefix) -> Path:
    """Where the kernel's specification stands: beside its Python, so that every installation has its own."""
    return Path(prefix, "share", "jupyter", "kernels", NAME)


def command() -> list[str]:
    """How Jupyter starts it. Modules are not frozen, so that a debugger can step into them."""
    module = ("-Xfrozen_modules=off", "-m", "helpers.notebook_kernel")
    return [*isolated.python(*module), "-f", "{connection_file}", _QUIET]


def registered(prefix: str = sys.prefix) -> bool:
    """Whether Jupyter would start this very Python, isolated, with the right environment."""
    try:
        spec = json.loads((folder(prefix) / "kernel.json").read_text(encoding="utf-8"))
        return spec["argv"] == command() and spec["env"] == ENVIRONMENT
    except (OSError, ValueError, LookupError, TypeError):
        return False


def register(prefix: str = sys.prefix) -> Path:
    """Register the kernel where it isn't yet; returns its folder.

    Raises:
        CourseError: the folder can't be written.
    """
    from ipykernel.kernelspec import write_kernel_spec
    from jupyter_client.kernelspec import KernelSpecManager

    if not registered(prefix):
        written = write_kernel_spec(overrides={"display_name": DISPLAY_NAME, "env": ENVIRONMENT, "argv": command()})
        try:
            KernelSpecManager().install_kernel_spec(written, kernel_name=NAME, prefix=prefix)
        except OSError as error:
            raise CourseError(
                _(
                    "The kernel of the notebooks can't be registered, because {path} can't be written ({reason}). "
                    "Let the person who installed the course run `kfa lab` once.",
                    path=folder(prefix),
                    reason=error.strerror or type(error).__name__,
                )
            ) from None
        finally:
            shutil.rmtree(Path(written).parent, ignore_errors=True)
    return folder(prefix)
