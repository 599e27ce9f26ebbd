"""Sentences on how a submission fared while it was graded: cells that are missing, limits, what can't be read."""

from helpers.language import mark

SENTENCES = {
    "submission.too_large": mark(
        "The notebook is too large: {what}, at most {most} are read. Clear the outputs of all cells, save it, and hand it "
        "in again."
    ),
    "submission.too_many_cells": mark(
        "The notebook has {count} cells; at most {most} are read. Delete those you don't need."
    ),
    "submission.too_much_code": mark("The notebook has {count} characters of code; at most {most} are read."),
    "submission.too_many_parts": mark(
        "The notebook file has {count} parts (lines of output, table rows, widget settings); at most {most} are read. "
        "Clear the outputs and save it again."
    ),
    "submission.too_long": mark(
        "Reading the notebook took longer than {seconds} s and was given up. Clear the outputs, delete the cells you don't "
        "need, and save it again."
    ),
    "submission.too_hard": mark(
        "Reading the notebook took more than {memory} MB of memory and was given up. Clear the outputs, delete the cells "
        "you don't need, and save it again."
    ),
    "submission.failed": mark(
        "Something in this submission stopped its grading ({reason}). If you see no cause for it in your notebook, show "
        "this line to your instructor."
    ),
    "submission.empty": mark("The file is empty. Save the notebook, and hand it in again."),
    "submission.archive": mark("The file is a {format} archive. Unpack it, and hand in the notebook that is in it."),
    "submission.other_format": mark(
        "The file is a {format} file, not a notebook. Hand in the notebook itself, whose name ends in .ipynb."
    ),
    "submission.page": mark(
        "The file is a web page (HTML), not a notebook. Download the notebook itself: in JupyterLab by File > Download, "
        "in Colab by File > Download > Download .ipynb."
    ),
    "submission.script": mark(
        "The file is a Python script, not a notebook. Hand in the notebook itself, whose name ends in .ipynb, and not "
        "what was exported of it."
    ),
    "submission.merge_marks": mark(
        "Line {line} of the file has marks of a merge that Git could not finish ({marks}). Keep one side, delete the "
        "marks, see that the notebook opens in JupyterLab, and hand it in again."
    ),
    "submission.cut": mark(
        "The file breaks off in line {line}, in the middle of the notebook: the upload was not complete. Hand it in again."
    ),
    "submission.broken": mark(
        "The file is no longer a notebook from line {line} on: something was changed there, or got lost. Open it in "
        "JupyterLab, save it, and hand it in again; where it can't be opened, hand in an earlier copy."
    ),
    "submission.encoding": mark("The file is not in UTF-8, as every notebook is. Save it again in JupyterLab."),
    "submission.not_a_notebook": mark(
        "The file is not a notebook, or a broken one. Open it in JupyterLab and save it."
    ),
    "submission.other_course": mark("The notebook has none of the cells of {chapter}: it seems to be another one."),
    "submission.other_chapter": mark(
        "This is the notebook of {other}, but it was handed in for {chapter}. Hand in the one of {chapter}."
    ),
    "submission.mended_mark": mark("The file begins with a byte-order mark. It was read without it."),
    "submission.mended_encoding": mark("The file was saved in {encoding}, not in UTF-8. It was read as {encoding}."),
    "submission.mended_characters": mark(
        "{count} characters of the file are damaged, and are shown as \ufffd. All else was read as it stands."
    ),
    "submission.mended_end": mark(
        "The file goes on behind the end of the notebook, by {count} characters. They were left out."
    ),
    "submission.mended_outputs": mark(
        "The file is large ({size}), so the cells were read without their outputs; that costs nothing."
    ),
    "submission.no_file": mark("What was handed in is no notebook that can be opened: {reason}."),
    "submission.check_altered": mark(
        "The check of {exercise} was altered. That changes nothing: the original was used."
    ),
    "submission.check_missing": mark(
        "The check of {exercise} is missing. That changes nothing: the original was used."
    ),
    "submission.cell_doubled": mark(
        "There is more than one cell for {exercise}. Each was judged: the best one counts."
    ),
    "submission.as_text": mark("The answer to {exercise} is in a cell of text. It was read as code."),
    "submission.cell_moved": mark("The cell of {exercise} is missing; `{name}` was found in another cell and graded."),
    "submission.cell_missing": mark("The cell of {exercise} is missing, and no other cell defines `{name}`."),
    "look.second_way": mark(
        "{exercise} is better in the whole notebook than with the cells alone that it seems to need; that counts."
    ),
    "look.several": mark(
        "{exercise} may have been answered in more than one place, with {least} to {most} points; the best counts."
    ),
    "look.files_left_out": mark(
        "There are more files beside the notebook than are taken ({count} of them, {most} in all): some were not there "
        "when it ran."
    ),
    "submission.others_numbers": mark(
        "The tasks of your notebook show other numbers than those that you were given. You were judged by your own: fetch "
        "your notebook again."
    ),
    "look.fits_others": mark(
        "The answer to {exercise} is wrong for this learner and right for the numbers of {whose}."
    ),
    "look.others_notebook": mark(
        "The notebook is not the one that was handed out to this learner: its tasks show the numbers of {whose}."
    ),
    "look.nobodys_notebook": mark(
        "The tasks of the notebook show numbers that nobody in this class was given; it was judged by this learner's own."
    ),
    "look.import_failed": mark("A package that the notebook imports is not here: {type}: {message}."),
    "run.timeout": mark("`{name}` took longer than {seconds} s and was stopped. Is there a loop that never ends?"),
    "run.killed": mark(
        "`{name}` ended its kernel: by an exit, by more than {memory} MB of memory, or by too many processes."
    ),
    "run.failed": mark(
        "Something in this submission stopped the grading of `{name}` ({reason}). If you see no cause for it in your "
        "notebook, show this line to your instructor."
    ),
    "judging.timeout": mark(
        "`{name}` ran, but judging what it gave took longer than {seconds} s and was stopped. Give what the exercise asks "
        "for, and nothing larger."
    ),
    "judging.killed": mark(
        "`{name}` ran, but judging what it gave took more than {memory} MB of memory and was stopped. Give what the "
        "exercise asks for, and nothing larger."
    ),
    "run.infrastructure": mark(
        "This could not be graded, through no fault of the submission, so no points were given or taken ({reason})."
    ),
}
