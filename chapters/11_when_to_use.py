# %% [markdown] id="when-goals" lang="en"
# # 11 · When to use the functional API
#
# After this chapter you can
#
# - write the same network as a functional model and as a subclass, and say what each knows about itself,
# - tell when a mistake is noticed, and find those that are never noticed,
# - let values choose inside a graph, and say what only a class can do,
# - choose between `Sequential`, the functional API and a subclass, with a reason.
#
# Time: about 50 minutes.
# %% [markdown] id="when-goals" lang="zh"
# # 11 · 何时使用函数式 API
#
# 学完本章，你能够
#
# - 把同一个网络分别写成函数式模型和子类化模型，并说出两者各自对自身了解多少，
# - 判断一个错误会在什么时候被发现，并找出那些永远不会被发现的错误，
# - 在计算图里根据数值做选择，并说出哪些事只有类才做得到，
# - 在 `Sequential`、函数式 API 和子类化之间做出选择，并说明理由。
#
# 用时：约 50 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(11)
# %% [markdown] id="when-question" lang="en"
# The question of this chapter: **what can a graph not say?** So far every model was a graph, more precisely a *directed acyclic graph* (DAG): arrows between calls, and no way back. You have seen what that is good for. Here you write a model the other way, as a Python class, and compare: what is gained, what is lost?
# %% [markdown] id="when-question" lang="zh"
# 本章的问题是：**有什么是计算图表达不了的？** 到目前为止，每个模型都是一张计算图（graph），确切地说是**有向无环图**（directed acyclic graph，DAG）：箭头连接一次次调用，没有回路。它的好处你已经见过了。这一章换一种写法，把模型写成 Python 类，也就是子类化（subclassing），再来比较：得到了什么，又失去了什么？
# %% id="when-imports"
import warnings

import keras
import numpy as np
from keras import layers, ops

import helpers
from helpers import datasets
from helpers.errors import CourseError

# %% [markdown] id="twice-intro" lang="en"
# ## One network, written twice
#
# A small classifier: 32 numbers in, 64 hidden units, 10 logits. As a functional model:
# %% [markdown] id="twice-intro" lang="zh"
# ## 同一个网络，两种写法
#
# 一个小分类器（classifier）：输入 32 个数值，隐藏层 64 个单元，输出 10 个 logits。写成函数式模型：
# %% id="twice-functional"
inputs = keras.Input(shape=(32,), name="numbers")
hidden = layers.Dense(64, activation="relu", name="hidden")(inputs)
outputs = layers.Dense(10, name="scores")(hidden)
functional = keras.Model(inputs, outputs, name="functional_mlp")
functional.count_params()


# %% [markdown] id="twice-class-intro" lang="en"
# And as a subclass of `keras.Model`: `__init__` makes the layers, `call` says in plain Python what happens to the data.
# %% [markdown] id="twice-class-intro" lang="zh"
# 再写成 `keras.Model` 的子类：`__init__` 创建各层，`call` 用普通的 Python 写明数据要经过什么。
# %% id="twice-class"
class MLP(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.hidden = layers.Dense(units, activation="relu", name="hidden")
        self.scores = layers.Dense(10, name="scores")

    def call(self, inputs):
        return self.scores(self.hidden(inputs))


# %% [markdown] id="count-ask" lang="en" role="ask"
# How many parameters does `MLP(64)` have, right after it is made?
#
# - [ ] 2,762, as the functional one.
#   How wide the input will be is written nowhere in the class.
# - [x] It can't say yet.
#   There are no weights before the first call.
# - [ ] 650: the last layer has no open size.
#   The last layer learns its input's width at its first call, too.
# %% [markdown] id="count-ask" lang="zh" role="ask"
# `MLP(64)` 刚创建出来时，有多少个参数？
#
# - [ ] 2,762 个，和函数式的一样。
#   输入有多宽，类里哪儿都没写。
# - [x] 它还说不出来。
#   第一次调用之前，没有权重。
# - [ ] 650 个：最后一层的大小是定的。
#   最后一层也要到第一次调用时，才知道输入有多宽。
# %% id="count-run"
subclassed = MLP(64, name="subclassed_mlp")
try:
    subclassed.count_params()
except ValueError as error:
    print(error)
# %% [markdown] id="count-meaning" lang="en"
# It doesn't know yet. How wide the input will be is written nowhere in the class, so there are no weights.
#
# **Predict, then run.** The message advises you to call `build`. The next cell does so. How many parameters are there then?
# %% [markdown] id="count-meaning" lang="zh"
# 它还不知道。输入有多宽，类里哪儿都没写，所以权重还不存在。
#
# **先预测，再运行。** 提示信息建议调用 `build`。下面照做。之后有多少个参数？
# %% id="count-advice"
advised = MLP(64)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    advised.build((None, 32))
print(advised.built, advised.count_params(), str(caught[0].message).split(". ")[1], sep="\n")
# %% [markdown] id="count-advice-meaning" lang="en"
# None. `MLP` has no `build` method of its own, so nobody made the weights; the model is only *marked* as built, and the warning says so. What makes the weights is a call. It needs no data: call the class on an `Input`, as you would call a layer.
# %% [markdown] id="count-advice-meaning" lang="zh"
# 一个也没有。`MLP` 没有自己的 `build` 方法，没有谁创建权重；模型只是被**标记**为已构建（build），警告说的就是这件事。真正创建权重的是调用。调用并不需要数据：像调用层那样，在一个 `Input` 上调用它就行。
# %% id="count-after"
print("weights before:", len(subclassed.weights))
print("output shape:", subclassed(keras.Input(shape=(32,))).shape)
print("weights after:", len(subclassed.weights), "parameters:", subclassed.count_params())
# %% [markdown] id="equal-intro" lang="en"
# 2,762 in both, and without any data. So a class can say how many parameters it has, and which shape comes out, once it is called on an `Input`.
#
# Do the two also *learn* alike? The data are digits again, shrunk: the inner 24 × 24 pixels in fields of 6 × 3, the average of each, 32 numbers a picture. Both start from the same weights and see the same batches.
# %% [markdown] id="equal-intro" lang="zh"
# 两者都是 2,762 个，而且没有用到任何数据。可见只要在 `Input` 上调用一次，类也能说出自己有多少参数、输出是什么形状。
#
# 那么两者**学**起来也一样吗？数据还是手写数字，不过缩小了：取中间 24 × 24 的像素，分成 6 × 3 的小格，每格取平均，一张图片变成 32 个数值。两个模型从相同的权重出发，看到相同的批次。
# %% id="equal-data"
(x_train, y_train), (x_test, y_test) = datasets.mnist()


def shrink(images):
    fields = images[:, 2:26, 2:26].reshape(-1, 4, 6, 8, 3).mean(axis=(2, 4))
    return fields.reshape(-1, 32).astype("float32") / 255


train, test = shrink(x_train[:8000]), shrink(x_test[:2000])


# %% id="equal-learn"
def learn(model):
    keras.utils.set_random_seed(11)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=loss, metrics=["accuracy"])
    model.fit(train, y_train[:8000], batch_size=64, epochs=4, verbose=0)
    return model.evaluate(test, y_test[:2000], verbose=0, return_dict=True)["accuracy"]


