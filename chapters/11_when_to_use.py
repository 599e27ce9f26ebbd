# %% [markdown] id="when-goals" lang="en"
# # 11 · When to use the functional API
#
# After this chapter you can
#
# - write the same network as a functional model and as a subclass, and say what each knows about itself,
# - tell at which moment a mistake is noticed, and find those that are never noticed,
# - choose between `Sequential`, the functional API and a subclass, with a reason.
#
# Time: about 45 minutes.
# %% [markdown] id="when-goals" lang="zh"
# # 11 · 什么时候使用函数式 API
#
# 学完本章，你能够
#
# - 把同一个网络分别写成函数式模型和子类化模型，并说出两者各自知道自己的哪些情况，
# - 判断一个错误会在什么时刻被发现，并找出那些永远不会被发现的错误，
# - 在 `Sequential`、函数式 API 和子类化之间做出选择，并说明理由。
#
# 用时：约 45 分钟。
# %% id="setup"
from autograder.notebook import start

check, hint, solution, progress = start("en")
# %% [markdown] id="when-question" lang="en"
# The question of this chapter: **what can a graph not say?** So far every model was a graph, and you have seen what that is good for. Here you write a model the other way, as a Python class, and compare: what is gained, what is lost?
# %% [markdown] id="when-question" lang="zh"
# 本章的问题是：**有什么是图表达不了的？** 到目前为止，每个模型都是一张图，图的好处你也见过了。这一章换一种写法，把模型写成 Python 类，再来比较：得到了什么，又失去了什么？
# %% id="when-imports"
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
# 一个小分类器：输入 32 个数，隐藏层 64 个单元，输出 10 个 logits。写成函数式模型：
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


# %% [markdown] id="count-predict" lang="en"
# The functional version is shorter, but that's a small matter.
#
# **Predict, then run.** How many parameters does `MLP(64)` have, right after it is made?
# %% [markdown] id="count-predict" lang="zh"
# 函数式的写法短一些，不过这只是小事。
#
# **先预测，再运行。** `MLP(64)` 刚创建出来时，有多少个参数？
# %% id="count-run"
subclassed = MLP(64, name="subclassed_mlp")
try:
    subclassed.count_params()
except ValueError as error:
    print(error)
# %% [markdown] id="count-meaning" lang="en"
# It doesn't know. Nobody has told it how wide the input is: that is not written in the class, it is a property of the data. So there are no weights yet. The first call with data makes them:
# %% [markdown] id="count-meaning" lang="zh"
# 它不知道。没有谁告诉过它输入有多宽：这不写在类里，而取决于数据。所以权重还不存在，第一次用数据调用时才会创建：
# %% id="count-after"
print("weights before:", len(subclassed.weights))
subclassed(np.zeros((1, 32), dtype="float32"))
print("weights after:", len(subclassed.weights), "parameters:", subclassed.count_params())
# %% [markdown] id="equal-intro" lang="en"
# 2,762 in both. Do they also *learn* alike? The data are digits again, shrunk: the inner 24 × 24 pixels in fields of 6 × 3, the average of each, 32 numbers a picture. Both start from the same weights and see the same batches.
# %% [markdown] id="equal-intro" lang="zh"
# 两者都是 2,762 个。那么它们**学**起来也一样吗？数据还是手写数字，不过缩小了：取中间 24 × 24 的像素，分成 6 × 3 的小格，每格取平均，一张图片变成 32 个数。两个模型从相同的权重出发，看到相同的批次。
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


