"""Sentences on layer classes of the learner's own: weights, serialisation, wrapping, recurrence, noise."""

from helpers.language import mark

SENTENCES = {
    "layer.made_of": mark(
        "`{name}` leaves the work to Keras's `{got}`. Here the weights are to be made by yourself: `self.add_weight` in `build`."
    ),
    "layer.early_weights": mark(
        "Weights of `{name}` as soon as it is constructed: {got}. Make them in `build`, which knows the shape of the input."
    ),
    "layer.not_in_build": mark("`{name}` has no kernel and bias after `build`. Make both there."),
    "layer.weight_order": mark(
        "The weights of `{name}` stand in the order bias, kernel. Make the kernel first, as `Dense` does: `get_weights` and saved files go by this order."
    ),
    "layer.no_bias": mark("`{call}` has a kernel, but no bias: one number for each unit, of shape `(units,)`."),
    "layer.weight_shapes": mark(
        "On inputs of width {width}, `{call}` has weights of the shapes `{got}`; they should be `{expected}`: kernel, then bias."
    ),
    "layer.weights": mark("{layer} has weights of the shapes `{got}`; they should be `{expected}`."),
    "layer.weights_frozen": mark(
        "A weight of `{name}` is not trainable. Kernel and bias both learn: leave out `trainable=False`."
    ),
    "layer.bias_unused": mark("`{call}` has a bias, but does not add it."),
    "layer.activation_ignored": mark(
        "`{call}` computes inputs times kernel plus bias, without the activation that it was given."
    ),
    "layer.activation_early": mark(
        "`{call}` adds the bias after the activation. Add it before: the activation is the last step."
    ),
    "layer.last_axis": mark(
        "`{name}` works on rows, but not on inputs of shape {shape}. Like `Dense`, it should multiply along the last axis, whatever stands before: take the width from `input_shape[-1]`."
    ),
    "layer.kwargs": mark(
        "`{call}` is refused: {message}. Every layer takes `name`, `dtype` and `trainable`: end the constructor's arguments with `**kwargs`, and call `super().__init__(**kwargs)`."
    ),
    "layer.kwargs_lost": mark(
        "The layer was given `{argument}={expected}`, but has `{argument}={got}`. Give what comes in `**kwargs` on: `super().__init__(**kwargs)`."
    ),
    "layer.returned": mark(
        "Called on a tensor, a layer made by `{name}` returns an object of type `{type}`. Its `call` should return the result."
    ),
    "layer.not_tracked": mark(
        "The weights of the `{got}` that `{name}` was given are not among its own. Keep the object itself as an attribute, not a copy or a function around it: `self.{got} = {got}`."
    ),
    "layer.training": mark(
        "{layer}, of your class `{op}`, is right in inference, but gives something else in training. Here both should be the same."
    ),
    "layer.outputs": mark(
        "{layer}, of your class `{op}`, has the right weights, but computes something else: for drawn weights and "
        "inputs its outputs are not those asked for. Look at the class, and at what the layer was given."
    ),
    "serial.not_registered": mark(
        'Loading can\'t find the class `{name}`: it is not registered. Write `@keras.saving.register_keras_serializable(package="...")` above it.'
    ),
    "serial.no_get_config": mark(
        "`{name}` has no `get_config` of its own. Keras then guesses from the constructor's arguments, which fails once one of them is not plain data."
    ),
    "serial.config_type": mark(
        "`get_config` returns an object of type `{type}`. It should return the dict: end it with `return config`."
    ),
    "serial.no_classmethod": mark(
        "`{name}.from_config` is called on the class, before there is a layer: write `@classmethod` above it, and `cls` as its first argument."
    ),
    "serial.not_plain": mark(
        '`{call}.get_config()["activation"]` is `{got}`; it should be `{expected}`. A config holds plain data, '
        "which another program can read: write the name of a function, not the function."
    ),
    "serial.from_config": mark(
        "`{name}.from_config(config)` can't make the layer again: {message}. The config has to hold exactly what the constructor takes."
    ),
    "serial.class": mark("What comes back is not a layer of your class `{name}`, but `{type}`."),
    "serial.lost": mark(
        "Made again from its config, the layer has `{argument}={got}`; it had `{argument}={expected}`. Name, dtype and trainable come from `super().get_config()`, everything else you add."
    ),
    "serial.file": mark(
        "The file that a model with your `{name}` is saved to does not hold this layer and its weights as they were."
    ),
    "serial.outputs": mark("The layer comes back, but its outputs are not those from before."),
    "serial.save": mark("A model with a layer of your class `{name}` can't be saved: {message}"),
    "serial.load": mark("A saved model with a layer of your class `{name}` can't be loaded: {message}"),
    "residual.no_scale": mark(
        "`{name}` has no weight of its own. A plain number does not learn: make the scale with `self.add_weight`."
    ),
    "residual.scale_count": mark(
        "`{name}` has {got} weights beside those of the wrapped layer. One is asked for: the scale."
    ),
    "residual.scale_shape": mark("The scale has the shape {got}; it should be a single number, of shape `()`."),
    "residual.scale_frozen": mark("The scale of `{name}` is not trainable. It should learn."),
    "residual.scale_initial": mark('The scale begins at {got}; it should begin at 1: `initializer="ones"`.'),
    "residual.no_skip": mark("`{name}` returns the scaled layer alone: the input is not added."),
    "residual.scaled_skip": mark(
        "`{name}` scales the input. The scale belongs to the wrapped layer: `x + scale * layer(x)`."
    ),
    "residual.scaled_sum": mark(
        "`{name}` scales the whole sum. The scale belongs to the wrapped layer alone: `x + scale * layer(x)`."
    ),
    "residual.unscaled": mark("`{name}` has a scale, but does not use it."),
    "residual.subtracted": mark("`{name}` subtracts the scaled layer; it should be added."),
    "rnn.batch_fixed": mark(
        "`{name}` works only where the size of the batch is known, and fails where it is left open: {message}. Take it from the tensor itself: `ops.shape(x)[0]`."
    ),
    "rnn.weights": mark(
        "Beside the classifier's, `{name}` has weights of the shapes `{got}`; they should be those of two Dense layers: `{expected}`."
    ),
    "rnn.tanh_of_sum": mark(
        "`{name}` takes the tanh of the sum. Each Dense has its own: `tanh(Dense_x(x_t)) + tanh(Dense_h(state))`."
    ),
    "rnn.no_tanh": mark("`{name}` leaves out a tanh: both Dense layers have one."),
    "rnn.state_forgotten": mark(
        "`{name}` never uses its new state: at each step the state is zero again. Keep the sum for the next step: `state = ...`."
    ),
    "rnn.state_first": mark("The state of `{name}` should be zero before the first step."),
    "rnn.input_dropped": mark("`{name}` keeps only the state's part: the part of `x_t` is missing in the sum."),
    "rnn.reversed": mark("`{name}` walks through the steps backwards."),
    "rnn.not_stacked": mark(
        "The classifier of `{name}` should get all states, stacked along the time axis: shape (n, t, units)."
    ),
    "rnn.classifier_unused": mark("`{name}` returns its states; it should return what the classifier makes of them."),
    "rnn.head_activation": mark(
        "The classifier inside `{name}` ends with the activation `{got}`. Its `Dense(1)` should have none."
    ),
    "rnn.not_in_model": mark("There is no layer of your class `CustomRNN` in the model. It stands after the Conv1D."),
    "noise.at_inference": mark("`{name}` adds noise in inference, too. Add it only where `training` is true."),
    "noise.inference": mark(
        "Without noise, `{name}` should give what `Dense` gives for the same weights; it gives something else."
    ),
    "noise.none": mark("`{name}` adds no noise in training."),
    "noise.repeats": mark(
        "`{name}` adds the same noise at every call. Keep one `keras.random.SeedGenerator` in the layer, and draw from it."
    ),
    "noise.shared": mark(
        "`{name}` adds one draw to several numbers at once. Each output should get its own: draw in the shape of the output."
    ),
    "noise.mean": mark("The noise of `{name}` has a mean of {got}; it should be 0."),
    "noise.std": mark(
        "The noise of `{call}` has a standard deviation of {got}; it should be {expected}, for every output alike."
    ),
    "noise.shape": mark(
        "The noise of `{name}` is not Gaussian. Draw it from a normal distribution: `keras.random.normal`."
    ),
    "noise.mask": mark(
        "The mask does not pass through `{name}`: the layer behind it gets none. Set `self.supports_masking = True`."
    ),
    "noise.mask_in_graph": mark(
        "In a graph the mask ends at `{name}`, and Keras warns of it, though it passes in a call on numbers, where the layers inside "
        "hand it on. Set `self.supports_masking = True`."
    ),
    "mask.layer": mark(
        "The mask ends at `{layer}`: a layer of your own lets it pass only with `self.supports_masking = True`."
    ),
    "mask.operator": mark(
        "The mask ends at `{layer}`: an operation hands no mask on. Put a layer of Keras that does the same in its place."
    ),
    "mask.none": mark("There is no mask: `Embedding` makes one with `mask_zero=True`."),
    "mask.padding": mark(
        "A text that is filled up with zeros gives another output than without them: no mask gets to the pooling, or the pooling "
        "takes none."
    ),
}
