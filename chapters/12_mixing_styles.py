# %% [markdown] id="mixing-goals" lang="en"
# # 12 · Mixing styles
#
# After this chapter you can
#
# - put a functional model inside a layer of your own, and that layer inside a functional model,
# - say when Keras runs `call`, with what, and how often,
# - write `call` so that it gets `training` and `mask` when it needs them.
#
# Time: about 50 minutes.
# %% [markdown] id="mixing-goals" lang="zh"
# # 12 · 混合使用
#
# 学完本章，你能够
#
# - 把函数式模型（functional model）放进自己写的层里，再把这个层放进函数式模型，
# - 说出 Keras 什么时候执行 `call`、传入什么、执行几次，
# - 正确地书写 `call`，让它在需要时拿到 `training` 和 `mask`。
#
# 用时：约 50 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(12)
# %% [markdown] id="mixing-question" lang="en"
# The question of this chapter: **can one model have two styles?** A loop over time is easy to write in a class; a classifier is easy to write as a graph. You needn't choose: a model is a layer, and a layer goes into a model.
# %% [markdown] id="mixing-question" lang="zh"
# 本章的问题是：**一个模型能不能有两种写法？** 沿时间的循环，写成类很容易；分类器（classifier），写成计算图（graph）很容易。其实不必二选一：模型就是层，层又可以放进模型。
# %% id="mixing-imports"
import warnings

import keras
import numpy as np
from keras import layers, ops

import helpers

# %% [markdown] id="inside-intro" lang="en"
# ## A graph inside a class
#
# Sequences here are arrays with one row for each *time step*: 10 time steps with 32 numbers each have the shape `(10, 32)`. First the part that is a graph: it averages over time and gives one logit. `None` leaves the number of time steps open.
# %% [markdown] id="inside-intro" lang="zh"
# ## 类里面放计算图
#
# 这里的序列是一个数组，每个**时间步**（time step）占一行：10 个时间步，每步 32 个数值，形状就是 `(10, 32)`。先做能写成计算图的那部分：对时间取平均，给出一个 logit。`None` 表示时间步的个数不限。
# %% id="inside-classifier"
features = keras.Input(shape=(None, 32), name="features")
pooled = layers.GlobalAveragePooling1D(name="pooled")(features)
classifier = keras.Model(features, layers.Dense(1, name="logit")(pooled), name="classifier")
helpers.draw(classifier, direction="right")


# %% [markdown] id="inside-class-intro" lang="en"
# Now a class that uses it. `Smoother` goes through the time steps in order and keeps a *state*: halfway between the state before and what comes in. All the states together go to the classifier, which it is given ready-made.
# %% [markdown] id="inside-class-intro" lang="zh"
# 再写一个使用它的类。`Smoother` 按次序走过各个时间步，并保留一个**状态**（state）：取上一个状态与当前输入的中间值。所有时间步的状态合在一起，交给一个现成的分类器。
# %% id="inside-class"
class Smoother(layers.Layer):
    def __init__(self, classifier, **kwargs):
        super().__init__(**kwargs)
        self.classifier = classifier

    def call(self, inputs):
        state, states = ops.zeros_like(inputs[:, 0]), []
        for t in range(inputs.shape[1]):
            state = (state + inputs[:, t]) / 2
            states.append(state)
        return self.classifier(ops.stack(states, axis=1))


# %% [markdown] id="inside-ask" lang="en" role="ask"
# `Smoother` makes no weights of its own. How many parameters does it report?
#
# - [x] 33
#   Those of the classifier, which is an attribute.
# - [ ] None.
#   Layers and models that are attributes are found, and counted along.
# - [ ] 66
#   Nothing is copied: the classifier is there once.
# %% [markdown] id="inside-ask" lang="zh" role="ask"
# `Smoother` 自己不创建任何权重。它会报告有多少个参数？
#
# - [x] 33
#   就是分类器的参数，分类器是它的属性。
# - [ ] 没有。
#   作为属性的层和模型都会被找到，一起计数。
# - [ ] 66
#   什么也没有复制，分类器只有一份。
# %% id="inside-run"
smoother = Smoother(classifier)
print("output:", smoother(np.zeros((1, 10, 32))).shape)
print("parameters:", smoother.count_params())
print("the same weights:", smoother.weights[0] is classifier.weights[0])


