# %% [markdown] id="capstone-goals" lang="en"
# # 13 · The capstone: build it from the picture
#
# After this chapter you can
#
# - build a model that you know only from its picture and a table of shapes,
# - read what a check finds, one arrow at a time, and work your way to the end,
# - train the finished model, look at both of its outputs, save it and load it.
#
# Time: about 75 minutes, half of them for one exercise.
# %% [markdown] id="capstone-goals" lang="zh"
# # 13 · 综合练习：看图搭模型
#
# 学完本章，你能够
#
# - 只凭一张图和一张形状表，把模型搭出来，
# - 读懂检查结果，一个箭头一个箭头地改，直到全部正确，
# - 训练搭好的模型，查看它的两个输出，再把它保存下来、重新加载。
#
# 用时：约 75 分钟，其中一半留给一道练习。
# %% id="setup"
from autograder.notebook import ask, lint, practice, review, start, why

check, hint, solution, progress = start("en")
review(13)
# %% [markdown] id="capstone-question" lang="en"
# The question of this chapter: **can you build what you have only seen drawn?** The guide has no such chapter. Everything in this model you know; what is new is that all of it comes at once.
#
# The story is a help desk. Customers write tickets, and there is a shelf of help articles. For one ticket and one article, one model is to say two things: does this article help (`relevance`), and which department should get the ticket (`department`)? Here is a ticket:
# %% [markdown] id="capstone-question" lang="zh"
# 这一章的问题：**只见过图，你能把模型搭出来吗？** 原指南没有这一章。这个模型里的每样东西你都学过，新的只是：这一次它们全都用上了。
#
# 故事发生在一个客服中心。客户写来工单，手边另有一批帮助文章。给定一张工单和一篇文章，同一个模型要回答两个问题：这篇文章有没有用（`relevance`）？工单该交给哪个部门（`department`）？先看一张工单：
# %% id="capstone-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

import helpers
from helpers import datasets

print(datasets.read_ticket(datasets.tickets(2, seed=13), 1))


# %% [markdown] id="capstone-plan" lang="en"
# The model has four parts. First a short walk through each, on models so small that you can see through them:
#
# | part | chapter | what to remember |
# |---|---|---|
# | shared encoder | 05, 08 | made once, called twice |
# | residual block | 07 | keep what goes in, you need it again |
# | several inputs and outputs | 06 | names, not places |
# | custom layer | 10 | a class with `build`, `call` and `get_config` |
# %% [markdown] id="capstone-plan" lang="zh"
# 这个模型有四个部分。先把每个部分走一遍，用的都是小到一眼就能看透的模型：
#
# | 部分 | 章 | 要点 |
# |---|---|---|
# | 共享的编码器 | 05、08 | 创建一次，调用两次 |
# | 残差块 | 07 | 输入要留着，后面还要用 |
# | 多个输入和输出 | 06 | 认名称，不认位置 |
# | 自定义层 | 10 | 一个带 `build`、`call` 和 `get_config` 的类 |
# %% [markdown] id="encoder-predict" lang="en"
# ## One encoder, two texts
#
# An encoder turns a row of word ids, of any length, into a few numbers. This one knows 50 words.
# %% [markdown] id="encoder-predict" lang="zh"
# ## 一个编码器，两段文字
#
# 编码器（encoder）把任意长度的一串词编号，变成几个数值。下面这个编码器认识 50 个词。
# %% [markdown] id="encoder-ask" lang="en" role="ask"
# The encoder has 220 parameters. `pair` calls it on two inputs: how many does `pair` have?
#
# - [ ] 440
#   Two encoders would have these.
# - [x] 220
#   Two calls, one set of weights.
# - [ ] 110
#   Weights aren't divided among calls.
# %% [markdown] id="encoder-ask" lang="zh" role="ask"
# 编码器有 220 个参数。`pair` 在两个输入上各调用它一次：`pair` 有多少个参数？
#
# - [ ] 440
#   有两个编码器才有这么多。
# - [x] 220
#   调用两次，权重只有一份。
# - [ ] 110
#   权重不会分摊到各次调用上。
# %% id="encoder-build"
def make_encoder(num_words, dim, name="encoder"):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(text, layers.Dense(dim, activation="relu")(x), name=name)


# %% id="encoder-pair"
a = keras.Input(shape=(None,), dtype="int32", name="a")
b = keras.Input(shape=(None,), dtype="int32", name="b")
encoder = make_encoder(50, 4)
pair = keras.Model([a, b], [encoder(a), encoder(b)], name="pair")
encoder.count_params(), pair.count_params()
# %% [markdown] id="encoder-twins" lang="en"
# `pair` has 220, too: two calls, one set of weights. The classic slip is to make the encoder where it is called, so that each text gets one of its own.
#
# **Predict, then run.** Does Keras notice?
# %% [markdown] id="encoder-twins" lang="zh"
# `pair` 也是 220 个：调用两次，权重只有一份。最常见的疏忽，是在调用的地方才创建编码器，结果每段文字各有一个。
#
# **先预测，再运行。** Keras 会发现吗？
# %% id="encoder-twins-run"
try:
    keras.Model([a, b], [make_encoder(50, 4)(a), make_encoder(50, 4)(b)])
except ValueError as error:
    print(error)
