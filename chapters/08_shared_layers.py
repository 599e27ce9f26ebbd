# %% [markdown] id="shared-goals" lang="en"
# # 08 · Shared layers
#
# After this chapter you can
#
# - call one layer at several places of a graph, and count its weights rightly,
# - show that what is learned at one place is learned for all,
# - decide when sharing helps, and measure whether it does.
#
# Time: about 40 minutes.
# %% [markdown] id="shared-goals" lang="zh"
# # 08 · 共享层
#
# 学完本章，你能够
#
# - 在计算图的多个位置调用同一个层，并正确地数出它的权重，
# - 证明在一处学到的，就是在所有位置学到的，
# - 判断什么时候共享有好处，并通过测量来确认。
#
# 用时：约 40 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(8)
# %% [markdown] id="shared-question" lang="en"
# The question of this chapter: **one layer, two places: what is learned?** Two texts, say a question and an answer, are made of the same words. It would be a waste to learn twice what each word means.
# %% [markdown] id="shared-question" lang="zh"
# 本章的问题是：**一个层，用在两处，学到的是什么？** 两段文本，比如一个问题和一个回答，用的是同样的词。每个词的含义学两遍，未免浪费。
# %% id="shared-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="call-intro" lang="en"
# ## One layer, called twice
#
# To share a layer you need no option and no special class: you call the same object again. Take a layer that gives one score to an offer of three numbers, and two offers to compare:
# %% [markdown] id="call-intro" lang="zh"
# ## 一个层，调用两次
#
# 共享一个层不需要任何选项，也不需要专门的类：再调用一次同一个对象就行。来看一个打分的层，它为一份报价（三个数值）给出一个得分；要比较的报价有两份：
# %% id="call-layer"
left = keras.Input(shape=(3,), name="left")
right = keras.Input(shape=(3,), name="right")
score = layers.Dense(1, name="score")
score.built
# %% [markdown] id="call-ask" lang="en" role="ask"
# The layer exists once, and has not been called yet; on three numbers it has 4 parameters. It is now called on both offers. How many parameters will the model have?
#
# - [x] 4
#   It is one object, called twice: one set of weights.
# - [ ] 8
#   So it would be with two layers of this kind.
# - [ ] None before data come.
#   The inputs say their shape, and that is enough.
# %% [markdown] id="call-ask" lang="zh" role="ask"
# 层只有一个，而且还没有被调用过；输入三个数值时，它有 4 个参数。现在在两份报价上各调用它一次。模型会有多少个参数？
#
# - [x] 4
#   同一个对象，调用两次：权重只有一份。
# - [ ] 8
#   有两个这样的层才会如此。
# - [ ] 数据到来之前没有。
#   输入写明了形状，这就够了。
# %% id="call-model"
offers = keras.Model([left, right], [score(left), score(right)], name="offers")
print("parameters:", offers.count_params())
print("layers:", [layer.name for layer in offers.layers])
# %% [markdown] id="call-meaning" lang="en"
# 4 parameters, and three layers: two inputs, one `score`. In the picture the layer appears at each of its two places, and both say that they are one:
# %% [markdown] id="call-meaning" lang="zh"
# 4 个参数，三个层：两个输入，一个 `score`。下图中，这个层在它的两个位置各出现一次，并且都注明是同一个：
# %% id="call-draw"
helpers.draw(offers)
# %% [markdown] id="call-picture" lang="en"
# *Shared 1/2* and *shared 2/2* mark the two calls; the parameters are counted at the first only. Keras calls each call a *node* of the layer.
# %% [markdown] id="call-picture" lang="zh"
# “共享 1/2”和“共享 2/2”标出了两次调用，参数只在第一处计数。Keras 把每次调用称为这个层的一个**节点**（node）。
# %% [markdown] id="apart-ask" lang="en" role="ask"
# A slip that happens to everybody: the layer is made inside the loop. How many parameters does this model have?
#
# - [ ] 4
#   That takes one layer, made before the loop.
# - [ ] It raises an error.
#   Two layers of one kind are nothing unusual.
# - [x] 8
#   Each round makes a layer of its own.
# %% [markdown] id="apart-ask" lang="zh" role="ask"
# 有一个谁都会犯的疏忽：把层写在循环里面创建。这个模型有多少个参数？
#
# - [ ] 4
#   那要在循环之前创建一个层。
# - [ ] 会报错。
#   两个同类的层没有什么不正常。
# - [x] 8
#   每循环一次，就创建一个新的层。
# %% id="apart-model"
scores = [layers.Dense(1)(offer) for offer in (left, right)]
apart = keras.Model([left, right], scores, name="apart")
apart.count_params()
# %% [markdown] id="apart-meaning" lang="en"
# 8, twice as many, since two layers were made. Nothing complains, and the outputs have the same shapes; only the number of parameters and the picture give it away.
# %% [markdown] id="apart-meaning" lang="zh"
# 8 个，多了一倍，因为创建了两个层。没有任何报错，输出的形状也一样；能看出来的，只有参数量和下面这张图。
# %% id="apart-draw"
helpers.draw(apart)
# %% [markdown] id="table-intro" lang="en"
# ## One table for two texts
#
# Now the words. An `Embedding` is a table with one row for each word; this one holds 1,000 words, 128 numbers each, and a word's id is the number of its row. Here a text of four words goes in, and a row for each comes out:
# %% [markdown] id="table-intro" lang="zh"
# ## 两段文本，一张表
#
# 现在轮到词了。嵌入（`Embedding`）是一张表，每个词占一行；这张表有 1,000 个词，每个词 128 个数值，词编号就是行号。下面输入一段四个词的文本，每个词得到表里的一行：
# %% id="table-layer"
embedding = layers.Embedding(1000, 128, name="words")
vectors = embedding(np.array([[3, 7, 4, 3]]))
print(vectors.shape, embedding.count_params())
print("the first word is the last:", np.array_equal(vectors[0, 0], vectors[0, 3]))
# %% [markdown] id="table-ids" lang="en"
# For a graph, say what goes in: `keras.Input(shape=(None,), dtype="int32")`. `None` stands for any number of words. Without the dtype an input is `float32`, and works as well, as chapter 06 showed; but ids are whole numbers, and the input should say so.
# %% [markdown] id="table-ids" lang="zh"
# 写成计算图（graph）时，要说明输入是什么：`keras.Input(shape=(None,), dtype="int32")`。`None` 表示词数不限。不写数据类型，输入就是 `float32`，第 06 章说过，这样也能用；不过编号是整数，输入最好写明这一点。


