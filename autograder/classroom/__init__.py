"""nbgrader with this course's marks: the configuration by which `nbgrader autograde` and the formgrader grade with kfa."""

from typing import Any

from autograder.classroom.folder import FILE, bring, install, text
from helpers import isolated

__all__ = ["FILE", "bring", "configure", "install", "text"]

_OURS, _STOCK = "autograder.classroom.preprocessors", "nbgrader.preprocessors"


def configure(config: Any) -> None:
    """Let nbgrader's autograde use the course's marks, its export quote, its zip_collect know Moodle's and Canvas's names.

    Its gradebook, formgrader and other commands stay as they are.

    Args:
        config: traitlets' `Config`, as `get_config()` gives it in a configuration file. Classes are named, not
            imported: every command of nbgrader reads the file.
    """
    isolated.working_folder_last()  # also where the file was written by hand
    config.Autograde.exporter_class = "autograder.classroom.exporter.MarkedExporter"
    config.Autograde.sanitize_preprocessors = [
        f"{_OURS}.ClearOutput",
        f"{_STOCK}.DeduplicateIds",
        f"{_STOCK}.OverwriteKernelspec",
        f"{_STOCK}.OverwriteCells",
        f"{_STOCK}.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{_OURS}.Execute",
        f"{_STOCK}.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        f"{_STOCK}.LimitOutput",
        f"{_OURS}.SaveMarks",
        f"{_STOCK}.AssignLatePenalties",
        f"{_STOCK}.CheckCellMetadata",
    ]
    config.GenerateFeedback.force = True  # a page that is there may be older than what a person wrote or graded since
    config.ExportApp.plugin_class = "autograder.classroom.export.Csv"
    config.ZipCollectApp.collector_plugin = "autograder.classroom.download.Collector"