# %% [markdown] id="encoder-unnamed" lang="en"
# Keras notices, by the name: two models in one graph can't both be called `encoder`. Most people don't name theirs, though:
# %% [markdown] id="encoder-unnamed" lang="zh"
# 会，凭的是名称：一张计算图（graph）里，两个模型不能都叫 `encoder`。可是多数人并不给编码器起名：
# %% id="encoder-unnamed-run"
nameless = [make_encoder(50, 4, name=None)(text) for text in (a, b)]
twins = keras.Model([a, b], nameless, name="twins")
print("the same output shapes:", twins.output_shape == pair.output_shape)
print("parameters:", twins.count_params())
# %% [markdown] id="encoder-names" lang="en"
# Without names nothing is said: every shape is right, and the model is another one. So name what you share, and count the parameters, not only the shapes.
# %% [markdown] id="encoder-names" lang="zh"
# 不起名，就什么提示也没有：形状全都对，却是另一个模型。所以共享的东西要起名；除了形状，还要数参数。
# %% [markdown] id="residual-intro" lang="en"
# ## A block that keeps its input
#
# A residual block computes a change to its input, and adds it to the input itself. In the picture the input's arrow forks: one branch goes through the two layers, the other one, the skip, straight to the sum.
# %% [markdown] id="residual-intro" lang="zh"
# ## 留住输入的块
#
# 残差块（residual block）算出对输入的一个改动，再加到输入本身上。下图中，从输入出来的箭头分叉：一支穿过两个层，另一支，也就是跳跃连接（skip connection），直接通向求和。
# %% id="residual-build"
x = keras.Input(shape=(4,), name="x")
y = layers.Dense(4, activation="relu", name="first")(x)
y = layers.Dense(4, name="second")(y)
residual = keras.Model(x, layers.Add(name="sum")([x, y]), name="residual")
helpers.draw(residual, direction="right")
# %% [markdown] id="residual-ask" lang="en" role="ask"
# All 40 parameters are set to zero. What does the block make of the row 1, 2, 3, 4?
#
# - [ ] 0, 0, 0, 0
#   The skip goes past the layers.
# - [ ] 2, 4, 6, 8
#   The layers add zero, not the row once more.
# - [x] 1, 2, 3, 4
#   What the layers add is zero, and the skip keeps the rest.
# %% [markdown] id="residual-ask" lang="zh" role="ask"
# 把 40 个参数全部设为零。输入一个样本 1、2、3、4，这个块给出什么？
#
# - [ ] 0、0、0、0
#   跳跃连接绕过了这些层。
# - [ ] 2、4、6、8
#   两个层加上的是零，不是再加一遍输入。
# - [x] 1、2、3、4
#   两个层加上的是零，其余的由跳跃连接保留。
# %% id="residual-zeros"
residual.set_weights([np.zeros_like(weight) for weight in residual.get_weights()])
residual(np.array([[1.0, 2.0, 3.0, 4.0]], dtype="float32")).numpy()
# %% [markdown] id="residual-lost-predict" lang="en"
# The row comes out as it went in: what the layers add is zero, and the skip keeps the rest.
#
# Most people write `x` again and again, and here that goes wrong. **Predict, then run.** The same layers, the same 40 parameters, no error. Which arrows arrive at `sum` now?
# %% [markdown] id="residual-lost-predict" lang="zh"
# 输入的样本原样出来：两个层加上的是零，其余的由跳跃连接保留。
#
# 很多人习惯反复使用变量名 `x`，在这里却会出错。**先预测，再运行。** 同样的层，同样的 40 个参数，也不报错。现在到达 `sum` 的是哪些箭头？
# %% id="residual-lost"
start_of_block = keras.Input(shape=(4,), name="x")
x = layers.Dense(4, activation="relu", name="first")(start_of_block)
x = layers.Dense(4, name="second")(x)
lost = keras.Model(start_of_block, layers.Add(name="sum")([x, x]), name="lost")
helpers.draw(lost, direction="right")
# %% [markdown] id="residual-lost-meaning" lang="en"
# Both arrows come from `second`; the skip is gone. When a tensor is needed twice, give it a name of its own.
# %% [markdown] id="residual-lost-meaning" lang="zh"
# 两个箭头都来自 `second`，跳跃连接不见了。一个张量要用两次，就给它单独起个名字。
# %% [markdown] id="names-predict" lang="en"
# ## Names at the inputs and outputs
# %% [markdown] id="names-predict" lang="zh"
# ## 给输入和输出起名
# %% [markdown] id="names-ask" lang="en" role="ask" tags=["review"]
# A model with two inputs of the same shape is called twice: with a dict, and with a list, both in the wrong order. Which of the calls gives 10 − 1 = 9?
#
# - [x] That with the dict.
#   Its entries are found by their names.
# - [ ] That with the list.
#   A list is taken as it stands.
# - [ ] Both.
#   Nothing tells a list which entry is which.
# %% [markdown] id="names-ask" lang="zh" role="ask" tags=["review"]
# 一个模型有两个形状相同的输入。分别用字典和列表调用它，顺序都是反的。哪一次调用得到 10 − 1 = 9？
#
# - [x] 用字典的那次。
#   字典按名称对号入座。
# - [ ] 用列表的那次。
#   列表怎么写就怎么取。
# - [ ] 两次都是。
#   列表没有说明哪一项是哪个。
# %% id="names-order"
ten = keras.Input(shape=(1,), name="ten")
one = keras.Input(shape=(1,), name="one")
minus = keras.Model([ten, one], {"difference": layers.Subtract()([ten, one])})
values = {"one": np.array([[1.0]]), "ten": np.array([[10.0]])}
print("dict:", float(minus(values)["difference"][0, 0]))
print("list:", float(minus([values["one"], values["ten"]])["difference"][0, 0]))