# %% [markdown] id="ex08a-task" lang="en"
# ### Exercise ex08a: two texts, one table
#
# Write `build_shared_embedding(num_words, dim)`. It returns a functional model with two integer inputs of any length and two outputs in the order of the inputs: the words of each as vectors of `dim` numbers, from one shared `Embedding` of `num_words` words. For example, `build_shared_embedding(1000, 128).count_params()` is 128000.
# %% [markdown] id="ex08a-task" lang="zh"
# ### 练习 ex08a：两段文本，一张表
#
# 请写出 `build_shared_embedding(num_words, dim)`，返回一个函数式模型（functional model）：两个任意长度的整数输入，两个输出与输入的次序一致，分别是各段文本的词向量，每个向量 `dim` 个数值，都出自同一个有 `num_words` 个词的 `Embedding`。例如 `build_shared_embedding(1000, 128).count_params()` 等于 128000。
# %% id="ex08a" role="solution"
def build_shared_embedding(num_words, dim):
    """Two texts of word ids -> the vectors of their words, from one table."""
    ### BEGIN SOLUTION
    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    embedding = layers.Embedding(num_words, dim)
    return keras.Model([first, second], [embedding(first), embedding(second)])
    ### END SOLUTION


# %% id="check-ex08a" role="test" points=2
check("ex08a", build_shared_embedding)
# %% [markdown] id="table-guide" lang="en"
# The next cell makes the guide's model, with the table from above. The picture shows two texts, each with its own length, and one table:
# %% [markdown] id="table-guide" lang="zh"
# 下面用前面那张表搭出原指南的模型。图中是两段文本，长度各自不限，查的是同一张表：
# %% id="table-model"
first = keras.Input(shape=(None,), dtype="int32", name="first")
second = keras.Input(shape=(None,), dtype="int32", name="second")
texts = keras.Model([first, second], [embedding(first), embedding(second)], name="two_texts")
print("parameters:", texts.count_params())
# %% id="table-draw"
helpers.draw(texts)
# %% [markdown] id="which-predict" lang="en"
# ## Which output is *the* output?
#
# In chapter 04 you took `encoder.output` and built on. A layer has an `output`, too.
# %% [markdown] id="which-predict" lang="zh"
# ## 哪一个才是输出？
#
# 第 04 章里，你取出 `encoder.output`，接着往下搭。层也有 `output`。
# %% [markdown] id="which-ask" lang="en" role="ask" tags=["review"]
# The layer `embedding` has been called on `first` and then on `second`. What does `embedding.output` give?
#
# - [x] The first call's tensor.
#   Keras 3 gives it silently.
# - [ ] The tensor of the last call.
#   It would be natural; but it is the first.
# - [ ] A list of all.
#   A layer keeps them, but `output` gives one.
# - [ ] An error.
#   Keras 2 raised one.
# %% [markdown] id="which-ask" lang="zh" role="ask" tags=["review"]
# `embedding` 层先后在 `first` 和 `second` 上各调用过一次。`embedding.output` 给出什么？
#
# - [x] 第一次调用的张量。
#   Keras 3 不声不响地给出它。
# - [ ] 最后一次调用的张量。
#   听来合理，但给出的是第一次的。
# - [ ] 全部调用的列表。
#   层保存着它们，但 `output` 只给一个。
# - [ ] 报错。
#   Keras 2 才会报错。
# %% id="which-run"
print("the first call's:", embedding.output is texts.outputs[0])
print("the second call's:", embedding.output is texts.outputs[1])
print("get_output_at:", hasattr(embedding, "get_output_at"))
# %% [markdown] id="which-meaning" lang="en"
# It gives the *first* call's tensor, without a word about the second.
#
# > **What changed since the guide:** Keras 2 refused here, and had `get_output_at(1)` to ask for one call. In Keras 3 `get_output_at` is gone. With a shared layer, keep what the call returns: `vector = embedding(second)`. That's always the right one.
# %% [markdown] id="which-meaning" lang="zh"
# 给出的是**第一次**调用的张量，对第二次只字不提。
#
# > **与原指南相比的变化：** Keras 2 在这里会报错，要用 `get_output_at(1)` 指明是哪一次调用。到了 Keras 3，`get_output_at` 没有了。用共享层时，请保留调用的返回值：`vector = embedding(second)`。这样绝不会错。
# %% [markdown] id="gradient-intro" lang="en"
# ## What is learned at one place
#
# Training changes weights along their gradient. Which gradient does a shared table get? Take two tiny texts: the first has the words 1, 2, 3, 4, the second 3 and 7. The loss is simply the sum of all numbers that come out, so each use of a row counts 1.
# %% [markdown] id="gradient-intro" lang="zh"
# ## 在一处学到的东西
#
# 训练沿着梯度（gradient）修改权重。共享的表得到的是哪一处的梯度？取两段极短的文本：第一段是词 1、2、3、4，第二段是词 3 和 7。损失就取所有输出之和，这样每用到某一行一次，就计 1。
# %% [markdown] id="gradient-predict" lang="en"
# **Predict, then run.** Which rows of the table get a gradient, and which number stands there for word 3?
# %% [markdown] id="gradient-predict" lang="zh"
# **先预测，再运行。** 表的哪些行会有梯度？词 3 那一行的数值是几？
# %% id="gradient-run"
ids = [np.array([[1, 2, 3, 4]]), np.array([[3, 7]])]
with tf.GradientTape() as tape:
    loss = sum(ops.sum(vectors) for vectors in texts(ids))