# %% [markdown] id="inside-meaning" lang="en"
# 33, those of the classifier. A model that is kept as an attribute is found like any layer: its weights are trained, saved and counted along. And nothing is copied, as in chapter 05.
# %% [markdown] id="inside-meaning" lang="zh"
# 33 个，就是分类器的参数。作为属性保存的模型，会像层一样被找到：它的权重一起训练，一起保存，一起计数。而且和第 05 章一样，什么也没有复制。
# %% [markdown] id="ex12a-task" lang="en"
# ### Exercise ex12a: a recurrent layer
#
# `Smoother` forgets at a fixed rate. Write `CustomRNN(units, classifier, **kwargs)`, which learns what to keep. It has two `Dense` layers of `units` with `tanh`, one for the input, one for the state. At each time step
#
# > state = Dense_x(input of this step) + Dense_h(state before)
#
# with a state of zeros at first. The classifier gets all states, in order, as `(n, t, units)`, and its output is the layer's. The layer must take batches of any size: `ops.shape(inputs)[0]` is the number of samples, also where it is left open. The number of time steps, `inputs.shape[1]`, is fixed for each graph. The layer keeps the classifier, so that its weights count as its own; `name` and the other `kwargs` go to the constructor of `Layer`.
#
# For example, `CustomRNN(32, classifier)` called on zeros of shape `(1, 10, 5)` gives shape `(1, 1)`.
# %% [markdown] id="ex12a-task" lang="zh"
# ### 练习 ex12a：循环层
#
# `Smoother` 遗忘的快慢是固定的。请写出 `CustomRNN(units, classifier, **kwargs)`，让它学会该记住什么。它有两个带 `tanh` 的 `Dense` 层，各 `units` 个单元，一个处理输入，一个处理状态。在每个时间步
#
# > 状态 = Dense_x（这一步的输入）+ Dense_h（上一个状态）
#
# 一开始的状态全是零。分类器按次序接收所有状态，形状为 `(n, t, units)`，它的输出就是这个层的输出。批次大小可以任意：`ops.shape(inputs)[0]` 就是样本数，留空时也管用。时间步的个数 `inputs.shape[1]` 对每张计算图来说是固定的。分类器要保存在层里，它的权重才算是这个层的；`name` 等其余的 `kwargs` 交给 `Layer` 的构造函数。
#
# 例如在形状为 `(1, 10, 5)` 的零上调用 `CustomRNN(32, classifier)`，得到的形状是 `(1, 1)`。
# %% id="ex12a" role="solution"
class CustomRNN(layers.Layer):
    """A state that is carried through time, and a classifier of all states."""

    def __init__(self, units, classifier, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.units = units
        self.project_input = layers.Dense(units, activation="tanh")
        self.project_state = layers.Dense(units, activation="tanh")
        self.classifier = classifier
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        state = ops.zeros((ops.shape(inputs)[0], self.units))
        states = []
        for t in range(inputs.shape[1]):
            state = self.project_input(inputs[:, t]) + self.project_state(state)
            states.append(state)
        return self.classifier(ops.stack(states, axis=1))
        ### END SOLUTION


# %% id="check-ex12a" role="test" points=4
check("ex12a", CustomRNN)
# %% [markdown] id="outside-intro" lang="en"
# ## A class inside a graph
#
# A layer of your own is called on a symbolic tensor like any other. Here a convolution looks at three time steps at once, and `Smoother` goes on from there:
# %% [markdown] id="outside-intro" lang="zh"
# ## 计算图里面放类
#
# 自定义的层，也能像别的层一样在符号张量（symbolic tensor）上调用。这里先用卷积，每次看三个时间步，再接上 `Smoother`：
# %% id="outside-build"
sequence = keras.Input(shape=(10, 5), name="sequence")
windows = layers.Conv1D(32, 3, name="windows")(sequence)
smooth = keras.Model(sequence, Smoother(classifier, name="smoother")(windows), name="smooth")
print(windows.shape)
helpers.draw(smooth, direction="right")
# %% [markdown] id="outside-meaning" lang="en"
# A window of three fits into ten time steps at eight places, so eight time steps remain. In the picture `smoother` is one closed box: eight rounds of a loop and a classifier are inside, and the graph doesn't show them. That's the price of a class, and also its use.
# %% [markdown] id="outside-meaning" lang="zh"
# 宽为三的窗口在十个时间步里有八个位置，所以剩下八个时间步。图中 `smoother` 是一个关着的方框：里面是八轮循环和一个分类器，计算图不显示它们。这是类的代价，也是类的用处。
# %% [markdown] id="open-predict" lang="en"
# **Predict, then run.** Leave the number of time steps open, as for the classifier. Does it still work?
# %% [markdown] id="open-predict" lang="zh"
# **先预测，再运行。** 像分类器那样，把时间步的个数留空。还行得通吗？
# %% id="open-run"
try:
    Smoother(classifier)(keras.Input(shape=(None, 32)))
except TypeError as error:
    print(error)


# %% [markdown] id="open-meaning" lang="en"
# It doesn't: Python's `range` needs a number, and the graph has none yet. The loop is unrolled while the graph is built, one round for each time step.
#
# A loop over an open length must be an operation, as in chapter 11. For recurrent layers Keras has one ready: you write the single step, a *cell*, and `layers.RNN` repeats it. Here is the cell of `Smoother`:
# %% [markdown] id="open-meaning" lang="zh"
# 不行：Python 的 `range` 需要一个数值，计算图里却还没有。这个循环是在搭图的时候展开的，每个时间步一轮。
#
# 长度不定的循环，得是一个运算，就像第 11 章那样。对循环层，Keras 已经备好了：你只写其中一步，叫作**单元**（cell），由 `layers.RNN` 来重复。下面是 `Smoother` 的单元：
# %% id="open-cell"
class SmootherCell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.state_size = units

    def call(self, inputs, states):
        state = (states[0] + inputs) / 2
        return state, [state]


# %% id="open-rnn"
x = keras.Input(shape=(None, 32))
states = layers.RNN(SmootherCell(32), return_sequences=True)(x)
open_length = keras.Model(x, classifier(states))
for length in (3, 10):
    rows = np.random.default_rng(length).normal(size=(2, length, 32)).astype("float32")
    same = np.allclose(open_length.predict(rows, verbose=0), smoother(rows), atol=1e-5)
    print(length, "time steps, the same as Smoother:", same)
# %% [markdown] id="batch-predict" lang="en"
# The batch size is open, too: it is `None` in a graph, unless you fix it.
#
# **Predict, then run.** `inputs.shape[0]` looks like the number of samples. What comes of it here?
# %% [markdown] id="batch-predict" lang="zh"
# 批次大小也是留空的：除非你固定它，在计算图里都是 `None`。
#
# **先预测，再运行。** `inputs.shape[0]` 看上去就是样本数。在这里会怎样？
# %% id="batch-run"
try:
    ops.zeros((sequence.shape[0], 32))
except ValueError as error:
    print(error)


# %% [markdown] id="batch-changed" lang="en"
# > **What changed since the guide:** the guide fixes the batch at 16, so that the zeros have a size; its layer then takes batches of 16 and no others. `ops.shape(inputs)[0]` inside `call` makes that unnecessary. In a direct call it is the number of samples; in a graph it stands for the size of whichever batch comes later.
# %% [markdown] id="batch-changed" lang="zh"
# > **与原指南相比的变化：** 原指南把批次大小固定为 16，好让那些零有确定的大小；这样一来，它的层只能接收 16 个样本的批次。在 `call` 里写 `ops.shape(inputs)[0]`，就不必固定了。直接调用时，它就是样本数；在计算图里，它代表将来那个批次的大小。
# %% [markdown] id="ex12b-task" lang="en"
# ### Exercise ex12b: a class inside a graph
#
# Write `build_sequence_model(timesteps, input_dim, units)`, a functional model with open batch size: an input of shape `(timesteps, input_dim)`, a `Conv1D` of 32 filters and width 3, then your `CustomRNN` of `units`. Its classifier is a functional model: `GlobalAveragePooling1D` over the states, then `Dense(1)`.
#
# For example, `build_sequence_model(10, 5, 32).count_params()` is 2657: 512 for the convolution, 2 · 1,056 for the two `Dense` layers, 33 for the classifier.
# %% [markdown] id="ex12b-task" lang="zh"
# ### 练习 ex12b：计算图里面放类
#
# 请写出 `build_sequence_model(timesteps, input_dim, units)`，一个批次大小留空的函数式模型：输入形状为 `(timesteps, input_dim)`；接一个 32 个滤波器（filter）、宽度为 3 的 `Conv1D`；再接你的 `CustomRNN`，`units` 个单元。它的分类器是一个函数式模型：先对各状态做 `GlobalAveragePooling1D`，再接 `Dense(1)`。
#
# 例如 `build_sequence_model(10, 5, 32).count_params()` 等于 2657：卷积 512 个，两个 `Dense` 层共 2 · 1,056 个，分类器 33 个。
# %% id="ex12b" role="solution"
def build_sequence_model(timesteps, input_dim, units):
    """A convolution, then a recurrent layer with a classifier: one logit for a sequence."""
    ### BEGIN SOLUTION
    features = keras.Input(shape=(None, units))
    x = layers.GlobalAveragePooling1D()(features)
    classifier = keras.Model(features, layers.Dense(1)(x))

    inputs = keras.Input(shape=(timesteps, input_dim))
    x = layers.Conv1D(32, 3)(inputs)
    outputs = CustomRNN(units, classifier)(x)
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex12b" role="test" points=3
check("ex12b", build_sequence_model)


# %% [markdown] id="order-intro" lang="en"
# ## Does the order matter?
#
# A recurrent layer is worth its trouble only where order counts. So here are sequences of noise with two bumps: one in channel 0, one in channel 1. The label says whether channel 0 has its bump first. A model that only averages over time can't know.
# %% [markdown] id="order-intro" lang="zh"
# ## 次序重要吗？
#
# 只有在次序起作用的地方，循环层才值得费这番功夫。下面的序列由噪声和两个凸起组成，一个在通道 0，一个在通道 1。标签（label）表示是不是通道 0 的凸起先出现。只对时间取平均的模型，不可能知道答案。
# %% id="order-data"
def make_sequences(count, seed):
    """Sequences (count, 10, 5), and 1 where the bump of channel 0 comes first, else 0."""
    draw = np.random.default_rng(seed)
    x = draw.normal(scale=0.3, size=(count, 10, 5)).astype("float32")
    early, late, label = (
        draw.integers(0, 5, count),
        draw.integers(5, 10, count),
        draw.integers(0, 2, count),
    )
    x[np.arange(count), early, 1 - label] += 1.5
    x[np.arange(count), late, label] += 1.5
    return x, label[:, None].astype("float32")


# %% id="order-look"
x_train, y_train = make_sequences(2000, seed=1)
x_test, y_test = make_sequences(1000, seed=2)
print("label:", y_train[0, 0])
x_train[0, :, :2].round(1).T


# %% [markdown] id="order-meaning" lang="en"
# The ten columns are the ten time steps, the two rows the channels 0 and 1: find the two numbers above 1, and compare which comes first with the label.
# %% [markdown] id="order-meaning" lang="zh"
# 十列是十个时间步，两行是通道 0 和 1：找出大于 1 的两个数值，看哪个在前，再与标签对照。
# %% id="order-train"
def train(model):
    """The accuracy that `model` reaches on new sequences."""
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    accuracy = keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")
    model.compile(optimizer="adam", loss=loss, metrics=[accuracy])
    model.fit(x_train, y_train, batch_size=32, epochs=6, verbose=0)
    return model.evaluate(x_test, y_test, verbose=0, return_dict=True)["accuracy"]


# %% [markdown] id="blind-predict" lang="en"
# **Predict, then run.** First a model that averages over the time steps, then decides. How good will it be?
# %% [markdown] id="blind-predict" lang="zh"
# **先预测，再运行。** 先看一个对各时间步取平均、再做判断的模型。它能有多准？
# %% id="blind-run"
keras.utils.set_random_seed(12)
x = layers.Dense(32, activation="relu")(layers.GlobalAveragePooling1D()(sequence))
blind = train(keras.Model(sequence, layers.Dense(1)(x)))
print(f"order-blind accuracy: {blind:.2f}  no better than guessing: {blind < 0.6}")
# %% [markdown] id="recurrent-predict" lang="en"
# It guesses, as it must: the average is nearly the same for both orders.
#
# **Predict, then run.** And yours, with a convolution, a loop and a state?
# %% [markdown] id="recurrent-predict" lang="zh"
# 它只能瞎猜，也必然如此：无论哪种次序，平均值都差不多。
#
# **先预测，再运行。** 那么你的模型呢？它有卷积、有循环、有状态。
# %% id="recurrent-run"
keras.utils.set_random_seed(12)
recurrent = train(build_sequence_model(10, 5, 32))
print(f"recurrent accuracy: {recurrent:.2f}  better than 0.9: {recurrent > 0.9}")


# %% [markdown] id="recurrent-meaning" lang="en"
# 0.95 and more, with each of four seeds that we tried. `fit` trained the class, the graph around it and the graph inside it together; it makes no difference which part is written in which style.
# %% [markdown] id="recurrent-meaning" lang="zh"
# 0.95 以上，我们试过四个随机种子（random seed），每一次都是如此。`fit` 一口气训练了类、外面的计算图和里面的计算图；哪一部分用哪种写法，没有区别。
# %% [markdown] id="spy-intro" lang="en"
# ## When does `call` run?
#
# Here is a spy: it changes nothing, and tells each time that its `call` runs: on what, and with which `training`.
# %% [markdown] id="spy-intro" lang="zh"
# ## `call` 什么时候执行？
#
# 下面是一个“密探”：它什么也不改，只在每次执行 `call` 时报告：处理的是什么，`training` 是什么。
# %% id="spy-class"
class Spy(layers.Layer):
    def call(self, inputs, training=None):
        kind = "numbers" if hasattr(inputs, "numpy") else "symbols"
        print(f"  call on {kind}, training={training}")
        return inputs


# %% [markdown] id="spy-ask" lang="en" role="ask"
# The model is built, called, and asked to `predict` ten batches, twice. How many lines will the spy print?
#
# - [ ] 22
#   That would be once for each batch, and twice besides.
# - [ ] 4
#   `predict` doesn't ask your Python again at its second run.
# - [x] 3
#   Once to build, once for the call, once to record.
# %% [markdown] id="spy-ask" lang="zh" role="ask"
# 搭建模型，调用一次，再让它 `predict` 十个批次，做两遍。密探一共会打印几行？
#
# - [ ] 22
#   那等于每个批次一行，另加两行。
# - [ ] 4
#   第二次 `predict` 不再过问你的 Python。
# - [x] 3
#   搭建一次，调用一次，录制一次。
# %% id="spy-run"
print("build")
watched = keras.Model(sequence, layers.Dense(1)(Spy()(sequence)))
print("model(x)")
watched(x_test[:2])
for round in (1, 2):
    print("predict", round)
    watched.predict(x_test[:320], batch_size=32, verbose=0)
# %% [markdown] id="spy-meaning" lang="en"
# Three. Building runs `call` once on symbols, to learn which shape comes out. A direct call runs it on numbers. `predict` runs it once on symbols, to *record* it; for the other nineteen batches TensorFlow plays the record, and your Python is not asked again.
#
# **Predict, then run.** How long does a record last? Now with 330 rows: ten batches of 32, and a last one of 10.
# %% [markdown] id="spy-meaning" lang="zh"
# 三行。搭建时用符号张量执行一次 `call`，好知道输出的形状。直接调用时，在数值上执行一次。`predict` 用符号张量执行一次，是为了**录制**；其余十九个批次，TensorFlow 只播放录下的内容，不再过问你的 Python。
#
# **先预测，再运行。** 一次录制能用多久？这回是 330 个样本：十个批次各 32 个，最后一个批次 10 个。
# %% id="spy-again"
for round in (1, 2):
    print("predict", round)
    watched.predict(x_test[:330], batch_size=32, verbose=0)


# %% [markdown] id="spy-again-meaning" lang="en"
# One more line: a batch of another size didn't fit the record, so TensorFlow made a second one, and left the batch size open in it; after that, nothing. A changed dtype, another `compile` or another shape may call for a new record at any time. So a `print` in `call` is a bad witness, and an `if` on a Python value is decided when the record is made.
# %% [markdown] id="spy-again-meaning" lang="zh"
# 又多了一行：大小不同的批次对不上已有的录制，TensorFlow 就重新录了一份，并在其中把批次大小留空；此后就没有了。换了数据类型、重新 `compile`、换了形状，随时都可能需要重录。所以，`call` 里的 `print` 不是可靠的证人；取决于 Python 值的 `if`，在录制时就定了下来。
# %% [markdown] id="training-predict" lang="en"
# **Predict, then run.** Nobody passes `training` here. What does the spy get from `fit`, and what from `evaluate`?
# %% [markdown] id="training-predict" lang="zh"
# **先预测，再运行。** 这里没有人传 `training`。在 `fit` 里，密探拿到的是什么？在 `evaluate` 里呢？
# %% id="training-run"
watched.compile(optimizer="sgd", loss="mse")
print("fit")
log = watched.fit(x_train[:64, :, :], np.zeros((64, 10, 1)), epochs=2, verbose=0)
print("evaluate")
value = watched.evaluate(x_test[:64], np.zeros((64, 10, 1)), verbose=0)


# %% [markdown] id="training-outer-intro" lang="en"
# `True` in `fit`, `False` in `evaluate`: Keras fills it in.
#
# Now a spy *inside* another layer. The `call` of `Outer` has no `training`, and passes none on. At its first call the layer inside isn't built yet, so Keras runs `call` once beforehand, to build it: the spy speaks twice.
# %% [markdown] id="training-outer-intro" lang="zh"
# 在 `fit` 里是 `True`，在 `evaluate` 里是 `False`：由 Keras 填入。
#
# 再把密探放到另一个层**里面**。`Outer` 的 `call` 没有 `training` 参数，也没有往下传。第一次调用时，里面的层还没有构建（build），Keras 会先运行一次 `call` 来构建它，所以密探说了两次话。
# %% id="training-outer"
class Outer(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Spy()

    def call(self, inputs):
        return self.inner(inputs)


outer = Outer()
first = outer(x_test[:2])
# %% [markdown] id="training-inner-predict" lang="en"
# **Predict, then run.** `Outer` is now told `training`. What does the spy inside hear?
# %% [markdown] id="training-inner-predict" lang="zh"
# **先预测，再运行。** 现在把 `training` 告诉 `Outer`。里面的密探会听到什么？
# %% id="training-inner"
for training in (True, False, None):
    outer(x_test[:2], training=training)


# %% [markdown] id="forms-intro" lang="en"
# ## Four forms of `call`
#
# It gets the value all the same: what the outermost call was given holds for the layers inside, unless one of them is told otherwise. So you take `training` as an argument where your own code needs it; to pass it on is allowed, not necessary. `call` may have these forms:
#
# | form | who gets what |
# |---|---|
# | `call(self, inputs)` | the tensors alone |
# | `call(self, inputs, training=None)` | also `True` in `fit`, `False` in `predict` and `evaluate` |
# | `call(self, inputs, mask=None)` | also which time steps are valid |
# | `call(self, inputs, training=None, mask=None)` | both |
#
# Keras goes by these two names. (That is for a `call` that takes one tensor; with several, each mask is called after its tensor, as you will see below.)
# %% [markdown] id="forms-intro" lang="zh"
# ## `call` 的四种形式
#
# 里面的密探照样拿到了值：最外层的调用得到什么，对里面的层都有效，除非另外指定。所以，你自己的代码要用到 `training` 时，才把它写成参数；往下传是可以的，但不是必需的。`call` 可以写成这几种形式：
#
# | 形式 | 得到什么 |
# |---|---|
# | `call(self, inputs)` | 只有张量 |
# | `call(self, inputs, training=None)` | 另外在 `fit` 里得到 `True`，在 `predict` 和 `evaluate` 里得到 `False` |
# | `call(self, inputs, mask=None)` | 另外得知哪些时间步有效 |
# | `call(self, inputs, training=None, mask=None)` | 两者都有 |
#
# Keras 认的就是这两个名称。（这是 `call` 只接收一个张量的情形；张量不止一个时，每个掩码跟着各自的张量起名，下面会看到。）
# %% [markdown] id="misnamed-ask" lang="en" role="ask" tags=["review"]
# The argument is called `train`, and the model is called with `training=True`. What does the layer get?
#
# - [ ] `True`: it is the only argument left.
#   Keras goes by the name.
# - [x] `None`, and no error.
#   The layer waits for a `True` that never comes.
# - [ ] An error: the layer has no `training`.
#   A layer without it is told nothing, which is allowed.
# %% [markdown] id="misnamed-ask" lang="zh" role="ask" tags=["review"]
# 这里的参数叫作 `train`，而模型调用时传入 `training=True`。这个层得到什么？
#
# - [ ] `True`：反正只剩这一个参数。
#   Keras 认的是名称。
# - [x] `None`，也不报错。
#   这个层永远等不到 `True`。
# - [ ] 报错：这个层没有 `training`。
#   没有这个参数的层，只是得不到通知，这是允许的。
# %% id="misnamed-run"
class Misnamed(layers.Layer):
    def call(self, inputs, train=None):
        print("train =", train)
        return inputs


model = keras.Model(sequence, Misnamed()(sequence))
outputs = model(x_test[:1], training=True)


# %% [markdown] id="misnamed-meaning" lang="en"
# No error: it stays `None`. A layer that should behave differently in training waits for a `True` that never comes, and only a test shows it.
# %% [markdown] id="misnamed-meaning" lang="zh"
# 不报错：它一直是 `None`。本想在训练时换一种行为的层，永远等不到 `True`。只有写个测试，才能发现。
# %% [markdown] id="mask-intro" lang="en"
# ## Masks
#
# Sequences of unequal length are filled up with zeros, and a *mask* says which time steps are valid. `layers.Masking` makes one, and Keras hands it from layer to layer. Here is a mean that takes it into account. After it no time steps are left, so `compute_mask` says that no mask goes on:
# %% [markdown] id="mask-intro" lang="zh"
# ## 掩码
#
# 长短不一的序列要用零补齐，**掩码**（mask）说明哪些时间步有效。`layers.Masking` 会生成掩码，Keras 把它从一层传到下一层。下面是一个按掩码求平均的层。平均之后不再有时间步，所以 `compute_mask` 说明掩码到此为止：
# %% id="mask-class"
class MaskedMean(layers.Layer):
    def call(self, inputs, mask=None):
        if mask is None:
            return ops.mean(inputs, axis=1)
        weight = ops.cast(mask, inputs.dtype)[:, :, None]
        return ops.sum(inputs * weight, axis=1) / ops.sum(weight, axis=1)

    def compute_mask(self, inputs, mask=None):
        return None


# %% [markdown] id="mask-ask" lang="en" role="ask" tags=["review"]
# Two valid time steps, 1 and 3, and two of padding. Which mean comes out without a mask, and which with one?
#
# - [x] 1 and 2.
#   4 / 4 without, 4 / 2 with a mask.
# - [ ] 2 and 2.
#   Without a mask the zeros are counted like any number.
# - [ ] 1 and 1.
#   The mask leaves the padding out of the count, too.
# %% [markdown] id="mask-ask" lang="zh" role="ask" tags=["review"]
# 两个有效的时间步，1 和 3，再补两个零。没有掩码时平均是多少？有掩码时呢？
#
# - [x] 1 和 2。
#   没有掩码是 4 / 4，有掩码是 4 / 2。
# - [ ] 2 和 2。
#   没有掩码时，零和别的数值一样计入。
# - [ ] 1 和 1。
#   有掩码时，计数也不包括补的零。
# %% id="mask-run"
padded = np.array([[[1.0], [3.0], [0.0], [0.0]]], dtype="float32")
print("without:", MaskedMean()(padded).numpy())
print("with:   ", MaskedMean()(layers.Masking()(padded)).numpy())


# %% [markdown] id="mask-lost-predict" lang="en"
# A mask passes only through layers that say so.
#
# **Predict, then run.** `Double` stands between the two, and changes no time step's place. Does the mask come through?
# %% [markdown] id="mask-lost-predict" lang="zh"
# 只有声明过的层，才会让掩码通过。
#
# **先预测，再运行。** `Double` 夹在两者之间，并不改变时间步的位置。掩码过得去吗？
# %% id="mask-lost"
class Double(layers.Layer):
    def call(self, inputs):
        return 2 * inputs


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("mean of the doubled:", MaskedMean()(Double()(layers.Masking()(padded))).numpy())
print(str(caught[0].message).split(". ")[0] if caught else "no warning")
# %% [markdown] id="mask-lint-intro" lang="en"
# A warning goes by, and in a long training nobody sees it. `lint` looks for such places in any model, before it is trained, and says why and what to do:
# %% [markdown] id="mask-lint-intro" lang="zh"
# 警告一闪而过，训练一长就没人看见。`lint` 在训练之前就查找任何模型里的这类地方，并说明原因和改法：
# %% id="mask-lint"
steps = keras.Input(shape=(4, 1))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    doubtful = keras.Model(steps, MaskedMean()(Double()(layers.Masking()(steps))))
lint(doubtful)
# %% [markdown] id="mask-kept-intro" lang="en"
# It gets lost, with a warning. One line in the constructor lets it pass: `self.supports_masking = True`.
# %% [markdown] id="mask-kept-intro" lang="zh"
# 掩码丢了，只有一句警告。在构造函数里加一行 `self.supports_masking = True`，它就能通过：
# %% id="mask-kept"
double = Double()
double.supports_masking = True
MaskedMean()(double(layers.Masking()(padded))).numpy()


# %% [markdown] id="mask-pair-intro" lang="en"
# A `call` that takes two tensors can get two masks, each under its tensor's name: `left_mask` for `left`. **Predict, then run.** What does the name `mask` get there?
# %% [markdown] id="mask-pair-intro" lang="zh"
# 接收两个张量的 `call` 可以得到两个掩码，各用自己张量的名称：`left` 的掩码叫 `left_mask`。**先预测，再运行。** 这时 `mask` 这个名称会得到什么？


# %% id="mask-pair"
class Beside(layers.Layer):
    def call(self, left, right, mask=None, left_mask=None):
        print("mask:", mask, " left_mask:", ops.convert_to_numpy(left_mask).tolist())
        return left + right


beside = Beside()
beside.supports_masking = True
total = beside(layers.Masking()(padded), padded)


# %% [markdown] id="mask-pair-meaning" lang="en"
# Nothing, and no error: with two tensors Keras doesn't look for it.
# %% [markdown] id="mask-pair-meaning" lang="zh"
# 什么也没有，也不报错：有两个张量时，Keras 不认这个名称。
# %% [markdown] id="ex12c-task" lang="en"
# ### Exercise ex12c: noise in training, and a mask that passes
#
# Write `NoisyDense(units, stddev, **kwargs)`: a `Dense(units)` without activation, and behind it Gaussian noise of the standard deviation `stddev`, in training alone, drawn anew for each output and each call. A mask passes through the layer, in a graph as in a call on numbers. `name` and the other `kwargs` go to the constructor of `Layer`.
#
# For example, `NoisyDense(3, 0.5)` gives equal outputs in two calls on the same rows, and different ones with `training=True`. (`layers.GaussianNoise` takes a `stddev` from 0 to 1; the check asks for no other.)
# %% [markdown] id="ex12c-task" lang="zh"
# ### 练习 ex12c：训练时加噪声，并让掩码通过
#
# 请写出 `NoisyDense(units, stddev, **kwargs)`：一个不带激活函数（activation function）的 `Dense(units)`，后面加上标准差为 `stddev` 的高斯噪声，只在训练时加，每次调用、每个输出都重新采样。掩码能穿过这个层，在计算图里和直接用数值调用时都是如此。`name` 等其余的 `kwargs` 交给 `Layer` 的构造函数。
#
# 例如对同样的样本调用 `NoisyDense(3, 0.5)` 两次，结果相同；加上 `training=True`，两次就不同。（`layers.GaussianNoise` 的 `stddev` 要在 0 到 1 之间，检查时也不会用别的值。）
# %% id="ex12c" role="solution"
class NoisyDense(layers.Layer):
    """A Dense layer whose output gets noise in training."""

    def __init__(self, units, stddev, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)
        self.supports_masking = True
        ### END SOLUTION

    def call(self, inputs, training=None):
        ### BEGIN SOLUTION
        return self.noise(self.dense(inputs), training=training)
        ### END SOLUTION


# %% id="check-ex12c" role="test" points=3
check("ex12c", NoisyDense)
# %% [markdown] id="leak-intro" lang="en"
# A layer that loses a mask warns. An operation doesn't: it knows of no masks, and what comes out of it has none. Here both happen on the way from the words to their mean:
# %% [markdown] id="leak-intro" lang="zh"
# 层丢了掩码，会给出警告。运算则不会：它根本不知道有掩码，算出来的张量也就不带掩码。下面这个模型，从词到平均值的路上，两种情况都有：
# %% id="leak-broken"
def broken_mask(num_words, dim):
    class Gain(layers.Layer):
        def build(self, input_shape):
            self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")

        def call(self, inputs):
            return inputs * self.gain

    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(num_words, dim, mask_zero=True)(words)
    x = Gain(name="gain")(x)
    x = ops.tanh(x)
    return keras.Model(words, layers.GlobalAveragePooling1D()(x))


# %% id="leak-run"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    leaky = broken_mask(50, 4)
    short, filled = leaky(np.array([[7, 3]])), leaky(np.array([[7, 3, 0, 0]]))
print("the padding counts:", not np.allclose(short, filled))


# %% [markdown] id="ex12d-task" lang="en"
# ### Exercise ex12d: keep the mask
#
# Repair it as `repair_mask(num_words, dim)`: it computes the same, but the mask comes through to the pooling, so that zeros behind a text change nothing. The code is in the cell below already, behind the line with `raise`: take that line away, and mend the rest. For example, `repair_mask(50, 4)` gives the same for `[[7, 3]]` and `[[7, 3, 0, 0]]`.
# %% [markdown] id="ex12d-task" lang="zh"
# ### 练习 ex12d：留住掩码
#
# 请把它修好，写成 `repair_mask(num_words, dim)`：计算不变，但掩码要一路传到池化层，这样文本后面补多少零，结果都不变。代码已经放在下面的单元格里，就在 `raise` 那一行后面：删去那一行，再改其余的部分。例如 `repair_mask(50, 4)` 对 `[[7, 3]]` 和 `[[7, 3, 0, 0]]` 给出的结果相同。
# %% id="ex12d" role="solution" broken="leak-broken"
def repair_mask(num_words, dim):
    """Words -> their mean, in which padding does not count."""
    ### BEGIN SOLUTION
    class Gain(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def build(self, input_shape):
            self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")

        def call(self, inputs):
            return inputs * self.gain

    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(num_words, dim, mask_zero=True)(words)
    x = Gain(name="gain")(x)
    x = layers.Activation("tanh")(x)
    return keras.Model(words, layers.GlobalAveragePooling1D()(x))
    ### END SOLUTION


# %% id="check-ex12d" role="test" points=2
check("ex12d", repair_mask)
# %% [markdown] id="clone-predict" lang="en"
# ## What the mixture costs
#
# **Predict, then run.** `smooth` is a functional model, and functional models can be cloned. This one, too?
# %% [markdown] id="clone-predict" lang="zh"
# ## 混用的代价
#
# **先预测，再运行。** `smooth` 是函数式模型，函数式模型可以克隆。这一个也行吗？
# %% id="clone-run"
try:
    keras.models.clone_model(smooth)
except NotImplementedError as error:
    print(" ".join(str(error).split("Example")[0].split()))
# %% [markdown] id="clone-meaning" lang="en"
# The graph describes itself, but the box in it doesn't: `Smoother` gets a classifier, and Keras can't guess that. With a `get_config` as in chapter 10 the model can be cloned and saved again. One layer without a config is enough to prevent it.
# %% [markdown] id="clone-meaning" lang="zh"
# 计算图能描述自己，里面的那个方框却不能：`Smoother` 接收一个分类器，Keras 猜不出来。按第 10 章的办法写上 `get_config`，模型就又能克隆和保存了。只要有一个层没有配置（config），整个模型就不行。
# %% [markdown] id="mixing-summary" lang="en"
# ## Summary
#
# - A functional model may be an attribute of a class, and a layer of your own a box in a graph. Weights are found through both.
# - A Python loop is unrolled while the graph is built, so its length must be known; `layers.RNN` loops over open lengths. The batch size is `ops.shape(inputs)[0]`.
# - `call` runs on symbols, on numbers in direct calls, and once more for each recording.
# - `training` and `mask` come by their names; layers inside get `training` even if you don't pass it on.
# - A mask passes where `supports_masking` is set or `compute_mask` is written. A model is cloned and saved only if each layer has its config.
# %% [markdown] id="mixing-summary" lang="zh"
# ## 小结
#
# - 函数式模型可以是类的属性，自定义的层可以是计算图里的一个方框。两种情况下，权重都找得到。
# - Python 的循环在搭图时展开，所以长度必须已知；`layers.RNN` 能循环不定的长度。批次大小用 `ops.shape(inputs)[0]`。
# - `call` 用符号张量执行，直接调用时在数值上执行，每次录制还要再执行一次。
# - `training` 和 `mask` 按名称传入；即使你不往下传，里面的层也能得到 `training`。
# - 设了 `supports_masking`，或者写了 `compute_mask`，掩码才能通过；每个层都有自己的配置，模型才能克隆和保存。
# %% [markdown] id="mixing-next" lang="en"
# **Next:** [13 · The capstone](13_capstone.ipynb). One model that needs everything, built from its picture.
# %% [markdown] id="mixing-next" lang="zh"
# **下一章：** [13 · 综合练习](13_capstone.ipynb)。一个用得上全部知识的模型，照着图来搭。