# %% [markdown] id="names-meaning" lang="en"
# The call with the dict gives 9: Keras finds each input by its name. A list is taken in the order in which it stands, and nobody complains. Of our three inputs two look alike, and there are two outputs, so this is a case for dicts.
# %% [markdown] id="names-meaning" lang="zh"
# 用字典的那次得到 9：Keras 按名称找到每个输入。列表则按写下的顺序取，谁也不会提醒你。我们的三个输入里有两个外表一样，输出也有两个，正该用字典。
# %% [markdown] id="scaled-intro" lang="en"
# ## A layer of your own
#
# This is the class from chapter 10, exercise ex10c. It wraps another layer and learns how much of it to add, by one number, `scale`:
# %% [markdown] id="scaled-intro" lang="zh"
# ## 自定义的层
#
# 下面是第 10 章练习 ex10c 的那个类。它包裹另一个层，并用一个数值 `scale`（缩放系数）来学习：该把那个层的结果加多少进来。
# %% id="scaled-class"
@keras.saving.register_keras_serializable(package="course")
class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, x):
        return x + self.scale * self.layer(x)

    def get_config(self):
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)


# %% [markdown] id="scaled-predict" lang="en"
# **Predict, then run.** A `Dense(32)` on 32 numbers has 1,056 parameters. Wrapped in a `ScaledResidual` it has 1,057. Where does the one come from?
# %% [markdown] id="scaled-predict" lang="zh"
# **先预测，再运行。** 输入 32 个数值时，`Dense(32)` 有 1,056 个参数。外面包一层 `ScaledResidual`，就成了 1,057 个。多出来的那一个是哪来的？
# %% id="scaled-weights"
scaled = ScaledResidual(layers.Dense(32, activation="tanh"))
scaled.build((None, 32))
print([tuple(weight.shape) for weight in scaled.weights], scaled.count_params())
print("scale:", float(scaled.scale.numpy()))
# %% [markdown] id="scaled-meaning" lang="en"
# It is `scale`, a weight of shape `()`: a single number, 1 at the start.
# %% [markdown] id="scaled-meaning" lang="zh"
# 是 `scale`，一个形状为 `()` 的权重：只有一个数值，初始为 1。
# %% [markdown] id="picture-intro" lang="en"
# ## The picture
#
# And this is the model to build. Read it from both ends: the three inputs at the top, the two outputs, marked as such, at the bottom. A number at an arrow's head is its place in a `Concatenate`. The two boxes with *shared* are one encoder, called twice.
# %% [markdown] id="picture-intro" lang="zh"
# ## 这张图
#
# 要搭的就是下面这个模型。从两头读：上面是三个输入，下面是标明了的两个输出。箭头末端的数字，是它在 `Concatenate` 里的位次。标着“共享”的两个方框是同一个编码器，调用了两次。
# %% id="picture-show"
check.picture("ex13a")


# %% [markdown] id="finding-intro" lang="en"
# ## How to read a finding
#
# Nobody writes this model in one go, and nobody has to. Build a piece, check it, read, go on. Below is somebody's first quarter of an hour, taken to the check as it is: the inputs, the encoder, and for each output something, so that there is a model.
# %% [markdown] id="finding-intro" lang="zh"
# ## 怎么读检查结果
#
# 没有人能一口气写完这个模型，也不必如此。搭一段，检查一下，读一读，再往下搭。下面是某人最初一刻钟的成果，原样拿去检查：有了输入，有了编码器，两个输出先随便接上，好凑成一个模型。
# %% id="finding-begun"
def begun(num_words=1000, dim=32, num_classes=4):
    ticket = keras.Input(shape=(None,), dtype="int32", name="ticket")
    article = keras.Input(shape=(None,), dtype="int32", name="article")
    tags = keras.Input(shape=(12,), name="tags")
    encoder = make_encoder(num_words, dim)
    texts = layers.Concatenate(name="texts")([encoder(ticket), encoder(article)])
    outputs = {"relevance": layers.Dense(1, name="relevance")(texts)}
    outputs["department"] = layers.Dense(num_classes, name="department")(tags)
    return keras.Model([ticket, article, tags], outputs, name="begun")


# %% id="finding-check"
check("ex13a", begun)