keras.utils.set_random_seed(11)
functional = keras.models.clone_model(functional)
subclassed.set_weights(functional.get_weights())


# %% [markdown] id="equal-ask" lang="en" role="ask"
# Both start from the same weights and see the same batches. How far apart will the two accuracies be?
#
# - [x] Not at all, or by rounding.
#   Both styles compute and learn the same.
# - [ ] The graph is better: Keras optimises it.
#   The same operations run in both.
# - [ ] The class is better: it is more flexible.
#   What could be different isn't better by itself.
# %% [markdown] id="equal-ask" lang="zh" role="ask"
# 两个模型从相同的权重出发，看到相同的批次。两者的准确率会相差多少？
#
# - [x] 没有差别，至多是舍入误差。
#   两种写法的计算和学习完全相同。
# - [ ] 计算图更好：Keras 会优化它。
#   两边执行的是同样的运算。
# - [ ] 类更好：它更灵活。
#   能写得不一样，不等于更好。
# %% id="equal-run"
reached = learn(functional), learn(subclassed)
print(f"functional accuracy: {reached[0]:.3f}, subclassed accuracy: {reached[1]:.3f}")
print("the same outputs:", np.allclose(functional(test), subclassed(test), atol=1e-3))
assert min(reached) > 0.7 and abs(reached[0] - reached[1]) < 0.01
# %% [markdown] id="equal-meaning" lang="en"
# Equal, up to rounding: the outputs agree to three decimals, the accuracies to a hundredth. `fit`, `evaluate` and `predict` take both styles, and the arithmetic is the same. So the choice is not about accuracy. It is about what the model can tell you.
# %% [markdown] id="equal-meaning" lang="zh"
# 除了舍入误差，两者没有差别：输出在小数点后三位之内一致，准确率相差不到 0.01。`fit`、`evaluate`、`predict` 两种写法都接受，背后的计算也相同。所以，选哪一种与准确率无关，关键在于模型能告诉你什么。
# %% [markdown] id="inspect-intro" lang="en"
# ## What a graph can tell
#
# A functional model is a data structure: layers, and arrows between them. Programs can read it, for example to draw it:
# %% [markdown] id="inspect-intro" lang="zh"
# ## 计算图能告诉你什么
#
# 函数式模型是一种数据结构：层，以及层与层之间的箭头。程序可以读它，比如把它画出来：
# %% id="inspect-draw"
helpers.draw(functional, direction="right")
# %% [markdown] id="inspect-ask" lang="en" role="ask"
# The picture shows three boxes in a row: `numbers`, `hidden`, `scores`.
#
# And the subclass? It has been built, trained, and has the same layers. Can it be drawn?
#
# - [ ] Yes, the same picture.
#   The layers are the same, but nothing says which call follows which.
# - [ ] Yes, but without shapes.
#   The shapes would be known; the arrows aren't.
# - [x] No.
#   The arrows are in the code of `call`, and Keras keeps no record of them.
# %% [markdown] id="inspect-ask" lang="zh" role="ask"
# 图中三个方框排成一行：`numbers`、`hidden`、`scores`。
#
# 子类化的那个呢？它已经构建好，也训练过，层也一样。画得出来吗？
#
# - [ ] 能，和上面一样。
#   层是一样的，但没有什么说明谁接在谁后面。
# - [ ] 能，只是没有形状。
#   形状倒是知道，箭头却不知道。
# - [x] 不能。
#   箭头写在 `call` 的代码里，Keras 没有留下记录。
# %% id="inspect-subclass"
try:
    helpers.draw(subclassed)
except CourseError as error:
    print(error)
# %% [markdown] id="inspect-meaning" lang="en"
# The layers are known, the arrows are not: they are in the code of `call`, and Keras keeps no record of them. Called on an `Input`, the class gives a graph all right, but a graph of one box. The picture shows the input and behind it `MLP`, closed:
# %% [markdown] id="inspect-meaning" lang="zh"
# 有哪些层查得到，箭头却查不到：箭头写在 `call` 的代码里，Keras 没有留下记录。在 `Input` 上调用这个类，当然也得到一张计算图，不过图里只有一个方框。下图是输入，后面跟着一个关着的 `MLP`：
# %% id="inspect-box"
entry = keras.Input(shape=(32,), name="numbers")
helpers.draw(keras.Model(entry, subclassed(entry)), direction="right")
# %% [markdown] id="inspect-middle-intro" lang="en"
# For the same reason you can't take out what lies in between, as you did in chapter 09. Inside `call`, Keras lets the layers compute and notes nothing down, so `hidden` will claim that it was never called:
# %% [markdown] id="inspect-middle-intro" lang="zh"
# 出于同样的原因，你也没法像第 09 章那样取出中间的结果。在 `call` 里面，Keras 只让各层计算，什么也不记，所以 `hidden` 会说自己从没被调用过：
# %% id="inspect-middle"
middle = keras.Model(functional.input, functional.get_layer("hidden").output).output_shape
print("the graph gives", middle)
try:
    keras.Model(subclassed.input, subclassed.hidden.output)