# %% id="equal-start"
keras.utils.set_random_seed(11)
functional = keras.models.clone_model(functional)
subclassed.set_weights(functional.get_weights())
# %% [markdown] id="equal-predict" lang="en"
# **Predict, then run.** Will the two accuracies on the test images be equal, close, or far apart?
# %% [markdown] id="equal-predict" lang="zh"
# **先预测，再运行。** 两个模型在测试图片上的准确率，会相等、接近，还是相差很远？
# %% id="equal-run"
reached = learn(functional), learn(subclassed)
print(f"functional accuracy: {reached[0]:.3f}, subclassed accuracy: {reached[1]:.3f}")
print("the same outputs:", np.allclose(functional(test), subclassed(test), atol=1e-3))
assert min(reached) > 0.7 and abs(reached[0] - reached[1]) < 0.01
# %% [markdown] id="equal-meaning" lang="en"
# Equal. `fit`, `evaluate` and `predict` care about neither style, and the arithmetic is the same. So the choice is not about accuracy or speed. It is about what the model can tell you.
# %% [markdown] id="equal-meaning" lang="zh"
# 完全相等。`fit`、`evaluate`、`predict` 不在乎用哪种写法，背后的计算也相同。所以，选哪一种与准确率和速度无关，关键在于模型能告诉你什么。
# %% [markdown] id="inspect-intro" lang="en"
# ## What a graph can tell
#
# A functional model is a data structure: layers, and arrows between them. Programs can read it, for example to draw it:
# %% [markdown] id="inspect-intro" lang="zh"
# ## 图能告诉你什么
#
# 函数式模型是一种数据结构：层，以及层与层之间的箭头。程序可以读它，比如把它画出来：
# %% id="inspect-draw"
helpers.draw(functional, direction="right")
# %% [markdown] id="inspect-predict" lang="en"
# The picture shows three boxes in a row: `numbers`, `hidden`, `scores`.
#
# **Predict, then run.** And the subclass? It has been built, trained, and has the same layers.
# %% [markdown] id="inspect-predict" lang="zh"
# 图中三个方框排成一行：`numbers`、`hidden`、`scores`。
#
# **先预测，再运行。** 子类化的那个呢？它已经构建好，也训练过，层也一样。
# %% id="inspect-subclass"
try:
    helpers.draw(subclassed)
except CourseError as error:
    print(error)
# %% [markdown] id="inspect-meaning" lang="en"
# The layers are known, the arrows are not. They exist only while Python runs through `call`; no program can look them up. For the same reason you can't take out what lies in between, as you did in chapter 09:
# %% [markdown] id="inspect-meaning" lang="zh"
# 层是知道的，箭头却不知道。箭头只在 Python 执行 `call` 的那段时间里存在，没有程序能查到它们。出于同样的原因，你也没法像第 09 章那样取出中间的结果：
# %% id="inspect-middle"
middle = keras.Model(functional.input, functional.get_layer("hidden").output).output_shape
try:
    keras.Model(subclassed.input, subclassed.hidden.output)
except AttributeError as error:
    print("the graph gives", middle, "and the class:", error)
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
# A graph describes itself. A class is code, and Keras can't read code: it would have to know that 64 belongs to `units`. So you must write it down in `get_config`, and the one who loads a file needs your class as well. This is what chapter 10 was about, for layers; for models it is the same:
# %% [markdown] id="copy-meaning" lang="zh"
# 图能描述自己。类是代码，Keras 读不懂代码：它得知道 64 是 `units` 的值才行。所以你必须在 `get_config` 里写明，而且加载文件的人也要有你的类。第 10 章讲层的时候说的就是这件事，模型也一样：
# %% id="copy-config"
@keras.saving.register_keras_serializable(package="chapter_11")
class SavableMLP(MLP):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.units = units

    def get_config(self):
        return super(MLP, self).get_config() | {"units": self.units}


# %% id="copy-load"
savable = SavableMLP(64)
savable(test[:1])
savable.save("savable.keras")
loaded = keras.models.load_model("savable.keras")
print("the same outputs:", np.allclose(loaded(test), savable(test), atol=1e-5))