gradient = tf.convert_to_tensor(tape.gradient(loss, embedding.embeddings)).numpy()
{int(row): float(gradient[row, 0]) for row in np.flatnonzero(gradient.any(axis=1))}
# %% [markdown] id="gradient-meaning" lang="en"
# The rows 1, 2, 3, 4 of the first text and 3, 7 of the second get one; and word 3, which stands in both, gets the sum: 2. There is one table, and both texts write into it. The figure shows the rows of the table from left to right: the upper two lines are what each text alone would give, the third is both.
# %% [markdown] id="gradient-meaning" lang="zh"
# 有梯度的是第一段的第 1、2、3、4 行，第二段的第 3、7 行；词 3 两段都有，得到的是两处之和：2。表只有一张，两段文本都往里写。下图从左到右是表的各行：上面两排是单独一段文本带来的梯度，第三排是合在一起的。
# %% id="gradient-figure"
used = np.array([np.bincount(text[0], minlength=9) for text in ids])
rows = np.vstack([used, gradient[:9, 0]])
figure, ax = plt.subplots(figsize=(7, 2.2))
ax.imshow(rows, cmap="Blues", vmin=0, vmax=3)
for (y, x), value in np.ndenumerate(rows):
    ax.text(x, y, f"{value:.0f}", ha="center", va="center")
