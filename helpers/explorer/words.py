"""The words of the explorer's page, which is written in JavaScript, in the reader's language."""

from helpers.language import translate as _


def words(lang: str) -> dict[str, str]:
    """By the names that `explorer.js` uses."""
    return {
        "explorer": _("Model explorer", lang),
        "graph": _("Graph of the model", lang),
        "hint": _(
            "Click a layer to look into it. With the keyboard: arrow keys walk along the edges, Enter looks into a layer, "
            "Space opens or closes a nested model, Escape leaves the layer.",
            lang,
        ),
        "fit": _("Fit", lang),
        "search": _("Find a layer", lang),
        "notFound": _("No layer has this in its name.", lang),
        "larger": _("Larger", lang),
        "smaller": _("Smaller", lang),
        "openAll": _("Open all", lang),
        "closeAll": _("Close all", lang),
        "open": _("Open", lang),
        "close": _("Close", lang),
        "table": _("Table", lang),
        "row": _("Row of the sample", lang),
        "training": _("As in training", lang),
        "of": _("of {count}", lang, count="{count}"),
        "panel": _("Details", lang),
        "shape": _("output shape", lang),
        "from": _("inputs", lang),
        "parameters": _("parameters", lang),
        "frozen": _("frozen", lang),
        "config": _("configuration", lang),
        "all": _("The whole configuration", lang),
        "weights": _("weights", lang),
        "mean": _("mean", lang),
        "spread": _("standard deviation", lang),
        "activations": _("activations", lang),
        "output": _("output", lang),
        "noSample": _("Give `sample=` to `explore`, and what each layer computes shows here.", lang).replace("`", ""),
        "channel": _("channel", lang),
        "unit": _("unit", lang),
        "step": _("step", lang),
        "feature": _("feature", lang),
        "waiting": _("Computing…", lang),
        "noAnswer": _(
            "No answer from the kernel yet: it is busy, or it was ended. If it was, run the cell again.", lang
        ),
        "expected": _("expected", lang),
        "yours": _("yours", lang),
    }