# %% [markdown] id="finding-read" lang="en"
# How to read this, here and with your own:
#
# 1. **The sentence** says what is wrong, in the names of *your* graph. `encoder(ticket)` is one call of a shared layer: the call on `ticket`. A layer without a name of yours would be called `concatenate_3`.
# 2. **The picture** is your graph, not the one asked for. A dashed frame with the words "look here" marks the place. If an arrow comes from the wrong box, that arrow is dashed and says "yours", and the right one is dotted and says "expected".
# 3. **Of several sentences, mend the first.** The others may be no more than its consequences. Then check again.
# 4. What isn't marked has raised no objection so far. Here that is a lot: the inputs, the shared encoder, the names of both outputs.
# %% [markdown] id="finding-read" lang="zh"
# 怎么读？这里如此，你自己的结果也一样：
#
# 1. **那句话**用你自己的计算图里的名称，说明哪里不对。`encoder(ticket)` 指共享层（shared layer）的一次调用：在 `ticket` 上的那一次。你没有起名的层，会叫 `concatenate_3` 之类。
# 2. **图**中画出的是你的计算图，不是题目要求的那张。有问题的地方加了虚线框，写着“看这里”。如果是箭头的来源不对，这个箭头会画成虚线，写着“你的”；应有的箭头画成点线，写着“期望”。
# 3. **有好几句话时，先改第一句说的。** 其余的可能只是它的后果。改完再检查一次。
# 4. 没有标出的，目前没有异议。这里已经不少：三个输入、共享的编码器、两个输出的名称。


# %% [markdown] id="ex13a-task" lang="en"
# ### Exercise ex13a: the capstone
#
# Write `build_capstone(num_words=1000, dim=32, num_classes=4)`, the model of the picture. The inputs carry its names, and the model returns a dict with the keys `relevance` and `department`. The check asks for other sizes as well:
#
# | place | shape |
# |---|---|
# | `ticket`, `article`: word ids | `(None, None)` |
# | `tags` | `(None, 12)` |
# | in `encoder`, which is built as above: words, mean, output | `(None, None, dim)`, `(None, dim)`, `(None, dim)` |
# | what is joined first | `(None, 2 * dim + 12)` |
# | from there to `ScaledResidual`, and the product | `(None, dim)` |
# | what is joined last | `(None, 2 * dim)` |
# | `relevance` | `(None, 1)` |
# | `department` | `(None, num_classes)` |
#
# One thing no picture shows: the layer inside `ScaledResidual` is `Dense(dim, activation="tanh")`. For example, `build_capstone().count_params()` is 38886. How you write it, and what you call your layers, is up to you.
# %% [markdown] id="ex13a-task" lang="zh"
# ### 练习 ex13a：综合练习
#
# 请写出 `build_capstone(num_words=1000, dim=32, num_classes=4)`，也就是图中的模型。输入用图上的名称，模型返回一个字典，键为 `relevance` 和 `department`。检查时还会用别的大小：
#
# | 位置 | 形状 |
# |---|---|
# | `ticket`、`article`：词编号 | `(None, None)` |
# | `tags` | `(None, 12)` |
# | `encoder` 内部（照上文搭建）：词、平均、输出 | `(None, None, dim)`、`(None, dim)`、`(None, dim)` |
# | 第一次拼接的结果 | `(None, 2 * dim + 12)` |
# | 从那里到 `ScaledResidual`，以及乘积 | `(None, dim)` |
# | 最后一次拼接的结果 | `(None, 2 * dim)` |
# | `relevance` | `(None, 1)` |
# | `department` | `(None, num_classes)` |
#
# 有一处图上看不出来：`ScaledResidual` 里面包的层是 `Dense(dim, activation="tanh")`。例如 `build_capstone().count_params()` 等于 38886。怎么写、层叫什么名字，都由你决定。
# %% id="ex13a" role="solution"
def build_capstone(num_words=1000, dim=32, num_classes=4):
    """Ticket, article and tags in; the logits of `relevance` and `department` out."""
    ### BEGIN SOLUTION
    words = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(words)
    x = layers.GlobalAveragePooling1D()(x)
    encoder = keras.Model(words, layers.Dense(dim, activation="relu")(x), name="encoder")
    ticket = keras.Input(shape=(None,), dtype="int32", name="ticket")
    article = keras.Input(shape=(None,), dtype="int32", name="article")
    tags = keras.Input(shape=(12,), name="tags")
    from_ticket, from_article = encoder(ticket), encoder(article)
    x = layers.Concatenate()([from_ticket, from_article, tags])
    x = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim)(block)
    x = layers.Add()([x, block])
    x = ScaledResidual(layers.Dense(dim, activation="tanh"))(x)
    common = layers.Multiply()([from_ticket, from_article])
    relevance = layers.Dense(1)(layers.Concatenate()([x, common]))
    department = layers.Dense(num_classes)(x)
    return keras.Model(
        [ticket, article, tags], {"relevance": relevance, "department": department}
    )
    ### END SOLUTION


# %% id="check-ex13a" role="test" points=6
check("ex13a", build_capstone)
# %% [markdown] id="fresh-intro" lang="en"
# ## Put it to work
#
# From here on the model is yours to use. If it isn't finished yet, read on all the same: in that case the next cell takes the course's model in its place.
#
# The picture below is the same graph with the encoder opened: its frame holds the three layers that both calls share.
# %% [markdown] id="fresh-intro" lang="zh"
# ## 让它干活
#
# 从这里开始，模型归你使用。还没写完也不妨往下读：那样的话，下一个单元格会暂用课程的模型代替。
#
# 下图是同一张计算图，只是把编码器展开了：框里是两次调用共用的三个层。
# %% id="fresh-build"
from autograder.exercises import find