ax.set(xlabel="word", xticks=range(9), yticks=range(3))
ax.set_yticklabels(["first text", "second text", "both texts"])
plt.show()


# %% [markdown] id="task-intro" lang="en"
# ## Do two tickets speak of the same thing?
#
# Now a task. The help desk of chapter 06 wants to know whether two tickets, by their titles, belong to the same department. The pairs are made so that half of them do.
# %% [markdown] id="task-intro" lang="zh"
# ## 两张工单说的是一回事吗？
#
# 现在来一个任务。第 06 章的客服中心想知道：只看标题，两张工单是否归同一个部门。配对时让其中一半相同。
# %% id="task-pairs"
def make_pairs(count, seed):
    """Titles of two tickets each, and 1 where the department is the same, else 0."""
    draw, tickets = np.random.default_rng(seed), datasets.tickets(2 * count, seed)
    titles, departments = tickets["title"], tickets["department"].argmax(axis=1)
    same, others = draw.integers(0, 2, count), np.arange(count, 2 * count)
    fits = [others[departments[others] == k] for k in range(4)]
    wanted = (departments[:count] + draw.integers(1, 4, count) * (1 - same)) % 4
    partner = np.array([draw.choice(fits[k]) for k in wanted])
    return [titles[:count], titles[partner]], same


# %% id="task-data"
pairs, same = make_pairs(300, seed=0)
test_pairs, test_same = make_pairs(1000, seed=99)
for left, right, answer in zip(*pairs, same[:4]):
    print(datasets.ticket_words(left), "|", datasets.ticket_words(right), "->", answer)


# %% [markdown] id="encoder-intro" lang="en"
# ## Sharing more than one layer
#
# From a title to one vector it takes two steps: look the words up, then average them. If both are in a small model, calling that model twice shares everything in it. `mask_zero=True` leaves out the zeros that fill a title up.
# %% [markdown] id="encoder-intro" lang="zh"
# ## 共享不止一个层
#
# 从一个标题到一个向量，要走两步：查表，再取平均。把这两步放进一个小模型，也就是编码器（encoder），调用它两次，里面的一切就都共享了。`mask_zero=True` 的作用是略过补齐用的零。
# %% id="encoder-build"
def make_encoder(name):
    title = keras.Input(shape=(None,), dtype="int32")
    vectors = layers.Embedding(10_000, 32, mask_zero=True)(title)
    return keras.Model(title, layers.GlobalAveragePooling1D()(vectors), name=name)


# %% [markdown] id="cosine-intro" lang="en"
# Two vectors are alike when they point the same way. The *cosine* measures that: 1 for the same direction, 0 for nothing in common, -1 for opposite. `Dot` with `normalize=True` computes it. A `Dense(1)` turns it into a logit; its weight starts out positive, so the more alike, the greater the logit.
# %% [markdown] id="cosine-intro" lang="zh"
# 两个向量方向一致，就说明相像。**余弦**（cosine）量的正是这一点：方向相同为 1，毫无共同之处为 0，相反为 -1。带 `normalize=True` 的 `Dot` 可以算出它。再用一个 `Dense(1)` 把它变成 logit；权重初始为正，越相像，logit 越大。
# %% id="cosine-build"
def make_matcher(left, right):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    cosine = layers.Dot(axes=1, normalize=True)([left(titles[0]), right(titles[1])])
    return keras.Model(titles, layers.Dense(1, kernel_initializer="ones")(cosine))


encoder = make_encoder("encoder")
matcher = make_matcher(encoder, encoder)
helpers.explore(matcher, [titles[:10] for titles in pairs])