except AttributeError as error:
    print("the class:", error)
# %% [markdown] id="copy-predict" lang="en"
# ## Copies and files
#
# **Predict, then run.** `clone_model` makes a model of the same architecture. How should it know what the class needs? Try both.
# %% [markdown] id="copy-predict" lang="zh"
# ## 副本与文件
#
# **先预测，再运行。** `clone_model` 会做出一个架构相同的模型。可它怎么知道这个类需要什么？两个都试试看。
# %% id="copy-run"
print("functional:", keras.models.clone_model(functional).count_params())
try:
    keras.models.clone_model(subclassed)
except NotImplementedError as error:
    print("subclassed:", " ".join(str(error).split("Example")[0].split()))


# %% [markdown] id="copy-meaning" lang="en"
# A graph describes itself. A class is code, and Keras can't read code: it would have to know that 64 belongs to `units`. So you write it down in `get_config`, and the one who loads a file needs your class as well. This is what chapter 10 was about, for layers; for models it is the same:
# %% [markdown] id="copy-meaning" lang="zh"
# 计算图能描述自己。类是代码，Keras 读不懂代码：它得知道 64 是 `units` 的值才行。所以你要在 `get_config` 里写明，而且加载文件的人也要有你的类。第 10 章讲层的时候说的就是这件事，模型也一样：
# %% id="copy-config"
@keras.saving.register_keras_serializable(package="chapter_11")
class SavableMLP(MLP):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.units = units

    def get_config(self):
        return super().get_config() | {"units": self.units}


# %% id="copy-load"
savable = SavableMLP(64)
savable(test[:1])
savable.save("savable.keras")
loaded = keras.models.load_model("savable.keras")
print("the same outputs:", np.allclose(loaded(test), savable(test), atol=1e-5))


# %% [markdown] id="copy-changed" lang="en"
# > **What changed since the guide:** Keras 3 guesses a config for layers, as chapter 10 shows. For a model it doesn't see what you passed to the constructor. Where `units` is required, it gives up, which is honest. With a default, `units=64`, it guesses 64, whatever you had passed, and without a word. So write `get_config`. The next cell clones a model of 32 units that has none:
# %% [markdown] id="copy-changed" lang="zh"
# > **与原指南相比的变化：** 第 10 章说过，Keras 3 会替层猜出一份配置（config）。对模型，它看不到你传给构造函数的参数。`units` 必填时，它就老实认输；如果有默认值，写成 `units=64`，那么不管你传的是几，它都猜 64，而且没有任何提示。所以，请写 `get_config`。下面克隆一个没有写它的模型，原来是 32 个单元：
# %% id="copy-default"
class Guessed(MLP):
    def __init__(self, units=64, **kwargs):
        super().__init__(units, **kwargs)


guessed = Guessed(32)
print(guessed.hidden.units, "->", keras.models.clone_model(guessed).hidden.units)


