"""Sentences on models made of models: two over the same layers, one after the other, many side by side."""

from helpers.language import mark

SENTENCES = {
    "models.pair": mark("Two models are asked for, in this order: `return encoder, autoencoder`."),
    "models.swapped": mark("The models stand in the order autoencoder, encoder: `return encoder, autoencoder`."),
    "models.encoder": mark("The autoencoder is right, the encoder is not:"),
    "models.separate": mark(
        "Each model alone is right, but {layers} of the encoder are not the autoencoder's: training one would not change "
        "the other. Make each layer once, and both models from the same tensors."
    ),
    "models.copied": mark(
        "The layers {layers} are copies, with weights of their own. Use the layers of the given model: go on from "
        "`encoder.output`."
    ),
    "callable.shape": mark(
        "`{call}` works for the example, but not for models that take inputs of the shape {expected}. Take the shape "
        "from the model given: `keras.Input(shape=model.input_shape[1:])`."
    ),
    "callable.copied": mark(
        "Your model has copies in place of {models}, with other weights. Call the given models themselves."
    ),
    "ensemble.sum": mark(
        "The outputs are the sum of the members'. Divide it by their number, or take `layers.average`."
    ),
    "ensemble.left_out": mark(
        "Without a part in the outputs: {models}. Any number of members may be given: go through all of `members`."
    ),
    "ensemble.shares": mark(
        "In the outputs {models} have the shares {got}, in this order; the shares should be {expected}."
    ),
    "ensemble.learned": mark(
        "`{layer}` has weights of its own, which training would change. The shares of the members are given: "
        "numbers, not weights of a layer."
    ),
    "ensemble.in_a_row": mark(
        "The members follow one another: each gets what the one before it gives. Call every member on the input itself."
    ),
    "ensemble.weights": mark(
        "The outputs are right, but `{layer}` has weights of its own. None are asked for: an average needs only the number of the "
        "members."
    ),
    "ensemble.not_normalised": mark(
        "The weights are not normalised: {models} count {got}, in this order. Divide each by the sum of all: {expected}."
    ),
    "ensemble.weights_ignored": mark(
        "All members count the same, whatever the weights are; they should count {expected}."
    ),
    "ensemble.weights_permuted": mark(
        "The weights stand at other members: {models} have the shares {got}, in this order; the shares should be {expected}."
    ),
    "ensemble.scale": mark(
        "The members' shares have the right proportions, but do not add up to 1: they are {got} and should be {expected}. "
        "Divide by the sum of the weights, once."
    ),
}
