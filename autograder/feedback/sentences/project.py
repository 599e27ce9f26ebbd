"""Sentences on a project: what of its checklist is done, and what is still to be done."""

from helpers.language import mark

SENTENCES = {
    "project.no_dict": mark(
        "`{name}()` returns an object of type `{type}`; a dict with some of the keys {expected} is asked for."
    ),
    "project.no_model": mark(
        '`{name}()` returns no model yet: the list begins with `"model"`, a functional model of your own.'
    ),
    "project.not_functional": mark(
        'What stands under `"model"` is of type `{type}`. The list is read off a graph: build the outside of your project with '
        "`keras.Model(inputs, outputs)`; inside it, any kind of model may be called."
    ),
    "project.one_input": mark(
        "Your graph begins at {got} alone. A project has two inputs or more: what else is known of each sample?"
    ),
    "project.loose_input": mark("No way leads from {got} to an output, so the model can't use what comes in there."),
    "project.nothing_common": mark(
        "Every layer is called once, and no model stands inside of the model. Call one layer with weights on two tensors, "
        "or make a part of your graph a model and call it."
    ),
    "project.not_compiled": mark("The model is not compiled: it has no loss yet, so there is nothing to train it by."),
    "project.not_trained": mark("The optimizer has not made a step yet: `fit` comes next."),
    "project.no_held_out": mark(
        'Under `"held_out"` stands nothing yet: a pair `(inputs, targets)` of samples that `fit` never saw.'
    ),
    "project.no_pair": mark(
        'What stands under `"held_out"` is of type `{got}`; a pair `(inputs, targets)` is asked for, as '
        "`model.evaluate(inputs, targets)` takes it."
    ),
    "project.few_held_out": mark(
        "{count} held-out samples of one length were found; {most} at least say something. Are the inputs arrays "
        "with one row for each sample?"
    ),
    "project.not_evaluated": mark("`model.evaluate(inputs, targets)` stops on your held-out samples: {message}"),
    "project.nothing_learned": mark(
        "On your held-out samples the loss is no lower than with random weights of the same size: what the model has "
        "learned is of no use there. Train longer, look at the loss of `fit`, or at how inputs and targets belong together."
    ),
    "project.no_file_said": mark(
        'Under `"file"` stands nothing yet: the path that you gave to `model.save`, which ends in `.keras`.'
    ),
    "project.no_path": mark('What stands under `"file"` is of type `{got}`; a path as text is asked for.'),
    "project.no_file": mark(
        "There is no file `{path}` beside the notebook: write it with `model.save`, after the training."
    ),
    "project.no_archive": mark(
        "The file `{path}` is no Keras archive. `model.save` writes one, to a path that ends in `.keras`."
    ),
    "project.not_loaded_yet": mark("Whether your file can be loaded is seen when there is one."),
    "project.not_loaded": mark("What is in `{path}` can't be used as your model: {message}"),
    "project.not_compared": mark(
        "The file can be loaded. Its outputs are compared with your model's once there are held-out samples."
    ),
    "project.other_outputs": mark(
        "The model in `{path}` gives other outputs than `model`: it was saved before the last training, or is another one. Save it again."
    ),
    "project.no_picture": mark(
        'Under `"picture"` stands no picture of a graph: `helpers.draw(model)` makes one, and so does the file that '
        "`keras.utils.plot_model` writes; its path will do."
    ),
    "project.no_picture_file": mark('There is no file `{path}`, which stands under `"picture"`.'),
    "project.other_picture": mark(
        "The picture shows another graph than your model's: {got} is not in it. Draw it again."
    ),
    "project.no_text": mark(
        'Under `"explanation"` stands no text yet: two or three sentences that lead through the picture.'
    ),
    "project.short_text": mark(
        "The explanation is short. Lead a reader through the picture: what comes in, what is shared and why, what comes out."
    ),
    "project.unsaid": mark(
        "The explanation doesn't speak of {got}, which the picture shows. If that is a name that Keras made up, give it one "
        "of yours by `name=`."
    ),
    "fact.project_inputs": mark("{count} inputs, each with a way to an output: {got}"),
    "fact.project_shared": mark("`{layer}` is shared: several calls, one set of weights"),
    "fact.project_nested": mark("`{layer}` is a model inside of the model"),
    "fact.project_trained": mark("trained: better on {size} held-out samples than with random weights"),
    "fact.project_saved": mark("saved: `{path}` is a Keras archive"),
    "fact.project_loaded": mark("loaded: what comes back from the file gives the same outputs"),
    "fact.project_explained": mark("explained: a picture of this very graph, and a text that names what it shows"),
}