# %% [markdown] id="when-wrong-intro" lang="en"
# ## When is a mistake noticed?
#
# The next model is to add two hidden layers, of 64 and of 32 units. That can't work. First as a class:
#
# **Predict, then run.** Which line will print, and which will fail?
# %% [markdown] id="when-wrong-intro" lang="zh"
# ## 错误什么时候被发现？
#
# 下面的模型要把两个隐藏层相加，一个 64 个单元，一个 32 个单元。这不可能成功。先写成类：
#
# **先预测，再运行。** 哪一行会打印出来，哪一行会失败？
# %% id="when-wrong-class"
class Uneven(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.wide, self.narrow = layers.Dense(64), layers.Dense(32)

    def call(self, inputs):
        return layers.add([self.wide(inputs), self.narrow(inputs)])


# %% id="when-wrong-run"
uneven = Uneven()
uneven.compile(optimizer="adam", loss="mse")
print("made and compiled")
try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        uneven(keras.Input(shape=(32,)))
except ValueError as error:
    line = next(line for line in str(error).splitlines() if "incompatible" in line)
    print("called:", line.split("\x1b")[0])
# %% [markdown] id="when-wrong-graph-predict" lang="en"
# Made and compiled without a word; the first call brings it to light. Here that was a call on an `Input`, made on purpose. If nobody makes one, the first call is that of `fit`, after the data were loaded and prepared. So try a new class on an `Input` at once.
#
# **Predict, then run.** The same as a graph: which line is the last one to run?
# %% [markdown] id="when-wrong-graph-predict" lang="zh"
# 创建和编译（compile）都一声不响，第一次调用才露馅。这里是我们特意在 `Input` 上调用的；如果没人这样做，第一次调用就要等到 `fit`，那时数据都已经读完、处理完了。所以，写好一个类，马上在 `Input` 上试一次。
#
# **先预测，再运行。** 同样的模型写成计算图：能执行到哪一行为止？
# %% id="when-wrong-graph"
wide, narrow = layers.Dense(64)(inputs), layers.Dense(32)(inputs)
print("two tensors:", wide.shape, narrow.shape)
try:
    layers.add([wide, narrow])
    print("added")
except ValueError as error:
    print("without any data:", error)
    failed = error
why(failed)


# %% [markdown] id="when-wrong-meaning" lang="en"
# The line that is wrong fails by itself, as you write it; nobody had to think of a trial. Keras names two shapes; `why` names the layers that they come from, since the graph knows them. Shape and dtype are known at each step, so Keras checks each call. It's the difference between a program that is type-checked and one that isn't. But note what is checked: shapes. If all shapes fit, a wrong arrow goes unnoticed; the last exercise of this chapter is about that.
# %% [markdown] id="when-wrong-meaning" lang="zh"
# 写错的那一行，一写下来就报错，谁也不用专门去试。Keras 只说出两个形状；`why` 还说出它们来自哪些层，因为计算图知道。每一步的形状和数据类型都是已知的，所以每写下一次调用，Keras 就核对一次。这就像有类型检查的程序与没有类型检查的程序之间的差别。不过要注意，核对的是形状。如果形状全都对得上，接错的箭头是不会被发现的。本章最后一个练习讲的就是这个。
# %% [markdown] id="cannot-intro" lang="en"
# ## Values that choose
#
# A graph is drawn before there are data. It says which operations there are; the *values* come later. Take a model that looks again where it isn't sure:
#
# **Predict, then run.** Does this fail, or is the `if` decided once and for all?
# %% [markdown] id="cannot-intro" lang="zh"
# ## 由数值来选择
#
# 计算图在数据到来之前就画好了。图里写明有哪些运算，**数值**要到后面才有。比如一个模型，没有把握时就再看一遍：
#
# **先预测，再运行。** 这段代码会失败吗？还是说 `if` 会一次性地定下来？
# %% id="cannot-if"
try:
    if ops.max(ops.softmax(outputs)) > 0.9:
        print("sure enough")
except TypeError as error:
    print(error)


# %% [markdown] id="cannot-if-meaning" lang="en"
# The greatest probability has a shape and a dtype, but no value, and an `if` needs a value. Keras refuses rather than decide for all samples at once.
#
# Does a class help? `EarlyExit` calls a layer again and again until it is sure enough, with a `while` in its `call`. **Predict, then run.** It is called in three ways: on one row of numbers, on an `Input`, and by `predict`. Which of them work?
# %% [markdown] id="cannot-if-meaning" lang="zh"
# 最大的那个概率有形状、有数据类型，却没有数值，而 `if` 需要数值。Keras 宁可拒绝，也不替所有样本一次性做决定。
#
# 换成类行不行？下面的 `EarlyExit` 在 `call` 里用 `while` 反复调用一个层，直到有足够的把握为止。**先预测，再运行。** 用三种方式调用它：在一个样本的数值上，在 `Input` 上，通过 `predict`。哪几种行得通？
# %% id="cannot-exit"
class EarlyExit(keras.Model):
    def __init__(self, trained, **kwargs):
        super().__init__(**kwargs)
        self.first, self.scores = trained.get_layer("hidden"), trained.get_layer("scores")
        self.more = layers.Dense(64, activation="relu")

    def call(self, rows):
        x, depth = self.first(rows), 1
        while ops.max(ops.softmax(self.scores(x))) < 0.9 and depth < 9:
            x, depth = self.more(x), depth + 1
        return self.scores(x)


# %% id="cannot-exit-run"
early = EarlyExit(functional)
for way, call in {
    "numbers": lambda: early(test[:1]),
    "an Input": lambda: early(keras.Input(shape=(32,))),
    "predict": lambda: early.predict(test[:1], verbose=0),
}.items():
    try:
        print(f"{way}: shape {tuple(call().shape)}")
    except TypeError as error:
        print(f"{way}: {type(error).__name__}")
# %% [markdown] id="cannot-exit-meaning" lang="en"
# Only the direct call works. With TensorFlow, and with JAX as well, `predict`, `evaluate` and `fit` first record `call` on symbols, as chapter 12 will show, and there a value is as unknown as in a graph. (`compile(run_eagerly=True)` makes them run your Python for each batch instead; that is for looking at things, and slow.)
#
# So the line isn't drawn between graph and class. Python's `if` and `while` need values now; a model gets them later.
# %% [markdown] id="cannot-exit-meaning" lang="zh"
# 只有直接调用行得通。用 TensorFlow 时（JAX 也一样），`predict`、`evaluate`、`fit` 会先用符号张量（symbolic tensor）把 `call` 录制下来（见第 12 章），那时数值和在计算图里一样，都还不知道。（写 `compile(run_eagerly=True)`，就会对每个批次真正执行你的 Python；这适合用来查看细节，速度很慢。）
#
# 可见分界线并不在计算图和类之间。Python 的 `if` 和 `while` 当场就要数值，而模型要到后面才拿得到。
# %% [markdown] id="where-intro" lang="en"
# ### Operations that choose
#
# What chooses by values must itself be an operation. `ops.where` takes, for each sample, one of two results; both are computed for all samples. Here a second head, `again`, has the word where the first one isn't sure. The picture shows both heads, and where they meet:
# %% [markdown] id="where-intro" lang="zh"
# ### 会做选择的运算
#
# 要根据数值来选择，这个选择本身就得是一个运算。`ops.where` 为每个样本从两个结果中取一个；两个结果都要算，每个样本都不例外。下面的模型有第二个头部（head）`again`：第一个头部没有把握的样本，由它说了算。下图画出了两个头部，以及它们汇合的地方：
# %% id="where-build"
x, first = functional.get_layer("hidden").output, functional.output
sure = ops.max(ops.softmax(first), axis=-1, keepdims=True) > 0.9
again = layers.Dense(10, name="again")(layers.Dense(64, activation="relu", name="more")(x))
careful = keras.Model(functional.input, ops.where(sure, first, again), name="careful")
helpers.draw(careful)
# %% id="where-run"
answers, certain = careful.predict(test, verbose=0), functional.predict(test, verbose=0)
kept = np.isclose(answers, certain, atol=1e-5).all(axis=1)
probability = ops.convert_to_numpy(ops.max(ops.softmax(certain), axis=-1))
print("by the first head:", kept.sum() > 100, " by the second:", (~kept).sum() > 100)
print("sure and kept are the same samples:", np.mean(kept == (probability > 0.9)) > 0.999)


# %% [markdown] id="loop-intro" lang="en"
# ### Operations that loop
#
# Two samples of one batch went different ways. A loop whose length the values decide is an operation, too: `ops.while_loop`. Inside a layer of your own it looks much like Python: a condition, a body, the variables at the start. A sample that is sure stays as it is; the loop ends when all of the batch are, or at the ninth look, the first head's being the first.
# %% [markdown] id="loop-intro" lang="zh"
# ### 会循环的运算
#
# 同一批次的两个样本走了不同的路。循环几次由数值决定，这样的循环也有对应的运算：`ops.while_loop`。写在自定义的层里，它和 Python 很像：一个条件，一个循环体，再加上变量的初始值。已经有把握的样本保持不变；整个批次都有把握了，或者看到第九遍（第一个头部算第一遍），循环就结束。
# %% id="loop-class"
class Deepen(layers.Layer):
    def __init__(self, scores, **kwargs):
        super().__init__(**kwargs)
        self.scores = scores

    def build(self, input_shape):
        self.more = layers.Dense(input_shape[-1], activation="relu")
        self.more.build(input_shape)

    def call(self, x):
        def unsure(x):
            return ops.max(ops.softmax(self.scores(x)), axis=-1, keepdims=True) < 0.9

        def go_on(x, depth):
            return ops.logical_and(ops.any(unsure(x)), depth < 9)

        def body(x, depth):
            return ops.where(unsure(x), self.more(x), x), depth + 1

        return ops.while_loop(go_on, body, (x, 1))


# %% id="loop-run"
deepened, depth = Deepen(functional.get_layer("scores"), name="deepen")(x)
patient = keras.Model(functional.input, [deepened, depth], name="patient")
certain_rows = test[probability > 0.95][:8]
print("a batch that is sure:", int(patient(certain_rows)[1]), "round")
print("all of the test data:", int(patient(test)[1]), "rounds")
print("in predict:", keras.Model(functional.input, deepened).predict(test, verbose=0).shape)
# %% [markdown] id="loop-meaning" lang="en"
# A functional model, and the values decide how long it computes. (`more` is untrained here, so it seldom becomes sure.) `ops.cond`, `ops.fori_loop` and `ops.scan` are of the same family. Put them inside a layer: it is one box in the graph, and its two ends are all that the graph has to know.
# %% [markdown] id="loop-meaning" lang="zh"
# 这是一个函数式模型，而算多久由数值决定。（这里的 `more` 没有训练过，所以很少会变得有把握。）`ops.cond`、`ops.fori_loop`、`ops.scan` 也属于这一类。把它们写在层里面：在计算图里，这个层只是一个方框，图只需要知道它的两端。
# %% [markdown] id="ex11d-task" lang="en"
# ### Exercise ex11d: shorten what is too long
#
# Write `clip_by_norm(dim, limit)`: a functional model without weights that takes rows of `dim` numbers. A row whose norm (the length of the vector, `ops.norm`) is greater than `limit` comes out in the same direction with the norm `limit`; every other row comes out as it is, a row of zeros too. Each row is judged by its own values, and the model runs in `predict`. For example, `clip_by_norm(2, 1.0)` makes `[0.6, 0.8]` of `[3, 4]`, and leaves `[0.3, 0.4]` alone.
# %% [markdown] id="ex11d-task" lang="zh"
# ### 练习 ex11d：太长的就缩短
#
# 请写出 `clip_by_norm(dim, limit)`：一个没有权重的函数式模型，每个样本是 `dim` 个数值的一行。如果一行的范数（即向量的长度，`ops.norm`）大于 `limit`，输出的方向不变，范数变为 `limit`；其余各行原样输出，全零的一行也是如此。每一行只由自己的数值决定，模型要能在 `predict` 中运行。例如 `clip_by_norm(2, 1.0)` 把 `[3, 4]` 变成 `[0.6, 0.8]`，而 `[0.3, 0.4]` 保持原样。
# %% id="ex11d" role="solution"
def clip_by_norm(dim, limit):
    """Rows -> the same rows, none longer than the limit."""
    ### BEGIN SOLUTION
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    long = norm > limit
    shorter = rows * (limit / ops.where(long, norm, 1.0))
    return keras.Model(rows, ops.where(long, shorter, rows))
    ### END SOLUTION


# %% id="check-ex11d" role="test" points=2
check("ex11d", clip_by_norm)
# %% [markdown] id="trees-intro" lang="en"
# ## What a graph cannot say
#
# So values may choose, as long as it is said beforehand *which operations* there are. What if each sample brings its own structure? The classic case is a recursive network. A parse tree says which words of a sentence belong together, and a tree network follows it: two words are joined into one vector, that one with its neighbour, up to the whole sentence. The *same* layer joins them each time. Here are two trees, as nested pairs; with a random vector for each word, both sentences become eight numbers.
# %% [markdown] id="trees-intro" lang="zh"
# ## 计算图表达不了的东西
#
# 所以，只要事先说明有**哪些运算**，就可以由数值来选择。可是，如果每个样本都带着自己的结构呢？经典的例子是递归网络。句法树说明句子里哪些词属于一组，树形网络就照着它来：两个词合成一个向量，再与旁边的合成一个，直到整个句子。合成用的始终是**同一个**层。下面是两棵树，写成嵌套的二元组；给每个词随机生成一个向量，两个句子就都变成八个数值。
# %% id="trees-data"
short = (("the", "dog"), "barks")
long = ("nobody", ("saw", (("the", "old"), "cat")))
# %% id="trees-read"
join = layers.Dense(8, activation="tanh", name="join")


def read(tree, vector):
    """The vector of a tree: that of the word itself, or what `join` makes of the two parts."""
    if isinstance(tree, str):
        return vector(tree)
    left, right = tree
    return join(ops.concatenate([read(left, vector), read(right, vector)], axis=-1))


# %% id="trees-eager"
draw = np.random.default_rng(11)
known = "the dog barks nobody saw old cat".split()
words = {word: draw.normal(size=(1, 8)).astype("float32") for word in known}
print(read(short, words.get).shape, read(long, words.get).shape)
print("parameters of join:", join.count_params())


# %% [markdown] id="trees-graph-ask" lang="en" role="ask"
# Call the same function with an `Input` for each word, and its calls are recorded as a graph.
#
# A sentence of three words and one of five: how often is `join` called for each?
#
# - [ ] Three times and five times.
#   Each call makes one vector of two.
# - [x] Twice and four times.
#   n words need n - 1 joins.
# - [ ] Once each: it is one layer.
#   One layer, but a call for each pair.
# %% [markdown] id="trees-graph-ask" lang="zh" role="ask"
# 用同一个函数，但每个词换成一个 `Input`，它的调用就会记录成计算图。
#
# 一个句子三个词，一个句子五个词：对它们，`join` 各被调用几次？
#
# - [ ] 三次和五次。
#   每次调用把两个向量合成一个。
# - [x] 两次和四次。
#   n 个词需要合并 n - 1 次。
# - [ ] 各一次：它只是一个层。
#   层只有一个，但每一对都要调用一次。
# %% id="trees-graph-short"
def graph_of(tree, name):
    leaves = {}
    end = read(tree, lambda word: leaves.setdefault(word, keras.Input((8,), name=word)))
    return keras.Model(list(leaves.values()), end, name=name)


helpers.draw(graph_of(short, "short"))
# %% id="trees-graph-long"
helpers.draw(graph_of(long, "long"))


# %% [markdown] id="trees-meaning" lang="en"
# Two calls and four, in a different arrangement: a sentence of *n* words needs *n* - 1, and the tree says which. Each sentence has a graph of its own, and all of them share one `join`: 136 weights. What differs is not which value comes out but which arrows there are, and neither of the two graphs is *the* model. So a tree network is written as a class, with the recursion in its `call`: it follows the structure of the Python object that it is given, and needs no values for that.
# %% [markdown] id="trees-meaning" lang="zh"
# 一个两次，一个四次，排法也不同：*n* 个词的句子需要 *n* - 1 次，怎么排由树决定。每个句子都有自己的计算图，而所有的图共用一个 `join`，即 136 个权重。不同的不是算出的数值，而是有哪些箭头；两张图中的任何一张都不能称为**这个**模型。所以树形网络要写成类，把递归写在 `call` 里：它按照传入的 Python 对象的结构来走，这并不需要数值。
# %% [markdown] id="choose-intro" lang="en"
# ## Which one?
#
# | | Sequential | functional | subclass |
# |---|---|---|---|
# | says | one chain | any DAG, decided before the data | anything that Python can do |
# | values choose | by operations | by operations | by operations; by Python's `if` only in direct calls |
# | known before there are data | shapes and arrows, if it begins with an `Input` | shapes and arrows | after a call on an `Input`: weights and the output's shape |
# | a shape that doesn't fit is noticed | when the list is made, if it begins with an `Input` | while you write | at the first call |
# | drawing, taking out the middle | yes | yes | one closed box |
# | copying and saving | by itself | by itself | with the class, and its `get_config` |
#
# (Layers of your own inside the first two need their class and their config as well.)
#
# Take the leftmost column that can say your model, and write a class where it is the better one: where each sample brings a structure of its own, such as a tree or a list of any length, or where you want to step through `call` line by line. The columns also go together: a class may contain functional models, and a functional model may contain layers that are classes. That's the next chapter.
# %% [markdown] id="choose-intro" lang="zh"
# ## 用哪一种？
#
# | | Sequential | 函数式 | 子类化 |
# |---|---|---|---|
# | 能表达 | 一条链 | 任何有向无环图，在数据之前就已确定 | Python 能做的一切 |
# | 由数值来选择 | 用运算 | 用运算 | 用运算；Python 的 `if` 只在直接调用时可用 |
# | 数据到来之前已知 | 以 `Input` 开头时：形状、箭头 | 形状、箭头 | 在 `Input` 上调用之后：权重、输出的形状 |
# | 形状对不上，何时发现 | 以 `Input` 开头时：创建列表的时候 | 写的时候 | 第一次调用时 |
# | 画图、取出中间结果 | 可以 | 可以 | 只是一个关着的方框 |
# | 复制与保存 | 自动 | 自动 | 要有这个类，以及它的 `get_config` |
#
# （前两种里面如果放了自定义的层，同样需要层的类和配置。）
#
# 从左往右看，取第一个能表达你的模型的那一列。有些场合更适合写成类：每个样本自带一种结构，比如一棵树、一个长度不定的列表；或者你想逐行跟踪 `call`。几种写法还可以搭配使用：类里面可以放函数式模型，函数式模型里也可以放写成类的层。这就是下一章的内容。
# %% [markdown] id="ex11a-task" lang="en"
# ### Exercise ex11a: choose
#
# Fill in `API_FOR`: for each of the ten models below the *simplest* API that can say it, `"sequential"`, `"functional"` or `"subclass"` (of `keras.Model`). For example, `API_FOR.update(plain_chain="sequential")`. All of them must run in `predict`, with tensors as inputs unless something else is said. Each is worth the same.
#
# - `plain_chain`: three `Dense` layers, one after the other; rows of numbers in, one class out.
# - `plain_convnet`: convolution and pooling in turn, then one `Dense` layer.
# - `word_chain`: an `Embedding`, an `LSTM`, a `Dense` layer, for the mood of a text.
# - `two_inputs`: a photo and its caption go in together.
# - `two_heads`: one trunk, and from its end both a class and a position.
# - `skip_connection`: blocks whose input is added to their output.
# - `shared_encoder`: two sentences go through the same layers and are compared.
# - `early_exit`: an early head and a late one, both computed for every image; where the early one is sure enough, its answer is taken, for that image alone.
# - `tree_rnn`: called on a parse tree, a nested tuple of words as above; each sentence brings another tree, and the calls follow it. (Called directly, one sentence at a time.)
# - `photo_list`: called on a Python list of photos of different sizes, three at one call, seven at the next, as they are; one title for all of them comes out. (Called directly, too.)
# %% [markdown] id="ex11a-task" lang="zh"
# ### 练习 ex11a：做出选择
#
# 请填好 `API_FOR`：为下面十个模型，各选出能表达它的**最简单**的 API，即 `"sequential"`、`"functional"` 或 `"subclass"`（指 `keras.Model` 的子类）。例如 `API_FOR.update(plain_chain="sequential")`。除非另有说明，输入都是张量，模型都要能在 `predict` 里运行。每一项分值相同。
#
# - `plain_chain`：三个 `Dense` 层前后相接，输入样本的各个数值，输出一个类别。
# - `plain_convnet`：卷积和池化交替，最后一个 `Dense` 层。
# - `word_chain`：`Embedding`、`LSTM`、`Dense` 各一层，判断一段文字的情绪。
# - `two_inputs`：一张照片和它的说明文字一起输入。
# - `two_heads`：一个主干，从它的末端既得出类别，又得出位置。
# - `skip_connection`：由若干块组成，每块的输入都加到它的输出上。
# - `shared_encoder`：两个句子经过同样的层，再进行比较。
# - `early_exit`：前后各有一个头部，对每张图片都要计算；前一个头部足够有把握的图片，就采用它的答案，而且只对这张图片如此。
# - `tree_rnn`：在句法树上调用，树是上文那样由词嵌套而成的元组；每个句子带来一棵不同的树，调用的次序跟着树走。（直接调用，一次一个句子。）
# - `photo_list`：在一个 Python 列表上调用，里面的照片大小不一，这次三张，下次七张，都保持原样；输出是它们共同的一个标题。（同样是直接调用。）
# %% id="ex11a" role="solution"
# fmt: off
API_FOR = dict.fromkeys([
    "plain_chain", "plain_convnet", "word_chain", "two_inputs", "two_heads",
    "skip_connection", "shared_encoder", "tree_rnn", "early_exit", "photo_list",
])
### BEGIN SOLUTION
API_FOR.update(
    plain_chain="sequential", plain_convnet="sequential", word_chain="sequential",
    two_inputs="functional", two_heads="functional", skip_connection="functional",
    shared_encoder="functional", early_exit="functional",
    tree_rnn="subclass", photo_list="subclass",
)
### END SOLUTION
# fmt: on
# %% id="check-ex11a" role="test" points=2
check("ex11a", API_FOR)


# %% [markdown] id="back-intro" lang="en"
# ## And back again
#
# Many classes need not be classes: their `call` runs through some layers, the same for all data. Such a model gives away the graph for nothing. Its layers exist and are trained. What is missing for a graph?
# %% [markdown] id="back-intro" lang="zh"
# ## 再变回来
#
# 许多类其实用不着写成类：`call` 只是经过几个层，对所有数据都一样。这样的模型等于白白放弃了计算图。它的层都在，也训练过了。要变成计算图，还差什么？
# %% [markdown] id="ex11b-task" lang="en"
# ### Exercise ex11b: from a class to a graph
#
# Write `to_functional(mlp)`. It gets a built subclassed model whose `mlp.layers` stand in the order in which `call` uses them, first a `Dense` layer, and returns a functional model of *these same* layers: each a box of its own in the graph, no new layers, no copies. How wide the input is, the model's weights tell.
#
# For example, `to_functional(subclassed)` gives the same outputs as `subclassed`, and its layers are an input, `hidden` and `scores`. The check brings longer models, too.
# %% [markdown] id="ex11b-task" lang="zh"
# ### 练习 ex11b：从类到计算图
#
# 请写出 `to_functional(mlp)`。它接收一个已经构建的子类化模型，`mlp.layers` 按 `call` 使用它们的次序排列，第一个是 `Dense` 层；返回一个由**这些层本身**组成的函数式模型：每个层在计算图里都是一个单独的方框，不新建层，也不复制。输入有多宽，可以从模型的权重看出来。
#
# 例如 `to_functional(subclassed)` 与 `subclassed` 的输出相同，它的层是一个输入、`hidden` 和 `scores`。检查时还会用更长的模型。
# %% id="ex11b" role="solution"
def to_functional(mlp):
    """A functional model of the layers of `mlp`, in their order."""
    ### BEGIN SOLUTION
    num_features = mlp.layers[0].kernel.shape[0]
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %% id="check-ex11b" role="test" points=2
check("ex11b", to_functional)


# %% [markdown] id="wiring-intro" lang="en"
# ## Wrong, and every shape fits
#
# This model is meant to judge photographs: which of ten things is on it, and how sharp it is. Here is what it should do:
#
# - `detail` is `fine` minus `coarse`: what a narrow look sees and a wide one doesn't;
# - `conv_1` works on `detail`, and `conv_2` follows `conv_1`;
# - `total` adds `detail` to what the two convolutions made of it;
# - `label` is told from `pooled`, the average of `total`; `quality` from `texture`, the average of `detail`.
# %% [markdown] id="wiring-intro" lang="zh"
# ## 形状全对，却接错了
#
# 下面的模型用来评判照片：照片上是十种东西里的哪一种，以及清晰度如何。它应该这样工作：
#
# - `detail` 是 `fine` 减去 `coarse`：细看才有、粗看没有的东西；
# - `conv_1` 处理 `detail`，`conv_2` 接在 `conv_1` 之后；
# - `total` 把 `detail` 与两个卷积由它得出的结果相加；
# - `label` 由 `total` 的平均 `pooled` 得出，`quality` 由 `detail` 的平均 `texture` 得出。
# %% id="wiring-broken"
def broken_wiring():
    image = keras.Input(shape=(32, 32, 3), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    fine = layers.Conv2D(16, 3, padding="same", name="fine")(stem)
    coarse = layers.Conv2D(16, 7, padding="same", name="coarse")(stem)
    detail = layers.Subtract(name="detail")([coarse, fine])
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(detail)
    total = layers.Add(name="total")([x, stem])
    pooled = layers.GlobalAveragePooling2D(name="pooled")(total)
    texture = layers.GlobalAveragePooling2D(name="texture")(detail)
    label = layers.Dense(10, name="label")(pooled)
    quality = layers.Dense(1, name="quality")(pooled)
    return keras.Model(image, [label, quality])


# %% [markdown] id="wiring-predict" lang="en"
# It is built without an error, and its outputs have the right shapes. Four calls are wrong.
#
# **Predict, then run.** Two of the layers above get lost: they are made, and the model doesn't contain them. Which ones?
# %% [markdown] id="wiring-predict" lang="zh"
# 它搭建时没有报错，输出的形状也都对。可是有四处调用是错的。
#
# **先预测，再运行。** 上面有两个层丢了：创建了，模型里却没有。是哪两个？
# %% id="wiring-draw"
helpers.draw(broken_wiring())


# %% [markdown] id="wiring-look" lang="en"
# The picture shows what the code hides: from `detail` a single arrow goes on, to `conv_2`; `conv_1` and `texture` are missing, since no output needs them; `total` adds `stem`; both outputs come from `pooled`. And the order of the two arrows into `detail` is written beside them.
# %% [markdown] id="wiring-look" lang="zh"
# 代码里看不出来的，图上一目了然：从 `detail` 出发只有一个箭头，通向 `conv_2`；`conv_1` 和 `texture` 不见了，因为没有哪个输出用得着它们；`total` 加上的是 `stem`；两个输出都由 `pooled` 得出。进入 `detail` 的两个箭头旁边，还写着它们的次序。
# %% [markdown] id="ex11c-task" lang="en"
# ### Exercise ex11c: repair the wiring
#
# Write `repair_wiring()`: the model of `broken_wiring` with its four wrong calls put right, as the list above describes it. Layers, options and the order of the outputs, `[label, quality]`, stay as they are. For example, `repair_wiring().count_params()` is 20155; the broken one has 17835, since `conv_1` was missing.
# %% [markdown] id="ex11c-task" lang="zh"
# ### 练习 ex11c：把线接对
#
# 请写出 `repair_wiring()`：也就是 `broken_wiring` 的模型，但四处错误的调用都按上面的列表改正。各层、各选项以及输出的次序 `[label, quality]` 保持不变。例如 `repair_wiring().count_params()` 等于 20155；接错的那个只有 17835，因为少了 `conv_1`。
# %% id="ex11c" role="solution"
def repair_wiring():
    """The model of `broken_wiring`, wired as described."""
    ### BEGIN SOLUTION
    image = keras.Input(shape=(32, 32, 3), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    fine = layers.Conv2D(16, 3, padding="same", name="fine")(stem)
    coarse = layers.Conv2D(16, 7, padding="same", name="coarse")(stem)
    detail = layers.Subtract(name="detail")([fine, coarse])
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(x)
    total = layers.Add(name="total")([x, detail])
    pooled = layers.GlobalAveragePooling2D(name="pooled")(total)
    texture = layers.GlobalAveragePooling2D(name="texture")(detail)
    label = layers.Dense(10, name="label")(pooled)
    quality = layers.Dense(1, name="quality")(texture)
    return keras.Model(image, [label, quality])
    ### END SOLUTION


# %% id="check-ex11c" role="test" points=4
check("ex11c", repair_wiring)
# %% [markdown] id="when-summary" lang="en"
# ## Summary
#
# - Both styles compute and learn the same. They differ in what the model knows about itself.
# - A functional model is data: it is checked while you write it, it can be drawn, taken apart, copied and saved without code of yours. A class called on an `Input` tells its weights and its output's shape.
# - Checked means: shapes. A wrong arrow between fitting shapes shows only in the picture.
# - A graph says which operations there are. Values choose through operations made for it: `ops.where`, and `ops.cond` or `ops.while_loop` inside a layer.
# - Where each sample brings its own structure, as a tree does, write a class.
# %% [markdown] id="when-summary" lang="zh"
# ## 小结
#
# - 两种写法的计算和学习相同，差别在于模型对自身了解多少。
# - 函数式模型是数据：边写边核对，可以画图、拆开、复制、保存，都不需要你的代码。类在 `Input` 上调用之后，能说出自己的权重和输出的形状。
# - 核对的是形状。形状对得上、箭头却接错了，只有看图才能发现。
# - 计算图说明有哪些运算。要由数值来选择，就用专门的运算：`ops.where`，或者在层里面用 `ops.cond`、`ops.while_loop`。
# - 每个样本自带结构时，比如一棵树，就写成类。
# %% [markdown] id="when-next" lang="en"
# **Next:** [12 · Mixing styles](12_mixing_styles.ipynb). Two styles in one model: a graph inside a class, and a class inside a graph.
# %% [markdown] id="when-next" lang="zh"
# **下一章：** [12 · 混合使用](12_mixing_styles.ipynb)。一个模型，两种写法：类里面放计算图，计算图里面放类。