# %% [markdown] id="copy-changed" lang="en"
# > **What changed since the guide:** Keras 3 guesses a config for layers, as chapter 10 shows. For a model it never sees what you passed to the constructor. Where `units` is required, as here, it gives up, which is honest. With a default, `units=64`, it would guess 64 whatever you had passed: a clone of `MLP(32)` would have 64 units, without a word. So write `get_config`.
# %% [markdown] id="copy-changed" lang="zh"
# > **与原指南相比的变化：** 第 10 章说过，Keras 3 会替层猜出一份配置。对模型，它却根本看不到你传给构造函数的参数。像这里 `units` 是必填的，它就老实认输。如果有默认值，写成 `units=64`，那么不管你传的是几，它都猜 64：`MLP(32)` 的克隆会有 64 个单元，而且一声不响。所以，请写 `get_config`。
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
    uneven.predict(test[:2], verbose=0)
except ValueError as error:
    print(error)
# %% [markdown] id="when-wrong-graph-predict" lang="en"
# Made and compiled without a word; only data bring it to light. In a real project that's after the data were loaded and prepared.
#
# **Predict, then run.** The same as a graph: which line is the last one to run?
# %% [markdown] id="when-wrong-graph-predict" lang="zh"
# 创建和编译都一声不响，数据来了才露馅。在真实的项目里，那已经是数据读完、处理完之后了。
#
# **先预测，再运行。** 同样的模型写成图：能执行到哪一行为止？
# %% id="when-wrong-graph"
wide, narrow = layers.Dense(64)(inputs), layers.Dense(32)(inputs)
print("two tensors:", wide.shape, narrow.shape)
try:
    layers.add([wide, narrow])
    print("added")
except ValueError as error:
    print("without any data:", error)


# %% [markdown] id="when-wrong-meaning" lang="en"
# The very line that is wrong fails, before there is any data: shape and dtype are known at each step, so Keras checks each call as it is written. It's the difference between a program that is type-checked and one that isn't. But note what is checked: shapes. If all shapes fit, a wrong arrow goes unnoticed; the last exercise of this chapter is about that.
# %% [markdown] id="when-wrong-meaning" lang="zh"
# 出错的正是写错的那一行，而且这时还没有任何数据：每一步的形状和数据类型都是已知的，所以每写下一次调用，Keras 就核对一次。这就像有类型检查的程序与没有类型检查的程序之间的差别。不过要注意，核对的是形状。如果形状全都对得上，接错的箭头是不会被发现的。本章最后一个练习讲的就是这个。
# %% [markdown] id="cannot-intro" lang="en"
# ## What a graph cannot say
#
# A graph is drawn once, before there are data, and then every sample takes the same way through it. So whatever depends on the *values* can't be drawn. Take a model that stops as soon as it is sure enough:
#
# **Predict, then run.** Does this fail, or is the `if` decided once and for all?
# %% [markdown] id="cannot-intro" lang="zh"
# ## 图表达不了的东西
#
# 图在数据到来之前就画好了，只画一次；此后每个样本走的都是同一条路。所以，凡是取决于**数值**的东西，都画不出来。比如一个模型，想在足够有把握时就停下来：
#
# **先预测，再运行。** 这段代码会失败吗？还是说 `if` 会一次性地定下来？
# %% id="cannot-if"
try:
    if ops.max(ops.softmax(outputs)) > 0.9:
        print("sure enough")
except TypeError as error:
    print(error)


# %% [markdown] id="cannot-if-meaning" lang="en"
# The greatest probability has a shape and a dtype, but no value, and an `if` needs a value. Keras refuses rather than decide for all samples at once. The same holds for a loop whose length the data decide.
#
# In `call` of a subclass there are real numbers, and Python may do with them what it likes:
# %% [markdown] id="cannot-if-meaning" lang="zh"
# 最大的那个概率有形状、有数据类型，却没有数值，而 `if` 需要数值。Keras 宁可拒绝，也不替所有样本一次性做决定。由数据决定次数的循环也是一样。
#
# 在子类的 `call` 里，手里是真正的数，Python 想怎么用都行：
# %% id="cannot-exit"
class EarlyExit(keras.Model):
    def __init__(self, trained, **kwargs):
        super().__init__(**kwargs)
        self.more, self.scores = (
            layers.Dense(64, activation="relu"),
            trained.get_layer("scores"),
        )
        self.first = trained.get_layer("hidden")

    def call(self, row):
        x, depth = self.first(row), 1
        while ops.max(ops.softmax(self.scores(x))) < 0.9 and depth < 9:
            x, depth = self.more(x), depth + 1
        return depth