# %% [markdown] id="cosine-picture" lang="en"
# Read the picture from the top: two inputs, the same encoder twice, and a join that compares what comes out. This is called a *siamese* network. In a running notebook, point at one of the two encoders, and both light up: they are one. Click them in turn: the weights are the same, the vectors of the two titles are not.
# %% [markdown] id="cosine-picture" lang="zh"
# 这张图从上往下看：两个输入，同一个编码器出现两次，最后汇合到一起，比较得出的结果。这种网络叫作**孪生网络**（siamese network）。在运行着的笔记本里，把鼠标移到其中一个编码器上，两个都会亮起来，因为它们是同一个。再依次点击这两个：权重相同，两个标题得到的向量却不同。
# %% [markdown] id="less-intro" lang="en"
# ## Does sharing help?
#
# The rival has two encoders, one for each side, and so twice as many weights. Both get the same 300 pairs and then the same 1,000 new ones, with three seeds.
# %% [markdown] id="less-intro" lang="zh"
# ## 共享有好处吗？
#
# 对照模型有两个编码器，一边一个，权重也就多了一倍。两者都用同样的 300 对来训练，再用同样的 1,000 对新数据来测，各试三个随机种子（random seed）。
# %% [markdown] id="less-ask" lang="en" role="ask"
# The rival has twice as many weights, and more weights can say more. Which one does better on new pairs?
#
# - [ ] The one with two encoders.
#   With 300 pairs each of them sees half as much.
# - [x] The shared one.
#   What it learns on one side holds on the other.
# - [ ] They are level.
#   They get level with far more pairs.
# %% [markdown] id="less-ask" lang="zh" role="ask"
# 对照模型的权重多一倍，权重多，能表达的也多。在新的配对上，哪一个更好？
#
# - [ ] 有两个编码器的那个。
#   只有 300 对数据，每个编码器看到的就少了一半。
# - [x] 共享的那个。
#   在一边学到的，另一边同样管用。
# - [ ] 不相上下。
#   数据多得多的时候，两者才不相上下。
# %% id="less-learn"
def learn(matcher, pairs, same):
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    matcher.compile(optimizer=keras.optimizers.Adam(1e-2), loss=loss)
    matcher.fit(pairs, same, batch_size=32, epochs=10, verbose=0)
    logits = matcher(test_pairs).numpy()[:, 0]
    return np.mean((logits > 0) == test_same)


# %% id="less-run"
reached = {"shared": [], "separate": []}
for seed in range(3):
    keras.utils.set_random_seed(seed)
    pairs, same = make_pairs(300, seed)
    one, left, right = (make_encoder(name) for name in ("one", "left", "right"))
    reached["shared"].append(learn(make_matcher(one, one), pairs, same))
    reached["separate"].append(learn(make_matcher(left, right), pairs, same))
# %% id="less-show"
for name, values in reached.items():
    print(f"{name:9} accuracy: {np.round(values, 2).tolist()}")
print("shared is better:", np.mean(reached["shared"]) > np.mean(reached["separate"]))
assert np.mean(reached["shared"]) > 0.68
# %% [markdown] id="less-meaning" lang="en"
# The shared one does better, by some four points of a hundred; it was ahead with each of five seeds that we tried. Every pair shows it words on both sides, and whatever it learns on the left holds on the right. The separate tables have to find out twice that *parcel* and *courier* belong together.
# %% [markdown] id="less-meaning" lang="zh"
# 共享的更好，准确率（accuracy）高约 4 个百分点；我们试过五个随机种子，每一次都是它领先。每一对数据的两边都在给它看词，左边学到的，右边同样管用。两张分开的表，则要各自弄明白一遍：parcel（包裹）和 courier（快递员）有关联。
# %% [markdown] id="less-limits" lang="en"
# It isn't always so. With 4,000 pairs the two were level in our trials: given enough data, both sides learn every word. And where the two inputs are of different kinds, a title and a list of tags, there is nothing to share.
# %% [markdown] id="less-limits" lang="zh"
# 但也不总是这样。换成 4,000 对，在我们的试验里两者不相上下：数据足够多，两边就都能学到每一个词。而如果两个输入根本不是一类东西，比如一个标题和一组标记（tag），那就没有什么可以共享的。
# %% [markdown] id="swap-predict" lang="en"
# **Predict, then run.** Exchange the two titles of each pair. Does the shared model give the same answers? And the separate one?
# %% [markdown] id="swap-predict" lang="zh"
# **先预测，再运行。** 把每一对的两个标题互换。共享的模型给出的答案还相同吗？分开的那个呢？
# %% id="swap-run"
matchers = {"shared": make_matcher(one, one), "separate": make_matcher(left, right)}
for name, model in matchers.items():
    there, back = model(test_pairs), model(test_pairs[::-1])
    print(f"{name:9} the same both ways:", np.allclose(there, back, atol=1e-4))
