"""Sentences on a model's training: compile configuration, rows, outputs, accuracy, predictions."""

from helpers.language import mark

SENTENCES = {
    "heldout.not_rebuilt": mark(
        "The trained model can't be made again from its config, to run it on new data. "
        "Make it of Keras's own layers, without `Lambda` and classes of your own ({reason})."
    ),
    "training.not_seeded": mark(
        "The model is good, but `{call}` does not set the random seed that it is given, so that nobody can repeat the training: begin "
        "with `keras.utils.set_random_seed(seed)`."
    ),
    "compile.missing": mark("The model is not compiled after your code: call `model.compile(...)` on the model given."),
    "compile.optimizer": mark("The optimizer is `{got}`; `{expected}` is asked for."),
    "compile.learning_rate": mark(
        "The learning rate is {got}; it should be {expected}. Give it to the optimizer: `RMSprop(learning_rate)`."
    ),
    "compile.from_logits": mark(
        "The loss takes the model's outputs for probabilities, but they are logits. Give it `from_logits=True`."
    ),
    "compile.one_hot": mark(
        "The loss expects one-hot labels; yours are integers. The sparse version of the loss takes them."
    ),
    "compile.loss": mark("The loss is not the sparse categorical cross-entropy of logits and integer labels."),
    "compile.metrics": mark("No metric reports the accuracy: give `metrics` a list with it."),
    "rows.type": mark("The rows that you trained on should be an array; they are of type `{type}`."),
    "rows.shape": mark(
        "The rows have the shape {got}; it should be {expected}: one row of 784 numbers for each image."
    ),
    "rows.scale": mark(
        "The rows go from {low} to {got}. The model should see numbers from 0 to 1: divide the pixels by 255, once."
    ),
    "rows.values": mark("The rows are not the given images, scaled: something else happens to them on the way."),
    "output.probabilities": mark("The outputs of the model add up to 1: they are probabilities. Logits are asked for."),
    "output.relu": mark(
        "No output of the model is ever negative. Logits go both ways: the last layer should have no activation."
    ),
    "output.units": mark("The number of outputs for each sample is {got}; it should be {expected}."),
    "accuracy.low": mark(
        "On images that it has not seen your model is right in {got} of 100 cases. {expected} are within reach. "
        "Is every pixel scaled, does the loss fit the outputs, does it train long enough?"
    ),
    "accuracy.chance": mark(
        "On images that it has not seen your model is right in {got} of 100 cases: little better than guessing. "
        "Was it trained, on numbers from 0 to 1, with each label beside its own image?"
    ),
    "accuracy.unscaled": mark(
        "Your model was trained on pixels from 0 to 255. The check gives it rows from 0 to 1, and it is right in {got} of "
        "100 cases there, where {expected} are within reach. Divide the pixels by 255 before `fit`, outside of the model."
    ),
    "predict.type": mark("`{call}` returns an object of type `{type}`; an array of classes is asked for."),
    "predict.logits": mark("`{call}` returns {got} numbers for each image. One class each is asked for: the largest."),
    "predict.shape": mark("`{call}` returns an array of the shape {got}; it should be {expected}, one class an image."),
    "predict.not_integer": mark("`{call}` returns classes of type `{got}`; integers are asked for."),
    "predict.not_scaled": mark(
        "`{call}` gives the model pixels from 0 to 255. The model was trained on numbers from 0 to 1: scale them."
    ),
    "predict.wrong": mark("`{call}` differs from the largest output of the model for {got} of {expected} images."),
    "repair.answer": mark("`repair` should return two things, the model and its rows: `return model, rows`."),
    "epochs.none": mark("No epoch of `fit` was seen: train the model that you return with `fit`."),
    "epochs.not_validated": mark(
        "Nothing was held out: without `validation_split` or `validation_data` nobody sees when the model stops learning."
    ),
    "epochs.same_rows": mark(
        "{percent} of 100 rows that are held out are trained on, too. What the model knows by heart says nothing about new images."
    ),
    "epochs.still_learning": mark(
        "The training ended after {last} epochs, and the last one was the best: it may still have been learning. Allow more epochs, and let "
        "`EarlyStopping` end them."
    ),
    "epochs.not_restored": mark(
        "Epoch {best} of {last} was the best, but the model has not its weights. `EarlyStopping` puts them back with "
        "`restore_best_weights=True`."
    ),
    "epochs.too_many": mark(
        "Epoch {best} was the best, and the training went on to epoch {last}. At most {most} epochs more are asked for: use "
        "`EarlyStopping` with a smaller `patience`."
    ),
}