# %% id="cannot-exit-run"
keras.utils.set_random_seed(11)
early = EarlyExit(functional)
depths = [early(row[None]) for row in test[:200]]
print("stop after the first layer:", depths.count(1) > 50)
print("need more than one:", sum(depth > 1 for depth in depths) > 10)
# %% [markdown] id="cannot-exit-meaning" lang="en"
# Two digits of the same shape, and different numbers of calls: clear ones stop after one layer, others go on. (The further layers are untrained here; what counts is that the way depends on the digit.)
# %% [markdown] id="cannot-exit-meaning" lang="zh"
# 两张形状相同的图片，调用的次数却不同：清楚的走一层就停，别的还要继续。（后面的层在这里没有训练过；重要的是，走哪条路取决于图片本身。）
# %% [markdown] id="trees-intro" lang="en"
# ## Each sentence its own graph
#
# The other classic case is a recursive network. A parse tree says which words of a sentence belong together, and a tree network follows it: two words are joined into one vector, that one with its neighbour, up to the whole sentence. Always by the *same* layer. Here are two trees, as nested pairs:
# %% [markdown] id="trees-intro" lang="zh"
# ## 每个句子一张图
#
# 另一个经典的例子是递归网络。句法树说明句子里哪些词属于一组，树形网络就照着它来：两个词合成一个向量，再与旁边的合成一个，直到整个句子。合成用的始终是**同一个**层。下面是两棵树，写成嵌套的二元组：
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


# %% [markdown] id="trees-eager-intro" lang="en"
# With a drawn vector for each word, both sentences become eight numbers:
# %% [markdown] id="trees-eager-intro" lang="zh"
# 给每个词随机生成一个向量，两个句子就都变成八个数：
# %% id="trees-eager"
draw = np.random.default_rng(11)
words = {
    word: draw.normal(size=(1, 8)).astype("float32")
    for word in ["the", "dog", "barks", "nobody", "saw", "old", "cat"]
}
print(read(short, words.get).shape, read(long, words.get).shape)
print("parameters of join:", join.count_params())


# %% [markdown] id="trees-graph-predict" lang="en"
# Call the same function with an `Input` for each word, and its calls are recorded as a graph.
#
# **Predict, then run.** How often is `join` called for each of the sentences? And is there one graph that would do for both?
# %% [markdown] id="trees-graph-predict" lang="zh"
# 用同一个函数，但每个词换成一个 `Input`，它的调用就会记录成图。
#
# **先预测，再运行。** 对这两个句子，`join` 各被调用了几次？有没有一张图能同时用于两个句子？
# %% id="trees-graph-short"
def graph_of(tree, name):
    leaves = {}
    end = read(tree, lambda word: leaves.setdefault(word, keras.Input((8,), name=word)))
    return keras.Model(list(leaves.values()), end, name=name)


helpers.draw(graph_of(short, "short"))
# %% id="trees-graph-long"
helpers.draw(graph_of(long, "long"))


