"""Sentences on two texts and their likeness."""

from helpers.language import mark

SENTENCES = {
    "texts.fixed_length": mark(
        "The input `{layer}` takes texts of exactly {got} words. Texts of any length are asked for: `shape=(None,)`."
    ),
    "texts.input_shape": mark(
        "The input `{layer}` has the shape {got} for one sample. A text is one row of word ids: `shape=(None,)`."
    ),
    "texts.crossed": mark(
        "The first output belongs to the second input, and the second to the first. Outputs stand in the order of the inputs."
    ),
    "texts.same": mark("Both outputs come from the same text. Call the layer on each of the two inputs."),
    "texts.shapes": mark(
        "For texts of different lengths the outputs have the shapes {got}; they should be {expected}."
    ),
    "similarity.one_text": mark(
        "The output does not depend on both texts: whatever the other text is, it stays the same. "
        "Call the encoder on each of the two inputs."
    ),
    "similarity.shape": mark(
        "The output has the shape {got}; it should be {expected}: one number for each pair of texts, in a row of its own."
    ),
    "similarity.no_embedding": mark(
        "The encoder begins with an Embedding of the words: `{expected}`. There is none of this size in the model."
    ),
    "similarity.one_side": mark(
        "`{layer}` works on one of the two texts only. One encoder is asked for, with every layer called on both texts."
    ),
    "similarity.layer_after": mark(
        "`{layer}` has weights and gets both texts at once. After the encoder nothing is learned: "
        "the output is the cosine of the two vectors."
    ),
    "similarity.dot": mark(
        "The output is the dot product of the two vectors. The cosine is that of vectors of length 1: normalise them."
    ),
    "similarity.negative": mark(
        "The output is the cosine with its sign turned: equal texts get -1. "
        "A loss wants small numbers for what is alike, a similarity wants large ones."
    ),
    "similarity.one_minus": mark(
        "The output is 1 minus the cosine, a distance: equal texts get 0. The similarity asked for is the cosine itself."
    ),
    "similarity.sigmoid": mark(
        "The output is the sigmoid of the dot product. The cosine needs no sigmoid: divide by the vectors' lengths."
    ),
    "similarity.distance": mark(
        "The output says how far apart the two vectors are. The cosine compares their directions, not their places."
    ),
    "similarity.rescaled": mark(
        "The output is made from the cosine, but is not the cosine itself: leave it as it is, from -1 to 1."
    ),
    "similarity.unlike": mark(
        "The same two texts in the other order, or one text with itself, show that the texts are not treated alike. "
        "Call one encoder on both, and do the same with both vectors."
    ),
    "similarity.not_rebuilt": mark("No model can be made from the configuration of yours: {message}"),
    "similarity.not_cosine": mark(
        "The output is not the cosine of the vectors that the encoder gives for the two texts."
    ),
    "sharing.in_loop": mark(
        "{layers} are {count} separate layers: each round of the loop makes a new `{op}`. Make it once, before the loop, and "
        "call it inside."
    ),
}