# %% [markdown] id="swap-meaning" lang="en"
# The shared model gives the same answers, the separate one doesn't. That two tickets match doesn't depend on which comes first, and the shared model can't get this wrong: it is built in. (The new `Dense(1)` doesn't matter here; the encoders are the trained ones, called once more.)
# %% [markdown] id="swap-meaning" lang="zh"
# 共享的模型答案相同，分开的不同。两张工单是否相配，与谁先谁后无关；共享的模型在这一点上不可能出错，它的结构就保证了。（这里新建了 `Dense(1)`，不过没有影响；编码器还是训练过的那些，只是又调用了一次。）
# %% [markdown] id="loop-intro" lang="en"
# ## The slip, in a program
#
# Here is the slip of the beginning once more, as it happens in longer code. The model is to say what sets two titles apart: one encoder of three layers, and the difference of the two vectors. The loop over the titles looks tidy:
# %% [markdown] id="loop-intro" lang="zh"
# ## 程序里的那个疏忽
#
# 开头说过的那个疏忽，在长一些的代码里是这样出现的。这个模型要说明两个标题差在哪里：一个由三层组成的编码器，再取两个向量之差。遍历标题的循环看上去很整齐：
# %% id="loop-broken"
def broken_sharing(num_words, dim):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    vectors = []
    for title in titles:
        words = layers.Embedding(num_words, dim)(title)
        words = layers.Conv1D(dim, 3, padding="same", activation="relu")(words)
        vectors.append(layers.GlobalAveragePooling1D()(words))
    return keras.Model(titles, layers.Subtract()(vectors))


# %% id="loop-run"
faulty = broken_sharing(10_000, 32)
title = pairs[0][:1]
print("parameters:", faulty.count_params())
print("equal titles differ by 0:", not np.any(faulty([title, title])))
# %% [markdown] id="loop-meaning" lang="en"
# A title differs from itself: each side has an encoder of its own. With one encoder for both, the difference of equal titles is 0 before any training.
# %% [markdown] id="loop-meaning" lang="zh"
# 同一个标题，和自己居然有差别：两边各有各的编码器。如果两边用的是同一个，那么不经任何训练，相同标题的差就是 0。
# %% [markdown] id="ex08c-task" lang="en"
# ### Exercise ex08c: one encoder instead of two
#
# Repair it as `repair_sharing(num_words, dim)`: the same model, but with one encoder for both titles. All that has weights is made once and used for both; nothing else changes. The code is in the cell below already, behind the line with `raise`: take that line away, and mend the rest. For example, `repair_sharing(10_000, 32).count_params()` is 323104, half of what the broken one has.
# %% [markdown] id="ex08c-task" lang="zh"
# ### 练习 ex08c：一个编码器，而不是两个
#
# 请把它修好，写成 `repair_sharing(num_words, dim)`：还是同样的模型，但两个标题共用一个编码器。凡是有权重的层都只创建一次，两个标题都用它；其余的都不变。代码已经放在下面的单元格里，就在 `raise` 那一行后面：删去那一行，再改其余的部分。例如 `repair_sharing(10_000, 32).count_params()` 等于 323104，是出错的那个的一半。
# %% id="ex08c" role="solution" broken="loop-broken"
def repair_sharing(num_words, dim):
    """The model of `broken_sharing`, with one encoder for both titles."""
    ### BEGIN SOLUTION
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    embedding = layers.Embedding(num_words, dim)
    convolution = layers.Conv1D(dim, 3, padding="same", activation="relu")
    vectors = []
    for title in titles:
        words = convolution(embedding(title))
        vectors.append(layers.GlobalAveragePooling1D()(words))
    return keras.Model(titles, layers.Subtract()(vectors))
    ### END SOLUTION


# %% id="check-ex08c" role="test" points=2
check("ex08c", repair_sharing)
# %% [markdown] id="vectors-intro" lang="en"
# ## What has it learned?
#
# The figure shows what the shared encoder makes of 400 titles, in the two directions in which the vectors differ most: one panel for each department, its titles in blue, all others in grey. The department is what the ticket really went to; the model was only ever told *same* or *not the same*.
# %% [markdown] id="vectors-intro" lang="zh"
# ## 它学到了什么？
#
# 下图是共享的编码器给 400 个标题算出的向量，取差别最大的两个方向。每个部门一格：这个部门的标题是蓝色，其余的是灰色。部门指工单实际归哪里；模型从头到尾只被告知过“相同”或“不同”。
# %% id="vectors-compute"
tickets = datasets.tickets(400, seed=8)
points = one(tickets["title"]).numpy()
points = points - points.mean(axis=0)
directions = np.linalg.svd(points, full_matrices=False)[2][:2]
across, up = directions @ points.T
# %% id="vectors-figure"
department = tickets["department"].argmax(axis=1)
figure, axes = plt.subplots(1, 4, figsize=(10, 3), sharex=True, sharey=True)
for k, (ax, name) in enumerate(zip(axes, datasets.DEPARTMENTS)):
    ax.scatter(across, up, s=14, color="lightgrey")
    ax.scatter(across[department == k], up[department == k], s=14)
    ax.set(title=name, xlabel="first direction")
