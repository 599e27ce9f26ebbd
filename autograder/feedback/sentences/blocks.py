"""Sentences on residual blocks and the network made of them."""

from helpers.language import mark

SENTENCES = {
    "block.sizes": mark(
        "`{call}` stopped at the sum{where}: one tensor has {first} positions, the other {second}. "
        'A block keeps height and width: its convolutions need `padding="same"`.'
    ),
    "block.channels": mark(
        "`{call}` stopped at the sum{where}: one tensor has {first} channels, the other {second}. Where the channels differ, "
        "the skip is projected: `Conv2D(filters, 1)`, without an activation."
    ),
    "block.after_sum": mark(
        "`{layer}` applies `{got}` to a sum. In this block nothing comes after the sum: each of its two convolutions has its "
        "own `relu`."
    ),
    "block.projected": mark(
        "The skip goes through {layers}, though the channels are equal. Then the sum takes `x` itself: "
        "project only where the channels differ."
    ),
    "block.model": mark("`{name}` returns a model. A block is a part of a larger graph: return the tensor at its end."),
    "block.type": mark(
        "`{name}` should return the tensor at the end of the block; it returned an object of type `{type}`."
    ),
    "block.no_skip": mark(
        "There is no skip: the model is a plain chain. Keep the block's input, and add it to the result of its second "
        "convolution."
    ),
    "resnet.blocks": mark("Residual blocks in the model: {got}. Asked for: {expected}, as `num_blocks` says."),
    "resnet.unscaled": mark(
        "Your model is right about images with values from 0 to 255, but the check gives it images from 0 to 1. "
        "Scale outside of the model: train it on `images / 255`."
    ),
    "skips.overwritten": mark(
        "`{layer}` gets `{got}`; it should get `{expected}`, where its block begins. `skip` was given another value before the "
        "sum could use it."
    ),
    "skips.late": mark(
        "`{layer}` gets `{got}`, the skip of the block before; it should get `{expected}`. `skip = x` has to stand before the "
        "convolutions of its block, not behind their sum."
    ),
}