def fresh_capstone(seed=13):
    """Your model with new weights; the course's as long as yours isn't written."""
    keras.utils.set_random_seed(seed)
    try:
        return build_capstone()
    except NotImplementedError:
        return find("ex13a").solved()()


# %% id="fresh-open" tags=["nbval-ignore-output"]
capstone = fresh_capstone()
helpers.draw(capstone, expand=True)
# %% [markdown] id="words-intro" lang="en"
# ### Words
#
# The course's tickets use 10,000 word ids, and most of them are names that occur once or twice. The model has room for 1,000. So the 998 most frequent words get ids of their own, all others share the id 1, "some other word", and 0 stays the padding.
# %% [markdown] id="words-intro" lang="zh"
# ### 词
#
# 课程里的工单用了 10,000 个词编号，其中大多数是只出现一两次的人名、产品名。模型只容得下 1,000 个。于是最常见的 998 个词各有自己的编号，其余的共用编号 1，意思是“别的词”；0 仍然表示填充。
# %% id="words-ids"
train, unseen = datasets.tickets(8000, seed=1), datasets.tickets(2000, seed=2)
counts = np.bincount(train["body"].ravel(), minlength=10_000)
frequent = np.argsort(-counts[1:], kind="stable")[:998] + 1
short_id = np.ones(10_000, dtype="int32")
short_id[0] = 0
short_id[frequent] = np.arange(2, 1000)
known = (short_id[unseen["body"]] > 1).sum() / (unseen["body"] > 0).sum()
print(f"share of words in new tickets with an id of their own: {known:.3f}")


# %% [markdown] id="pairs-intro" lang="en"
# ### Pairs
#
# Now the pairs. The course has tickets but no articles, so other tickets' texts stand in for them, much as in chapter 08; and a rule says what helps: **an article helps when it comes from the ticket's department**. Half of the pairs are of this kind. In the other half the article comes from one of the three other departments, so that guessing gets 0.5.
# %% [markdown] id="pairs-intro" lang="zh"
# ### 配对
#
# 接着来配对。课程只有工单，没有文章，所以和第 08 章类似，拿别的工单的正文来充当，并约定怎样算有用：**文章与工单出自同一部门，就算有用**。这样的配对占一半；另一半里，文章来自其他三个部门之一。因此瞎猜的准确率（accuracy）是 0.5。
# %% id="pairs-make"
def make_pairs(tickets, seed):
    """Inputs and targets: the first half of the tickets, each with a text of the second half."""
    random = np.random.default_rng(seed)
    words, department = short_id[tickets["body"]], tickets["department"].argmax(axis=1)
    n = len(words) // 2
    helps = random.random(n) < 0.5
    another = (department[:n] + random.integers(1, 4, n)) % 4
    wanted = np.where(helps, department[:n], another)
    shelf = [n + np.flatnonzero(department[n:] == d) for d in range(4)]
    article = [random.choice(shelf[d]) for d in wanted]
    inputs = {"ticket": words[:n], "article": words[article], "tags": tickets["tags"][:n]}
    return inputs, {"relevance": helps[:, None].astype("float32"), "department": department[:n]}


x_train, y_train = make_pairs(train, seed=1)
x_unseen, y_unseen = make_pairs(unseen, seed=2)
{name: values.shape for name, values in x_train.items()}