# %% [markdown] id="trees-meaning" lang="en"
# Two calls and four, in a different arrangement: a sentence of *n* words needs *n* - 1, and the tree says which. Each sentence has a graph of its own, and all of them share one `join`: 136 weights. No single graph is *the* model, so a tree network is written as a class, with the recursion in its `call`.
# %% [markdown] id="trees-meaning" lang="zh"
# 一个两次，一个四次，排法也不同：*n* 个词的句子需要 *n* - 1 次，怎么排由树决定。每个句子都有自己的图，而所有的图共用一个 `join`，即 136 个权重。没有哪一张图可以称为**这个**模型，所以树形网络要写成类，把递归写在 `call` 里。
# %% [markdown] id="choose-intro" lang="en"
# ## Which one?
#
# | | Sequential | functional | subclass |
# |---|---|---|---|
# | says | one chain | any fixed graph without loops | anything that Python can do |
# | known before there are data | shapes, arrows | shapes, arrows | nothing |
# | a shape that doesn't fit is noticed | while you write | while you write | with the first data |
# | drawing, taking out the middle | yes | yes | no |
# | copying and saving | by itself | by itself | with `get_config` and the class |
#
# Take the leftmost column that can say your model. The columns also go together: a class may contain functional models, and a functional model may contain layers that are classes. That's the next chapter.
# %% [markdown] id="choose-intro" lang="zh"
# ## 用哪一种？
#
# | | Sequential | 函数式 | 子类化 |
# |---|---|---|---|
# | 能表达 | 一条链 | 任何固定的、没有回路的图 | Python 能做的一切 |
# | 数据到来之前已知 | 形状、箭头 | 形状、箭头 | 什么都不知道 |
# | 形状对不上，何时发现 | 写的时候 | 写的时候 | 第一批数据到来时 |
# | 画图、取出中间结果 | 可以 | 可以 | 不行 |
# | 复制与保存 | 自动 | 自动 | 要有 `get_config` 和这个类 |
#
# 从左往右看，取第一个能表达你的模型的那一列。几种写法还可以搭配使用：类里面可以放函数式模型，函数式模型里也可以放写成类的层。这就是下一章的内容。
# %% [markdown] id="ex11a-task" lang="en"
# ### Exercise ex11a: choose
#
# Fill in `API_FOR`: for each of the ten models below the *simplest* API that can say it, `"sequential"`, `"functional"` or `"subclass"`. For example, `API_FOR.update(plain_chain="sequential")`. Each is worth the same.
#
# - `plain_chain`: three Dense layers, one after the other; rows of numbers in, one class out.
# - `plain_convnet`: convolution and pooling in turn, then one Dense layer.
# - `word_chain`: an Embedding, an LSTM, a Dense layer, for the mood of a text.
# - `two_inputs`: a photo and its caption go in together.
# - `two_heads`: one trunk, and from its end both a class and a position.
# - `skip_connection`: blocks whose input is added to their output.
# - `shared_encoder`: two sentences go through the same layers and are compared.
# - `tree_rnn`: the calls follow the parse tree of each sentence.
# - `early_exit`: layers are called until the class is sure enough: one layer for this image, nine for that.
# - `photo_list`: a Python list of photos of different sizes goes in, its length different at each call.
# %% [markdown] id="ex11a-task" lang="zh"
# ### 练习 ex11a：做出选择
#
# 请填好 `API_FOR`：为下面十个模型，各选出能表达它的**最简单**的 API，即 `"sequential"`、`"functional"` 或 `"subclass"`。例如 `API_FOR.update(plain_chain="sequential")`。每一项分值相同。
#
# - `plain_chain`：三个 Dense 层前后相接，输入一行行的数，输出一个类别。
# - `plain_convnet`：卷积和池化交替，最后一个 Dense 层。
# - `word_chain`：Embedding、LSTM、Dense 各一层，判断一段文字的情绪。
# - `two_inputs`：一张照片和它的说明文字一起输入。
# - `two_heads`：一个主干，从它的末端既得出类别，又得出位置。
# - `skip_connection`：由若干块组成，每块的输入都加到它的输出上。
# - `shared_encoder`：两个句子经过同样的层，再进行比较。
# - `tree_rnn`：调用的次序跟着每个句子的句法树走。
# - `early_exit`：一层一层地调用，直到对类别足够有把握为止：这张图片一层就够，那张要九层。
# - `photo_list`：输入是一个 Python 列表，里面的照片大小不一，每次调用时列表的长度也不同。
# %% id="ex11a" role="solution"
# fmt: off
API_FOR = dict.fromkeys([
    "plain_chain", "plain_convnet", "word_chain", "two_inputs", "two_heads",
    "skip_connection", "shared_encoder", "tree_rnn", "early_exit", "photo_list",
])
### BEGIN SOLUTION
API_FOR.update(
    plain_chain="sequential", plain_convnet="sequential", word_chain="sequential",
    two_inputs="functional", two_heads="functional",
    skip_connection="functional", shared_encoder="functional",
    tree_rnn="subclass", early_exit="subclass", photo_list="subclass",
)
### END SOLUTION
# fmt: on
# %% id="check-ex11a" role="test" points=2
check("ex11a", API_FOR)