axes[0].set_ylabel("second direction")
plt.tight_layout()
plt.show()


# %% [markdown] id="vectors-meaning" lang="en"
# The titles gather in groups: technical and account keep to sides of their own, billing and shipping are closer to each other. No label of a department was ever given; pairs were enough. In the crowd in the middle are titles whose words say little, or were never seen in 300 pairs.
# %% [markdown] id="vectors-meaning" lang="zh"
# 标题聚成了几群：technical（技术）和 account（账户）各占一边，billing（账单）和 shipping（物流）靠得近一些。模型从没见过部门的标签（label），只靠配对就够了。中间挤在一起的标题，用词说明不了什么，或者在那 300 对里从没出现过。
# %% [markdown] id="ex08b-task" lang="en"
# ### Exercise ex08b: how alike are two texts?
#
# Write `build_similarity(num_words, dim)`: a functional model with two integer inputs of any length and one output of shape `(n, 1)`, the cosine of the two texts' vectors, with nothing after it. Both texts go through the same encoder: an `Embedding` of `num_words` words and `dim` numbers, then anything that makes one vector of a text.
#
# For example, `build_similarity(1000, 16)` gives 1 for a text and itself, and the same for two texts in either order.
# %% [markdown] id="ex08b-task" lang="zh"
# ### 练习 ex08b：两段文本有多像？
#
# 请写出 `build_similarity(num_words, dim)`：一个函数式模型，两个任意长度的整数输入，一个形状为 `(n, 1)` 的输出，即两段文本的向量的余弦，后面不再接任何东西。两段文本都经过同一个编码器：先是一个有 `num_words` 个词、每个词 `dim` 个数值的 `Embedding`，后面怎样把一段文本变成一个向量都可以。
#
# 例如 `build_similarity(1000, 16)` 对一段文本和它自己给出 1；两段文本无论谁先谁后，结果都相同。
# %% id="ex08b" role="solution"
def build_similarity(num_words, dim):
    """Two texts -> the cosine of their vectors, by one shared encoder."""
    ### BEGIN SOLUTION
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.GlobalAveragePooling1D()(x), name="encoder")

    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    cosine = layers.Dot(axes=1, normalize=True)([encoder(first), encoder(second)])
    return keras.Model([first, second], cosine)
    ### END SOLUTION


# %% id="check-ex08b" role="test" points=3
check("ex08b", build_similarity)
# %% [markdown] id="shared-summary" lang="en"
# ## Summary
#
# - A layer that is called twice is shared: one set of weights, two nodes, counted once.
# - The gradients of all its places add up in that one set, so what one place learns, all know.
# - Sharing says that two inputs are of one kind. It helps most where data are few, and it makes a comparison fair in both directions.
# - `layer.output` of a shared layer is that of the first call; keep what each call returns.
# %% [markdown] id="shared-summary" lang="zh"
# ## 小结
#
# - 调用两次的层就是共享的：一份权重，两个节点，只计一次。
# - 各处的梯度都加到这一份权重上，所以一处学到的，处处都知道。
# - 共享的意思是：两个输入属于同一类。数据少的时候帮助最大，而且能让比较在两个方向上一视同仁。
# - 共享层的 `layer.output` 是第一次调用的输出；请保留每次调用的返回值。
# %% [markdown] id="shared-next" lang="en"
# **Next:** [09 · Reusing the nodes of a graph](09_reusing_nodes.ipynb). The graph is open: what does a trained network see on its way?
# %% [markdown] id="shared-next" lang="zh"
# **下一章：** [09 · 重用计算图的节点](09_reusing_nodes.ipynb)。计算图是敞开的：一个训练好的网络，一路上看到了什么？
