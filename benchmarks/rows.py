"""Small models of tables, texts, sounds and graphs in the manner of published ones: `benchmarks.models` looks at them."""

import keras
import numpy as np
from keras import layers, ops

from benchmarks.parts import Made, block, words


class Sampling(layers.Layer):
    """Draws from the normal distribution that a mean and a logarithm of a variance tell."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.seeds = keras.random.SeedGenerator(1)

    def call(self, inputs: list) -> object:
        mean, spread = inputs
        return mean + ops.exp(0.5 * spread) * keras.random.normal(ops.shape(mean), seed=self.seeds)


def mlp() -> Made:
    x = keras.Input((20,))
    y = layers.Dropout(0.2)(layers.Dense(32, activation="relu")(x))
    return Made(x, layers.Dense(3, activation="softmax")(y))


def vae() -> Made:
    x = keras.Input((20,))
    h = layers.Dense(16, activation="relu")(x)
    mean, spread = layers.Dense(4, name="mean")(h), layers.Dense(4, name="spread")(h)
    code = keras.Input((4,))
    decoder = Made(
        code, layers.Dense(20, activation="sigmoid")(layers.Dense(16, activation="relu")(code)), name="decoder"
    )
    return Made(x, [decoder(Sampling(name="draw")([mean, spread])), mean, spread])


def triplet() -> Made:
    x = keras.Input((10,))
    trunk = Made(x, layers.UnitNormalization()(layers.Dense(6)(x)), name="trunk")
    three = [keras.Input((10,), name=name) for name in ("anchor", "same", "other")]
    a, b, c = (trunk(t) for t in three)
    return Made(three, ops.sum(ops.square(a - b), -1) - ops.sum(ops.square(a - c), -1))


def encoder() -> Made:
    x = words()
    y = layers.Embedding(50, 16)(x) + layers.Embedding(12, 16)(ops.cumsum(ops.ones_like(x), axis=1) - 1)
    for _k in range(3):
        y = block(y)
    return Made(x, layers.Dense(2)(layers.GlobalAveragePooling1D()(y)))


def decoder() -> Made:
    x = words()
    y = layers.Embedding(50, 16)(x)
    for _k in range(3):
        y = block(y, use_causal_mask=True)
    return Made(x, layers.Dense(50)(y))


def translation() -> Made:
    source, target = (
        keras.Input((None,), dtype="int32", name="source"),
        keras.Input((None,), dtype="int32", name="target"),
    )
    read = block(layers.Embedding(50, 16)(source))
    y = block(layers.Embedding(60, 16)(target), use_causal_mask=True)
    y = layers.LayerNormalization()(y + layers.MultiHeadAttention(2, 8)(y, read))
    return Made([source, target], layers.Dense(60, activation="softmax")(y))


def attention_by_hand() -> Made:
    x = keras.Input((12, 8))
    q, k, v = (layers.Dense(8, name=n)(x) for n in "qkv")
    weights = ops.softmax(ops.matmul(q, ops.transpose(k, (0, 2, 1))) / np.sqrt(8.0))
    return Made(x, ops.matmul(weights, v))


def pooled_attention() -> Made:
    x = words()
    y = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(layers.Embedding(50, 8)(x))
    return Made(x, layers.Dense(2)(layers.Flatten()(layers.Dot(1)([layers.Softmax(1)(layers.Dense(1)(y)), y]))))


def seq2seq() -> Made:
    source, target = keras.Input((None, 10), name="source"), keras.Input((None, 12), name="target")
    _all, h, c = layers.LSTM(8, return_state=True)(source)
    y = layers.LSTM(8, return_sequences=True)(target, initial_state=[h, c])
    return Made([source, target], layers.Dense(12, activation="softmax")(y))


def sentiment() -> Made:
    x = keras.Input((), dtype="string", name="text")
    cut = layers.TextVectorization(vocabulary=["good", "bad", "film"], output_sequence_length=8)
    return Made(
        x, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(layers.Embedding(5, 8)(cut(x))))
    )


def masked_text() -> Made:
    x = words(None)
    y = layers.LSTM(8, return_sequences=True)(layers.Embedding(50, 8, mask_zero=True)(x))
    return Made(x, layers.TimeDistributed(layers.Dense(5, activation="softmax"))(y))


def text_convolved() -> Made:
    x = words()
    y = layers.Embedding(50, 8)(x)
    heads = [layers.GlobalMaxPooling1D()(layers.Conv1D(4, k, activation="relu")(y)) for k in (2, 3, 4)]
    return Made(x, layers.Dense(2)(layers.Concatenate()(heads)))


def wavenet() -> Made:
    y = x = keras.Input((64, 4))
    skips = []
    for k in range(5):
        gated = layers.Conv1D(4, 2, dilation_rate=2**k, padding="causal", activation="tanh")(y)
        gated = gated * layers.Conv1D(4, 2, dilation_rate=2**k, padding="causal", activation="sigmoid")(y)
        skips.append(layers.Conv1D(4, 1)(gated))
        y = y + skips[-1]
    return Made(x, layers.Conv1D(1, 1)(layers.ReLU()(layers.Add()(skips))))


def table() -> Made:
    numbers, town = keras.Input((4,), name="numbers"), keras.Input((1,), dtype="string", name="town")
    known = layers.StringLookup(vocabulary=["Bonn", "Kyoto", "Wuhan"])(town)
    y = layers.Concatenate()(
        [layers.Normalization(mean=0.0, variance=1.0)(numbers), layers.Flatten()(layers.Embedding(4, 3)(known))]
    )
    return Made({"numbers": numbers, "town": town}, layers.Dense(1)(layers.Dense(8, activation="relu")(y)))


def wide_and_deep() -> Made:
    x = keras.Input((9,))
    return Made(
        x,
        layers.Dense(1)(
            layers.Concatenate()([x, layers.Dense(8, activation="relu")(layers.Dense(8, activation="relu")(x))])
        ),
    )


def deep_and_cross() -> Made:
    y = x = keras.Input((9,))
    for _k in range(3):
        y = x * layers.Dense(9)(y) + y
    return Made(x, layers.Dense(1)(y))


def two_towers() -> Made:
    user, film = keras.Input((), dtype="int32", name="user"), keras.Input((), dtype="int32", name="film")
    return Made([user, film], layers.Dot(1)([layers.Embedding(30, 6)(user), layers.Embedding(40, 6)(film)]))


def experts() -> Made:
    x = keras.Input((8,))
    each = ops.stack([layers.Dense(4, activation="relu", name=f"expert_{k}")(x) for k in range(4)], axis=1)
    gate = layers.Dense(4, activation="softmax", name="gate")(x)
    return Made(x, layers.Dense(1)(ops.sum(each * ops.expand_dims(gate, -1), axis=1)))


def many_tasks() -> Made:
    x = keras.Input((8,))
    trunk = layers.Dense(8, activation="relu")(x)
    return Made(
        x,
        {
            "price": layers.Dense(1, name="price")(trunk),
            "kind": layers.Dense(3, activation="softmax", name="kind")(trunk),
        },
    )


def graph_network() -> Made:
    nodes, edges = keras.Input((6, 4), name="nodes"), keras.Input((6, 6), name="edges")
    y = nodes
    for _k in range(2):
        y = layers.Dense(8, activation="relu")(layers.Concatenate()([y, ops.matmul(edges, y)]))
    return Made([nodes, edges], layers.Dense(1)(ops.sum(y, axis=1)))


def adapted() -> Made:
    model = mlp()
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            layer.enable_lora(2)
    return model


def quantized() -> Made:
    model = mlp()
    model.quantize("int8")
    return model


def mixed_precision() -> Made:
    x = keras.Input((20,))
    y = layers.Dense(16, activation="relu", dtype="mixed_float16")(x)
    return Made(x, layers.Dense(3, dtype="float32")(y))


def nested_thrice() -> Made:
    x = keras.Input((6,))
    model = Made(x, layers.Dense(6, activation="relu")(x), name="inner")
    for name in ("middle", "outer", "whole"):
        x = keras.Input((6,))
        model = Made(x, model(model(x)), name=name)
    return model


def shared_table() -> Made:
    asked, found = keras.Input((None,), dtype="int32", name="asked"), keras.Input((None,), dtype="int32", name="found")
    table, read = layers.Embedding(50, 8, name="table"), layers.GRU(8, name="read")
    return Made([asked, found], layers.Dot(1, normalize=True)([read(table(asked)), read(table(found))]))


def stacked_cells() -> Made:
    x = keras.Input((7, 4))
    return Made(x, layers.Dense(1)(layers.RNN([layers.GRUCell(4), layers.LSTMCell(3)])(x)))


def fixed_batch() -> Made:
    x = keras.Input((7, 4), batch_size=3)
    return Made(x, layers.Dense(1)(layers.LSTM(4, stateful=True)(x)))


KINDS = {
    f.__name__: f
    for f in (
        mlp,
        vae,
        triplet,
        encoder,
        decoder,
        translation,
        attention_by_hand,
        pooled_attention,
        seq2seq,
        sentiment,
        masked_text,
        text_convolved,
        wavenet,
        table,
        wide_and_deep,
        deep_and_cross,
        two_towers,
        experts,
        many_tasks,
        graph_network,
        adapted,
        quantized,
        mixed_precision,
        nested_thrice,
        shared_table,
        stacked_cells,
        fixed_batch,
    )
}