# %% [markdown] id="back-intro" lang="en"
# ## And back again
#
# Most classes that people write need no class: their `call` runs through some layers, the same for all data. Such a model gives away the graph for nothing. Its layers exist and are trained; all that is missing is to call them, one after the other, on an `Input`.
# %% [markdown] id="back-intro" lang="zh"
# ## 再变回来
#
# 人们写的类，大多其实用不着写成类：`call` 只是依次经过几个层，对所有数据都一样。这样的模型等于白白放弃了图。它的层都在，也训练过了；只差在一个 `Input` 上把它们依次调用一遍。
# %% [markdown] id="ex11b-task" lang="en"
# ### Exercise ex11b: from a class to a graph
#
# Write `to_functional(mlp)`. It gets a built subclassed model whose `mlp.layers` stand in the order in which `call` uses them, first a `Dense` layer, and returns a functional model of *these same* layers, called one by one. No new layers, no copies. How wide the input is, the first layer's kernel says: `mlp.layers[0].kernel` has shape (width, units).
#
# For example, `to_functional(subclassed)` gives the same outputs as `subclassed`, and its layers are an input, `hidden` and `scores`. The check brings longer models, too.
# %% [markdown] id="ex11b-task" lang="zh"
# ### 练习 ex11b：从类到图
#
# 请写出 `to_functional(mlp)`。它接收一个已经构建的子类化模型，`mlp.layers` 按 `call` 使用它们的次序排列，第一个是 `Dense` 层；返回一个函数式模型，由**这些层本身**逐个调用而成。不要新建层，也不要复制。输入有多宽，看第一层的核就知道：`mlp.layers[0].kernel` 的形状是（宽度，单元数）。
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
# The picture shows what the code hides: from `detail` a single arrow goes on, to `conv_2`; `conv_1` and `texture` are missing, since no output needs them; `total` adds `stem`; both outputs hang on `pooled`. And the order of the two arrows into `detail` is written beside them.
# %% [markdown] id="wiring-look" lang="zh"
# 代码里看不出来的，图上一目了然：从 `detail` 出发只有一个箭头，通向 `conv_2`；`conv_1` 和 `texture` 不见了，因为没有哪个输出用得着它们；`total` 加上的是 `stem`；两个输出都挂在 `pooled` 上。进入 `detail` 的两个箭头旁边，还写着它们的次序。
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
# - A functional model is data: it is checked while you write it, it can be drawn, taken apart, copied and saved without your code.
# - Checked means: shapes. A wrong arrow between fitting shapes shows only in the picture.
# - A graph is fixed. Ways that depend on the values, recursion and inputs without a fixed structure need a subclass.
# %% [markdown] id="when-summary" lang="zh"
# ## 小结
#
# - 两种写法的计算和学习完全相同，差别在于模型知道自己的哪些情况。
# - 函数式模型是数据：边写边核对，可以画图、拆开、复制、保存，都不需要你的代码。
# - 核对的是形状。形状对得上、箭头却接错了，只有看图才能发现。
# - 图是固定的。取决于数值的路径、递归，以及没有固定结构的输入，都要用子类化。
# %% [markdown] id="when-next" lang="en"
# **Next:** [12 · Mixing styles](12_mixing_styles.ipynb). Two styles in one model: a graph inside a class, and a class inside a graph.
# %% [markdown] id="when-next" lang="zh"
# **下一章：** [12 · 混合使用](12_mixing_styles.ipynb)。一个模型，两种写法：类里面放图，图里面放类。