# %% [markdown] id="compile-intro" lang="en"
# ### Train
#
# Two outputs, two losses, two metrics, all by name. `relevance` is one logit, and a logit above 0 is a yes: hence `threshold=0.0`.
# %% [markdown] id="compile-intro" lang="zh"
# ### 训练
#
# 两个输出，两个损失函数（loss function），两个指标（metric），全都写明名称。`relevance` 是一个 logit，大于 0 就表示“有用”，所以写 `threshold=0.0`。
# %% id="compile-train"
def train_capstone(model, department_weight):
    """Four epochs; the accuracies of both outputs on unseen pairs, by epoch."""
    model.compile(
        optimizer=keras.optimizers.Adam(0.003),
        loss={
            "relevance": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"relevance": 1.0, "department": department_weight},
        metrics={
            "relevance": [keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
            "department": ["accuracy"],
        },
    )
    data = {"validation_data": (x_unseen, y_unseen), "batch_size": 64}
    log = model.fit(x_train, y_train, epochs=4, verbose=0, **data).history
    return {name: log[f"val_{name}_accuracy"] for name in ("relevance", "department")}


# %% [markdown] id="train-ask" lang="en" role="ask"
# Four epochs over 4,000 pairs. Chance is 0.25 for `department` and 0.5 for `relevance`. Which of the two does the model learn first?
#
# - [ ] `relevance`: it has only two answers.
#   It can only be told by an encoder that knows what each text is about.
# - [x] `department`.
#   It is the easier question, and teaches the encoder for the other.
# - [ ] Both at once: they share the encoder.
#   They share it, but one of them needs what the other teaches.
# %% [markdown] id="train-ask" lang="zh" role="ask"
# 4,000 对数据，训练四轮。瞎猜的话，`department` 是 0.25，`relevance` 是 0.5。模型会先学会哪一个？
#
# - [ ] `relevance`：它只有两种答案。
#   只有编码器知道两段文字各说什么，才答得出来。
# - [x] `department`。
#   它更容易，而且会把编码器教好，帮到另一个。
# - [ ] 同时学会：它们共用编码器。
#   是共用，但其中一个要靠另一个来教。
# %% id="train-run"
together = train_capstone(capstone, department_weight=1.0)
for name, values in together.items():
    print(f"{name:10}", *(f"accuracy: {value:.2f}" for value in values))
assert together["relevance"][-1] > 0.88 and together["department"][-1] > 0.92
print("department first:", together["department"][0] > 0.75 > together["relevance"][0])
# %% [markdown] id="train-meaning" lang="en"
# It learns the department first: above 0.8 after one epoch, while `relevance` is still close to a coin. That makes sense. Whether two texts belong together can only be told by an encoder that knows what each of them is about, and this encoder learns it from the easier question. Over eight seeds, `relevance` ended between 0.92 and 0.96.
# %% [markdown] id="train-meaning" lang="zh"
# 先学会的是部门：一轮之后就超过 0.8，而 `relevance` 还跟抛硬币差不多。这合乎情理。两段文字是否相关，编码器得先知道它们各自在说什么；这一点，它是从那个较容易的问题里学到的。换八个随机种子（random seed）来试，`relevance` 最后都在 0.92 到 0.96 之间。
# %% [markdown] id="alone-predict" lang="en"
# **Predict, then run.** If so, `relevance` alone should have a hard time. The same model again, with new weights and the department's loss switched off: what does `relevance` reach in four epochs? In the figure, the solid line is training with both losses, the dashed one without the department's.
# %% [markdown] id="alone-predict" lang="zh"
# **先预测，再运行。** 如果真是这样，单学 `relevance` 就该很吃力。同样的模型，换上新的权重，关掉部门的损失：四轮之后，`relevance` 能到多少？下图中，实线是两个损失一起训练，虚线是去掉部门损失。
# %% id="train-alone"
alone = train_capstone(fresh_capstone(), department_weight=0.0)
plt.figure(figsize=(6, 3))
plt.plot(range(1, 5), together["relevance"], "o-", label="relevance, with department")
plt.plot(range(1, 5), alone["relevance"], "s--", label="relevance alone")
plt.xticks(range(1, 5))
plt.xlabel("epoch")
plt.ylabel("accuracy, unseen pairs")
plt.legend()
plt.show()
print("better together:", together["relevance"][-1] > alone["relevance"][-1] + 0.03)
# %% [markdown] id="train-shared" lang="en"
# Alone it falls behind: over eight seeds it stood between 0.51 and 0.85 at this point. The second output is not only an answer that you want; its loss teaches the shared encoder. In the graph, that is the arrow from the encoder to both outputs.
# %% [markdown] id="train-shared" lang="zh"
# 单独训练就落在后面：换八个随机种子，此时都在 0.51 到 0.85 之间。可见第二个输出不只是多给一个答案，它的损失还在教那个共享的编码器。在计算图里，这就是从编码器通向两个输出的箭头。
# %% [markdown] id="outputs-intro" lang="en"
# ## Look at both outputs
#
# Take four texts of the unseen half, one from each department, as the shelf. What does the model say about one new ticket and these four?
# %% [markdown] id="outputs-intro" lang="zh"
# ## 看看两个输出
#
# 从模型没见过的文本里取四段，每个部门一段，作为候选文章。面对一张新工单和这四段文字，模型怎么说？
# %% id="outputs-one"
department = unseen["department"].argmax(axis=1)
shelf = [1000 + int(np.argmax(department[1000:] == d)) for d in range(4)]
articles = short_id[unseen["body"][shelf]]
print(datasets.read_ticket(unseen, 0))
# %% id="outputs-ask"
asked = {
    "ticket": np.repeat(x_unseen["ticket"][:1], 4, axis=0),
    "article": articles,
    "tags": np.repeat(x_unseen["tags"][:1], 4, axis=0),
}
said = capstone.predict(asked, verbose=0)
# %% id="outputs-table" tags=["nbval-ignore-output"]
relevance = keras.ops.convert_to_numpy(keras.ops.sigmoid(said["relevance"]))[:, 0]
odds = keras.ops.convert_to_numpy(keras.ops.softmax(said["department"]))
for d, name in enumerate(datasets.DEPARTMENTS):
    print(f"article from {name:10} relevance {relevance[d]:.3f}  department {odds[d].round(3)}")
# %% [markdown] id="outputs-meaning" lang="en"
# There is a row for each article. On the left stands the sigmoid of `relevance`; on the right, the softmax of `department`, in the order billing, technical, shipping, account. The four rows on the right are much alike, but not equal: the article is an input of the graph, so it has a say in everything below the join, even where it should have none.
# %% [markdown] id="outputs-meaning" lang="zh"
# 每篇文章一行。左边是 `relevance` 的 sigmoid，右边是 `department` 的 softmax，次序为 billing（账单）、technical（技术）、shipping（物流）、account（账户）。右边四行彼此相近，却不相等：文章是计算图的一个输入，拼接之后的一切它都有份，哪怕本不该由它说话。
# %% [markdown] id="shelf-intro" lang="en"
# Now all 1,000 new tickets against the four articles. In the figure, each row is the ticket's department, each column the article's; in each field stands the mean probability that the article helps.
# %% [markdown] id="shelf-intro" lang="zh"
# 接下来，用全部 1,000 张新工单去对这四篇文章。下图中，行是工单的部门，列是文章的部门，每格是“有用”的平均概率。
# %% id="shelf-figure"
many = {name: np.repeat(x_unseen[name], 4, axis=0) for name in ("ticket", "tags")}
many["article"] = np.tile(articles, (1000, 1))
logits = capstone.predict(many, batch_size=500, verbose=0)["relevance"].reshape(1000, 4)
helps = keras.ops.convert_to_numpy(keras.ops.sigmoid(logits))
means = np.array([helps[department[:1000] == d].mean(axis=0) for d in range(4)])
figure, ax = plt.subplots(figsize=(4.6, 4))
ax.imshow(means, cmap="Blues", vmin=0, vmax=1.6)
for row, column in np.ndindex(4, 4):
    ax.text(column, row, f"{means[row, column]:.2f}", ha="center", va="center")
names = datasets.DEPARTMENTS
ax.set(xticks=range(4), xticklabels=names, yticks=range(4), yticklabels=names)
ax.set(xlabel="article from", ylabel="ticket for")
plt.show()
best = (helps.argmax(axis=1) == department[:1000]).mean()
print(f"the best article is of the right department, accuracy: {best:.2f}  {best > 0.9}")
# %% [markdown] id="shelf-predict" lang="en"
# The numbers are high on the diagonal, low beside it. But why is a technical ticket sent to the shipping article at all? Read that article: between a damaged item and a broken box somebody wrote "i reinstalled the app and it still crashes".
#
# **Predict, then run.** That one sentence is cut out. What becomes of the number in the row technical, column shipping?
# %% [markdown] id="shelf-predict" lang="zh"
# 对角线上高，旁边低。可是 technical（技术）类的工单，为什么会有几分被引向 shipping（物流）类的文章？读一读那篇文章：在损坏的商品和破掉的箱子之间，有人写了一句“我重装了应用，它还是崩溃”。
#
# **先预测，再运行。** 把这一句删掉。technical 那一行、shipping 那一列的数值会怎样？
# %% id="shelf-cut"
text = unseen["body"][shelf[2]]
stops = np.flatnonzero(text == text[-1])  # every sentence ends in a full stop, the text too
shorter = text.copy()
shorter[stops[4] + 1 : stops[5] + 1] = 0
print(datasets.ticket_words(text))
print("cut:", datasets.ticket_words(text[stops[4] + 1 : stops[5] + 1]))
# %% id="shelf-again"
technical = {name: x_unseen[name][department[:1000] == 1] for name in ("ticket", "tags")}
technical["article"] = np.tile(short_id[shorter], (len(technical["ticket"]), 1))
logits = capstone.predict(technical, verbose=0)["relevance"]
now = float(keras.ops.mean(keras.ops.sigmoid(logits)))
print("falls by more than a third:", now < means[1, 2] * 2 / 3)
# %% [markdown] id="shelf-meaning" lang="en"
# It falls, to less than half with each of nine seeds. The model was not confused; the article did speak of two things. Changing an input and looking at an output is the plainest way to ask a model for its reasons.
# %% [markdown] id="shelf-meaning" lang="zh"
# 数值变小了：九个随机种子，个个降到一半以下。模型并没有糊涂，是那篇文章确实说了两件事。改动输入，观察输出，这是追问模型理由最朴素的办法。
# %% [markdown] id="scale-predict" lang="en"
# ## What did your layer learn?
#
# **Predict, then run.** The custom layer's `scale` began at 1. It may have dropped to 0, which would switch the wrapped layer off. Where did the training take it?
# %% [markdown] id="scale-predict" lang="zh"
# ## 你的层学到了什么？
#
# **先预测，再运行。** 自定义层的 `scale` 从 1 开始。它也可能降到 0，那就等于关掉了里面包的层。训练把它带到了哪里？
# %% id="scale-value"
scale = next(float(w.numpy()) for w in capstone.trainable_weights if tuple(w.shape) == ())
print("still between 0.8 and 1.5:", 0.8 < scale < 1.5, " unchanged:", scale == 1.0)
# %% [markdown] id="scale-meaning" lang="en"
# The training has moved it a little, and it stays in use; with the seeds tried it ended between 1.1 and 1.2. It is a weight like any other.
# %% [markdown] id="scale-meaning" lang="zh"
# 训练让它稍稍动了一点，里面的层仍在起作用；试过的随机种子里，它最后都在 1.1 到 1.2 之间。它和别的权重没有两样。
# %% [markdown] id="save-intro" lang="en"
# ## Save it, load it
#
# A file that has everything in it: graph, weights, compile configuration, and in the graph a layer that Keras doesn't know.
# %% [markdown] id="save-intro" lang="zh"
# ## 保存和加载
#
# 一个文件装下一切：计算图、权重、编译（compile）配置；计算图里还有一个 Keras 不认识的层。
# %% id="save-load"
capstone.save("capstone.keras")
restored = keras.models.load_model("capstone.keras")
before, after = (model.predict(x_unseen, verbose=0) for model in (capstone, restored))
for name in ("relevance", "department"):
    print(f"{name}: the same outputs: {np.allclose(before[name], after[name], atol=1e-5)}")
# %% [markdown] id="save-meaning" lang="en"
# The class is registered and has a `get_config`, so `load_model` finds it by the name `course>ScaledResidual`. What the file doesn't hold is Python code: in another program, that class has to be defined before the model is loaded.
# %% [markdown] id="save-meaning" lang="zh"
# 这个类注册过，又有 `get_config`，所以 `load_model` 能按名称 `course>ScaledResidual` 找到它。文件里没有的，是 Python 代码：在另一个程序里，要先定义好这个类，才能加载模型。
# %% [markdown] id="serve-intro" lang="en"
# And since the graph is data, you can go on building on the loaded model. Its users want probabilities, not logits; that takes two more steps, and no training:
# %% [markdown] id="serve-intro" lang="zh"
# 计算图就是数据，所以加载之后还能接着往上搭。使用模型的人要的是概率，不是 logits；多走两步就行，不用训练：
# %% id="save-serve"
served = keras.Model(
    restored.inputs,
    {
        "relevance": layers.Activation("sigmoid")(restored.output["relevance"]),
        "department": layers.Softmax()(restored.output["department"]),
    },
)
answer = served.predict(asked, verbose=0)
print("the same probabilities:", np.allclose(answer["relevance"][:, 0], relevance, atol=1e-5))
# %% [markdown] id="capstone-further" lang="en"
# ## Now take it apart
#
# You own a model, data and a way to measure. Some questions, each a change of a line or two, whose answers aren't in this notebook:
#
# - Leave out the product. Was it needed?
# - Give each text an encoder of its own. How many epochs later does `relevance` get off the ground?
# - The mean counts the padding, too. What does `mask_zero=True` in the `Embedding` change?
# - Exchange `ticket` and `article`. Does the model still think that they belong together? Which edges of the graph make it differ?
#
# One seed is an anecdote: try five before you believe an answer.
# %% [markdown] id="capstone-further" lang="zh"
# ## 接着拆开看看
#
# 现在你手里有模型，有数据，也有衡量的办法。下面几个问题，各改一两行就能试，答案不在这份笔记本里：
#
# - 去掉乘积。它真的必要吗？
# - 让两段文字各用一个编码器。`relevance` 要晚几轮才有起色？
# - 取平均时，填充也算在内。在 `Embedding` 里加上 `mask_zero=True`，会有什么变化？
# - 把 `ticket` 和 `article` 对调。模型还认为它们相关吗？是计算图里的哪些边让结果不同？
#
# 只试一个随机种子，不足为凭：先试五个，再下结论。
# %% [markdown] id="capstone-summary" lang="en"
# ## Summary
#
# You can build a model from a picture: inputs first, then one call after another, a name for every tensor that is needed twice, a check after each piece. And you know what a graph gives you beyond its outputs:
#
# | because the model is a graph | you can |
# |---|---|
# | shapes and dtypes are known at each arrow | find mistakes before there are data |
# | a layer may be called twice | share what two inputs have in common |
# | any tensor can be an end | take out, reuse, freeze, extend |
# | it is data, not code | draw it, compare it, save it, load it |
# | a class of yours is a node like any other | add what Keras lacks |
# %% [markdown] id="capstone-summary" lang="zh"
# ## 小结
#
# 你已经能看图搭模型：先写输入，再一次一次地调用；要用两次的张量单独起名；每搭一段就检查一次。你也知道，计算图给你的不只是输出：
#
# | 因为模型是一张计算图 | 所以可以 |
# |---|---|
# | 每个箭头上的形状和数据类型都已知 | 还没有数据，就发现错误 |
# | 一个层可以调用两次 | 让两个输入共用相通的部分 |
# | 任何张量都可以是端点 | 取出、重用、冻结、扩展 |
# | 它是数据，不是代码 | 画出来、比较、保存、加载 |
# | 你写的类也是普通的节点 | 补上 Keras 没有的东西 |
# %% [markdown] id="practice-intro" lang="en"
# ## Practice without end
#
# `practice("graphs", level=1)` draws a graph that nobody has seen; levels go from 1, a chain, to 6, operators. The picture below says all that you need to write it. The number after `seed` draws this very graph again, so you can share it; leave it out, and you get another one each time. `practice("wiring", level=1)` shows two pictures, of which one has a wrong edge, and asks which.
# %% [markdown] id="practice-intro" lang="zh"
# ## 练不完的题
#
# `practice("graphs", level=1)` 会画出一张谁也没见过的计算图；级别从 1（一条链）到 6（运算符）。下图给出了搭建所需的一切。`seed` 后面的数会重新画出同一张图，可以分享给别人；不写它，每次都换一张新的。`practice("wiring", level=1)` 给出两张图，其中一张有一条边接错了，问你是哪一条。
# %% id="practice-draw"
practice("graphs", level=5, seed=4711)
# %% id="capstone-progress" tags=["nbval-ignore-output"]
progress()
# %% [markdown] id="capstone-next" lang="en"
# **Next:** [14 · A project of your own](14_project.ipynb). Your question, your data, your graph.
# %% [markdown] id="capstone-next" lang="zh"
# **下一章：** [14 · 自己的项目](14_project.ipynb)。问题、数据和计算图，都由你来定。
