import keras
import numpy as np
from keras import layers, ops

from autograder.authoring import en_zh, exercise

introduction = en_zh("# Week 1: a model, a layer, a training", "# 第 1 周：模型、层与训练")


@exercise(
    id="my01",
    points=3,
    arguments=[(64, 10), (16, 3)],
    task=en_zh(
        "Two inputs of 8 numbers, named `left` and `right`, go through **one** Dense layer of `units` units with ReLU. "
        "What comes out is concatenated, left first; a last layer gives one logit for each of the `classes`.",
        "两个输入 `left` 和 `right` 各有 8 个数，都经过**同一个** Dense 层（`units` 个单元，ReLU）。"
        "两个结果按先左后右拼接，最后一层为 `classes` 个类别各给出一个 logit。",
    ),
    hints=[
        en_zh("A layer that is made once and called twice is shared.", "只创建一次、调用两次的层就是共享层。"),
        en_zh("`layers.concatenate([a, b])` joins the two.", "`layers.concatenate([a, b])` 把两者拼接起来。"),
    ],
)
def build_twin(units, classes):
    """A functional model of two inputs that share a layer."""
    left = keras.Input(shape=(8,), name="left")
    right = keras.Input(shape=(8,), name="right")
    dense = layers.Dense(units, activation="relu")
    both = layers.concatenate([dense(left), dense(right)])
    outputs = layers.Dense(classes)(both)
    return keras.Model([left, right], outputs)


@exercise(
    id="my02",
    points=2,
    arguments=[(2.0,), (0.5,)],
    inputs=[(4,), (3, 5)],
    task=en_zh(
        "A layer without weights that divides each sample's last axis by its largest absolute value and multiplies it by `factor`.",
        "一个没有权重的层：沿最后一个轴，把每个样本除以其绝对值的最大值，再乘以 `factor`。",
    ),
    hints=[en_zh("`ops.max(ops.abs(x), axis=-1, keepdims=True)`", "`ops.max(ops.abs(x), axis=-1, keepdims=True)`")],
)
class Scaled(layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return self.factor * inputs / ops.max(ops.abs(inputs), axis=-1, keepdims=True)


def two_moons():
    """Rows of two numbers and their labels: 400 to train on, 400 that no answer sees."""
    random = np.random.default_rng(7)
    angle, label = random.uniform(0, np.pi, 800), random.integers(0, 2, 800)
    x = np.stack([np.cos(angle) + label, np.where(label, 0.5 - np.sin(angle), np.sin(angle))], axis=1)
    x = (x + random.normal(scale=0.1, size=x.shape)).astype("float32")
    return (x[:400], label[:400]), (x[400:], label[400:])


@exercise(
    id="my03",
    points=4,
    data=two_moons,
    task=en_zh(
        "Train a classifier on `x`, of shape `(n, 2)`, and the labels `y`, 0 or 1. Return the trained functional model; "
        "it gives two logits.",
        "用形状为 `(n, 2)` 的 `x` 和取值 0 或 1 的标签 `y` 训练一个分类器。返回训练好的函数式模型，它给出两个 logit。",
    ),
    hints=[
        en_zh("One hidden layer of 32 units and 60 epochs are enough.", "一个有 32 个单元的隐藏层、60 轮训练就够了。")
    ],
    seconds=90,
)
def train_moons(x, y, seed):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input(shape=(2,))
    hidden = layers.Dense(32, activation="relu")(inputs)
    outputs = layers.Dense(2)(hidden)
    model = keras.Model(inputs, outputs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss=loss)
    model.fit(x, y, batch_size=50, epochs=60, verbose=0)
    return model
