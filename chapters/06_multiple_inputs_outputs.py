# %% [markdown] id="multiple-goals" lang="en"
# # 06 · Several inputs, several outputs
#
# After this chapter you can
#
# - build one model that takes several kinds of input and makes several decisions,
# - give each output its own loss, loss weight and metrics, so that none gets another's,
# - feed it from arrays and from a `tf.data.Dataset`, both by name.
#
# Time: about 60 minutes.
# %% [markdown] id="multiple-goals" lang="zh"
# # 06 · 多个输入，多个输出
#
# 学完本章，你能够
#
# - 搭建一个接收几种输入、做出几个决定的模型，
# - 为每个输出指定各自的损失函数（loss function）、损失权重（loss weight）和指标（metric），而且不会张冠李戴，
# - 用数组或 `tf.data.Dataset` 为模型提供数据，两种方式都按名称对应。
#
# 用时：约 60 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(6)
# %% [markdown] id="multiple-question" lang="en"
# The question of this chapter: **one network, three kinds of input, two decisions. How does Keras know what belongs where?** A help desk gets tickets: a title, a longer text, and a few ticked tags. The network decides whether a ticket is urgent, and which department takes it.
# %% [markdown] id="multiple-question" lang="zh"
# 本章的问题是：**一个网络，三种输入，两个决定，Keras 怎么知道什么该对应什么？** 客服中心收到工单（ticket）：一个标题、一段正文，还有勾选的几个标记（tag）。网络要判断：这张工单急不急，该由哪个部门处理。
# %% id="multiple-imports"
import warnings

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="tickets-intro" lang="en"
# ## The tickets
#
# 2,000 tickets to learn from, 1,000 others for the test. They are invented, but their labels follow from what they say, so there is something to learn.
# %% [markdown] id="tickets-intro" lang="zh"
# ## 工单数据
#
# 2,000 张工单用来训练，另外 1,000 张用来测试。工单是虚构的，但标签（label）与内容有关，所以确实有规律可学。
# %% id="tickets-load"
tickets, unseen = datasets.tickets(2000, seed=6), datasets.tickets(1000, seed=7)
for name, array in tickets.items():
    print(f"{name:10} {array.shape!s:12} {array.dtype}")
print("\n" + datasets.read_ticket(tickets, 0))
print("\ntitle as ids:", tickets["title"][0])
# %% [markdown] id="tickets-meaning" lang="en"
# Each word is a number from 1 to 9,999; zeros in front fill a row up. Tags are twelve zeros or ones. The answers are a 1 for urgent, and a one-hot row of four departments.
#
# How good would guessing be? Here are the shares of urgent tickets and of each department:
# %% [markdown] id="tickets-meaning" lang="zh"
# 工单原文是英文：每个英文词对应 1 到 9,999 之间的一个编号；不够长的，前面用零补齐。上面显示的是译文，所以词数和编号的个数不必相同。标记是十二个 0 或 1。答案有两个：1 表示紧急；部门是四选一的独热（one-hot）向量。
#
# 瞎猜能对多少？先看看紧急工单的比例，以及各部门的比例：
# %% id="tickets-shares"
print(f"urgent: {tickets['priority'].mean():.2f}")
for name, share in zip(datasets.DEPARTMENTS, tickets["department"].mean(axis=0)):
    print(f"{name}: {share:.2f}")
# %% [markdown] id="tickets-guess" lang="en"
# So guessing gets about half of the priorities and a quarter of the departments right.
# %% [markdown] id="tickets-guess" lang="zh"
# 也就是说，瞎猜的话，优先级大约对一半，部门大约对四分之一。
# %% [markdown] id="inputs-intro" lang="en"
# ## Three ways in
#
# A `Sequential` model has one way in and one way out: it can't say what we need. In the functional API we write three inputs. `None` in a shape means *any length*, so a title may have 4 words or 40. By their names the data will find their way.
# %% [markdown] id="inputs-intro" lang="zh"
# ## 三个入口
#
# `Sequential` 模型只有一个入口、一个出口，我们要的模型它根本表达不出来。函数式 API 则只需写三个输入。形状里的 `None` 表示**任意长度**，标题可以是 4 个词，也可以是 40 个词。数据将来就靠名称找到自己的入口。
# %% id="inputs-create"
title = keras.Input(shape=(None,), name="title")
body = keras.Input(shape=(None,), name="body")
tags = keras.Input(shape=(12,), name="tags")
title.shape, body.shape, tags.shape
# %% [markdown] id="embed-predict" lang="en"
# Word ids are names, not amounts: word 20 isn't twice word 10. An *embedding* keeps a table with one row of 64 numbers for each of 10,000 words, and looks the rows up. The numbers are learned.
#
# **Predict, then run.** Which shape comes out for `title`, and how many parameters has the table?
# %% [markdown] id="embed-predict" lang="zh"
# 词编号只是代号，不表示大小：20 号词并不是 10 号词的两倍。**嵌入**（embedding）保存一张表，10,000 个词各占一行，每行 64 个数值，用时按编号查表；表里的数值是学出来的。
#
# **先预测，再运行。** 把 `title` 传给它，出来的形状是什么？这张表有多少个参数？
# %% id="embed-run"
title_words = layers.Embedding(10_000, 64, name="title_words")
embedded = title_words(title)
embedded.shape, title_words.count_params()
# %% [markdown] id="embed-dtype-predict" lang="en"
# Word ids are whole numbers, yet the input's dtype is Keras's default, `float32`, as in the guide.
#
# **Predict, then run.** Does the table give other rows for ids that are floats?
# %% [markdown] id="embed-dtype-predict" lang="zh"
# 词编号是整数，而输入的数据类型和原指南一样，用的是 Keras 的默认值 `float32`。
#
# **先预测，再运行。** 如果编号是浮点数，查表得到的行会不一样吗？
# %% id="embed-dtype"
ids = np.array([[1, 20, 9_999]])
rows_of_ids, rows_of_floats = title_words(ids), title_words(ids.astype("float32"))
print(title.dtype, np.array_equal(rows_of_ids, rows_of_floats))
# %% [markdown] id="embed-dtype-meaning" lang="en"
# It gives the same rows: an `Embedding` turns its input into whole numbers before it looks them up, and `float32` holds whole numbers up to 16 million exactly. It is clearer to say what the numbers are, though: `keras.Input(shape=(None,), dtype="int32")`, as chapter 08 does.
# %% [markdown] id="embed-dtype-meaning" lang="zh"
# 查到的行完全一样：`Embedding` 查表之前会先把输入转成整数，而一千六百万以内的整数，`float32` 都能精确表示。不过，写明它们是整数更清楚：`keras.Input(shape=(None,), dtype="int32")`，第 08 章就是这样写的。
# %% [markdown] id="lstm-intro" lang="en"
# One row for each word, and still any number of words. An *LSTM* reads the rows in order and carries a memory along; at the end it gives its last state. Whatever the length, 128 numbers come out:
# %% [markdown] id="lstm-intro" lang="zh"
# 每个词一行，词数仍然不限。**LSTM**（一种循环层）按顺序逐行读入，边读边记，最后给出末尾的状态。不管多长，出来的都是 128 个数值：
# %% id="lstm-run"
title_reader = layers.LSTM(128, name="title_reader")
title_features = title_reader(embedded)
title_features.shape, title_reader.count_params()
# %% [markdown] id="lstm-meaning" lang="en"
# The LSTM has 4 · (64 + 128 + 1) · 128 = 98,816 parameters: it has four small dense layers inside, each fed with a word (64 numbers), the state (128) and a bias.
# %% [markdown] id="lstm-meaning" lang="zh"
# LSTM 有 4 · (64 + 128 + 1) · 128 = 98,816 个参数：它内部有四个小的全连接层，每个都接收一个词（64 个数值）、状态（128 个数值）和偏置（bias）。
# %% [markdown] id="join-ask" lang="en" role="ask"
# The body gets an embedding and an LSTM of its own, with 32 units. Then the three ways meet in a `concatenate`. How wide is the result?
#
# - [ ] 128
#   A sum would keep the width; and it would ask for equal ones.
# - [ ] 160
#   These are the two texts; the tags join as well.
# - [x] 172
#   128 of the title, 32 of the body, 12 tags.
# %% [markdown] id="join-ask" lang="zh" role="ask"
# 正文另有自己的嵌入和 LSTM，后者为 32 个单元。然后三条路在 `concatenate` 处汇合。结果有多宽？
#
# - [ ] 128
#   相加才保持宽度不变，而且要求宽度相等。
# - [ ] 160
#   这只是两段文本，标记也要拼进来。
# - [x] 172
#   标题 128，正文 32，标记 12。
# %% id="join-run"
body_words = layers.Embedding(10_000, 64, name="body_words")(body)
body_features = layers.LSTM(32, name="body_reader")(body_words)
x = layers.concatenate([title_features, body_features, tags], name="everything")
x.shape
# %% [markdown] id="heads-intro" lang="en"
# ## Two ways out
#
# All that the model knows about a ticket is in these 128 + 32 + 12 = 172 numbers. Both decisions start from them: one logit for urgent or not, four for the departments. The outputs are given as a dict, so each has a name.
# %% [markdown] id="heads-intro" lang="zh"
# ## 两个出口
#
# 模型对一张工单的全部了解，就在这 128 + 32 + 12 = 172 个数值里。两个决定都从这里出发：一个 logit 表示急不急，四个 logits 对应四个部门。输出写成字典，这样每个输出都有名称。
# %% id="heads-build"
priority = layers.Dense(1, name="priority")(x)
department = layers.Dense(4, name="department")(x)
outputs = {"priority": priority, "department": department}
router = keras.Model([title, body, tags], outputs, name="ticket_router")
router.count_params()
# %% id="heads-picture"
helpers.draw(router)
# %% [markdown] id="heads-meaning" lang="en"
# Read the picture from the top: three inputs, two columns that end in an LSTM, tags that go straight down to `everything`, and two boxes that both get its 172 numbers. 1,280,000 of the 1,392,097 parameters are in the two tables of words.
#
# Keras's own picture says the same, with the name of each layer and the shapes that go in and come out:
# %% [markdown] id="heads-meaning" lang="zh"
# 从上往下看这张图：三个输入；两列各以一个 LSTM 结束；标记直接通到 `everything`；最后两个方框都接收那 172 个数值。1,392,097 个参数里，有 1,280,000 个在两张词表中。
#
# Keras 自己画的图内容相同，还标出了每个层的名称和进出的形状：
# %% id="heads-plot" tags=["nbval-ignore-output"]
options = {"show_shapes": True, "show_layer_names": True, "dpi": 60}
try:
    display(keras.utils.plot_model(router, "ticket_router.png", **options))
except ImportError as error:
    print(error)


# %% [markdown] id="ex06a-task" lang="en"
# ### Exercise ex06a: a router of any size
#
# Write `build_ticket_router(num_words, num_tags, num_departments)`. It returns the functional model above for other numbers of words, tags and departments:
#
# - three inputs by name: `title` and `body` are word ids of any length, `tags` has `num_tags` numbers;
# - for each text an embedding of its own with 64 numbers a word, then an LSTM: 128 units for the title, 32 for the body; no masking;
# - both results and the tags concatenated, in any order;
# - from there two `Dense` layers without activation, returned as a dict with the keys `"priority"` (one number) and `"department"`.
#
# For example, `build_ticket_router(10_000, 12, 4).count_params()` is 1392097.
# %% [markdown] id="ex06a-task" lang="zh"
# ### 练习 ex06a：任意大小的工单分派模型
#
# 请写出 `build_ticket_router(num_words, num_tags, num_departments)`，返回上面那个函数式模型，但词数、标记数和部门数可以不同：
#
# - 三个有名称的输入：`title` 和 `body` 是任意长度的词编号，`tags` 是 `num_tags` 个数值；
# - 两段文本各有自己的嵌入，每个词 64 个数值，然后各接一个 LSTM：标题 128 个单元，正文 32 个单元；不用掩码（mask）；
# - 两个结果和标记拼接在一起，顺序不限；
# - 再从这里接两个不带激活函数（activation function）的 `Dense` 层，以字典返回，键为 `"priority"`（一个数值）和 `"department"`。
#
# 例如 `build_ticket_router(10_000, 12, 4).count_params()` 等于 1392097。
# %% id="ex06a" role="solution"
def build_ticket_router(num_words, num_tags, num_departments):
    """Three inputs by name -> a dict of two outputs, both logits."""
    ### BEGIN SOLUTION
    title = keras.Input(shape=(None,), name="title")
    body = keras.Input(shape=(None,), name="body")
    tags = keras.Input(shape=(num_tags,), name="tags")
    title_features = layers.LSTM(128)(layers.Embedding(num_words, 64)(title))
    body_features = layers.LSTM(32)(layers.Embedding(num_words, 64)(body))
    x = layers.concatenate([title_features, body_features, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    return keras.Model([title, body, tags], {"priority": priority, "department": department})
    ### END SOLUTION


# %% id="check-ex06a" role="test" points=4
check("ex06a", build_ticket_router)
# %% [markdown] id="call-intro" lang="en"
# ## Data by name
#
# The arrays go into dicts whose keys are the names of the inputs and of the outputs. What comes out is a dict, too. Three tickets, untrained:
# %% [markdown] id="call-intro" lang="zh"
# ## 按名称传入数据
#
# 把数组放进字典，键就是输入和输出的名称。出来的也是字典。先给未经训练的模型三张工单：
# %% id="call-dicts"
INPUTS, OUTPUTS = ("title", "body", "tags"), ("priority", "department")


def pick(data, names):
    return {name: data[name] for name in names}


x_train, y_train = pick(tickets, INPUTS), pick(tickets, OUTPUTS)
x_test, y_test = pick(unseen, INPUTS), pick(unseen, OUTPUTS)
three = {name: array[:3] for name, array in x_train.items()}
{name: tuple(scores.shape) for name, scores in router(three).items()}
# %% [markdown] id="key-ask" lang="en" role="ask"
# A slip of the pen: `titel`. What comes of it?
#
# - [ ] The title is silently empty.
#   That is what happens by place, when an array stands in the wrong one.
# - [x] Keras notices, and there is an error.
#   The inputs have names, and this one is missing.
# - [ ] It works: the order is right.
#   A dict has names, not places.
# %% [markdown] id="key-ask" lang="zh" role="ask"
# 键名写错了一个：`titel`。会怎样？
#
# - [ ] 标题悄悄地空着。
#   按位置传入、放错了位置，才会这样悄无声息。
# - [x] Keras 会发现，并且报错。
#   输入是有名称的，而这个名称缺了。
# - [ ] 照样能用：顺序是对的。
#   字典看的是名称，不是位置。
# %% id="key-run"
slip = {"titel": tickets["title"], "body": tickets["body"], "tags": tickets["tags"]}
try:
    router.predict(slip, verbose=0)
except ValueError as error:
    print(error)
# %% [markdown] id="key-meaning" lang="en"
# Keras notices. Names protect you from such a slip; places don't, as you see next.
# %% [markdown] id="key-meaning" lang="zh"
# Keras 发现了。名称能防住这种笔误，位置却不能，接下来就会看到。
# %% [markdown] id="lists-predict" lang="en"
# ## Two losses, by place
#
# Urgent or not is one logit: binary cross-entropy. One of four departments, one-hot: categorical cross-entropy. Here they are listed in the order in which the outputs were written, priority first.
#
# **Predict, then run.** An untrained model guesses: ln 2 = 0.69 is the loss of a guess among two, ln 4 = 1.39 among four. Which two losses will be printed? Any surprise?
# %% [markdown] id="lists-predict" lang="zh"
# ## 按位置给出两个损失
#
# 急不急是一个 logit：用二元交叉熵（binary cross-entropy）。四个部门选一个，独热编码：用分类交叉熵（categorical cross-entropy）。下面按输出的书写顺序列出它们，优先级在前。
#
# **先预测，再运行。** 未经训练的模型只能瞎猜：两个里猜一个，损失是 ln 2 = 0.69；四个里猜一个，是 ln 4 = 1.39。会打印出哪两个损失？有没有意外？
# %% id="lists-run"
binary = keras.losses.BinaryCrossentropy(from_logits=True)
categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
router.compile(optimizer="adam", loss=[binary, categorical])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    result = router.evaluate(x_test, y_test, batch_size=250, verbose=0, return_dict=True)
for name in OUTPUTS:
    print(f"{name}_loss: {result[name + '_loss']:.2f}")
print("priority loss is exactly zero:", result["priority_loss"] == 0)
# %% [markdown] id="lists-why" lang="en"
# The priority has a loss of exactly zero, although the model knows nothing. To find out why, ask for the names of the outputs, also of a model that gives them as a list, and read the warning that came along:
# %% [markdown] id="lists-why" lang="zh"
# 模型什么都没学过，优先级的损失却恰好是零。为了弄清原因，看看输出的名称，再和以列表给出输出的模型比一比，然后读一读同时出现的警告：
# %% id="lists-names"
print("as a dict:", router.output_names)
in_order = keras.Model([title, body, tags], [priority, department])
print("as a list:", in_order.output_names)
print(str(caught[0].message).split("Received")[0])
# %% [markdown] id="lists-meaning" lang="en"
# > **What changed since the guide:** Keras 3 sorts a dict's outputs by name: `department` comes first, and got the first loss. The categorical one went to `priority`, where a choice among *one* class is always right. Nothing would ever be learned there, and no error tells you. The department, meanwhile, is taken for four yes-or-no questions, about 0.69 each. With outputs as a list, `[priority, department]`, as the guide has them, the order is yours and its list of losses fits.
# %% [markdown] id="lists-meaning" lang="zh"
# > **与原指南相比的变化：** Keras 3 会把字典输出按名称排序：`department` 排在前面，于是拿到了第一个损失。分类交叉熵落到了 `priority` 头上，而那里只有**一个**类别可选，永远是对的。这样训练，优先级什么也学不到，却没有任何报错。部门则被当成了四道是非题，每题约 0.69。如果像原指南那样把输出写成列表 `[priority, department]`，顺序就由你定，损失列表也能对上。
# %% [markdown] id="names-predict" lang="en"
# ## Two losses, by name
#
# With a dict there is no order to get wrong. Each output also gets a loss weight: the optimizer works on *one* number, the weighted sum. The guide counts the priority fully and the department with 0.2.
#
# **Predict, then run.** Which two losses now, and which total?
# %% [markdown] id="names-predict" lang="zh"
# ## 按名称给出两个损失
#
# 用字典就没有顺序可错了。每个输出还有一个损失权重：优化器（optimizer）只看**一个**数值，即加权之和。原指南让优先级全额计入，部门按 0.2 计入。
#
# **先预测，再运行。** 这一次是哪两个损失？总和是多少？
# %% id="names-run"
losses = {"priority": binary, "department": categorical}
weights = {"priority": 1.0, "department": 0.2}
router.compile(optimizer="adam", loss=losses, loss_weights=weights)
result = router.evaluate(x_test, y_test, batch_size=250, verbose=0, return_dict=True)
for name in ("priority_loss", "department_loss", "loss"):
    print(f"{name}: {result[name]:.2f}")
total = sum(weights[name] * result[f"{name}_loss"] for name in OUTPUTS)
print("loss is the weighted sum:", np.isclose(result["loss"], total, rtol=1e-3))
# %% [markdown] id="names-meaning" lang="en"
# The losses are about 0.69 and 1.39, the total is 0.69 + 0.2 · 1.39 = 0.97. A loss weight says how much one unit of this loss counts against one unit of the other; the weights need not add up to 1.
# %% [markdown] id="names-meaning" lang="zh"
# 两个损失大约是 0.69 和 1.39，总和是 0.69 + 0.2 · 1.39 = 0.97。损失权重的意思是：这个损失的一个单位，相对于另一个损失的一个单位算多少。各权重加起来不必等于 1。
# %% [markdown] id="metrics-predict" lang="en"
# **Predict, then run.** Next, the metrics. One list was enough in chapter 02. Is one list enough for two outputs?
# %% [markdown] id="metrics-predict" lang="zh"
# **先预测，再运行。** 接下来是指标。第 02 章里写一个列表就够了，有两个输出时也行吗？
# %% id="metrics-run"
router.compile(optimizer="adam", loss=losses, metrics=["accuracy"])
try:
    router.evaluate(x_test, y_test, verbose=0)
except ValueError as error:
    print(error)


# %% [markdown] id="metrics-meaning" lang="en"
# > **What changed since the guide:** one list isn't enough. Keras 3 wants to be told which metric is whose: a dict by output, or a list with one list for each output. As with losses, take the dict. Note who complains: not `compile`, but the first use.
# %% [markdown] id="metrics-meaning" lang="zh"
# > **与原指南相比的变化：** 一个列表不够。Keras 3 要求说明哪个指标属于哪个输出：要么是按输出名称写的字典，要么是列表，其中每个输出各有一个列表。和损失一样，请用字典。注意是谁在报错：不是 `compile`，而是第一次使用的时候。
# %% [markdown] id="threshold-ask" lang="en" role="ask" tags=["review"]
# And which metric? For the department it is the usual accuracy. The priority is *one* logit, and a binary accuracy compares it with a threshold, by default 0.5.
#
# Two tickets, one urgent and one not, with the logits 0.3 and -0.3: a probability of 0.57 and one of 0.43. How many are right with the default threshold 0.5, and how many with 0?
#
# - [x] One with 0.5, two with 0.
#   The logit 0.3 is below 0.5, though its probability is above one half.
# - [ ] Two with 0.5, one with 0.
#   It would be two with 0.5 if the metric saw probabilities; it sees logits.
# - [ ] Two with both.
#   0.3 is no yes for a threshold of 0.5.
# %% [markdown] id="threshold-ask" lang="zh" role="ask" tags=["review"]
# 用哪个指标呢？部门用通常的准确率。优先级只有**一个** logit，二元准确率拿它与一个阈值（threshold）比较，默认是 0.5。
#
# 两张工单，一张紧急，一张不紧急，logits 是 0.3 和 -0.3，也就是概率 0.57 和 0.43。用默认阈值 0.5，对几张？阈值设为 0 呢？
#
# - [x] 0.5 时一张，0 时两张。
#   logit 0.3 小于 0.5，尽管它的概率大于二分之一。
# - [ ] 0.5 时两张，0 时一张。
#   指标看到的如果是概率，0.5 时才有两张；它看到的是 logits。
# - [ ] 两种都是两张。
#   对阈值 0.5 来说，0.3 不算“紧急”。
# %% id="threshold-run"
answers, logits = np.array([[1.0], [0.0]]), np.array([[0.3], [-0.3]])
for threshold in (0.5, 0.0):
    metric = keras.metrics.BinaryAccuracy(threshold=threshold)
    print(f"threshold {threshold}: {2 * float(metric(answers, logits)):.0f} of 2 right")
# %% [markdown] id="threshold-meaning" lang="en"
# One is right with the default, both with 0. The default is meant for probabilities; a logit above 0 means a probability above one half. The plain string `"accuracy"` stands for the default here, so it is as wrong: for a single logit, give the metric as an object, with its threshold.
# %% [markdown] id="threshold-meaning" lang="zh"
# 默认阈值只对一张，阈值为 0 时两张都对。默认值是给概率用的；logit 大于 0，就是概率大于二分之一。字符串 `"accuracy"` 在这里就代表默认阈值，所以同样是错的：只有一个 logit 时，请以对象的形式给出指标，并写明阈值。
# %% [markdown] id="ex06b-task" lang="en"
# ### Exercise ex06b: compile by name
#
# Write `compile_ticket_router(model, priority_weight, department_weight)`. It compiles a router like ours in place; what it returns is ignored. Both outputs are logits, the targets of the department are one-hot. Each output gets its loss, its loss weight and at least one metric, all by its name, `priority` or `department`. The metric of the priority must read a logit, not a probability. Any optimizer will do.
#
# After `compile_ticket_router(router, 1.0, 0.2)`, for example, the total loss is 1.0 times that of the priority plus 0.2 times that of the department.
# %% [markdown] id="ex06b-task" lang="zh"
# ### 练习 ex06b：按名称编译
#
# 请写出 `compile_ticket_router(model, priority_weight, department_weight)`，原地编译（compile）一个和我们的模型类似的分派模型，返回值不作要求。两个输出都是 logits，部门的目标是独热向量。每个输出都要按名称（`priority` 或 `department`）指定损失函数、损失权重和至少一个指标。优先级的指标要按 logit 来读，不能当作概率。优化器不限。
#
# 例如调用 `compile_ticket_router(router, 1.0, 0.2)` 之后，总损失等于优先级损失的 1.0 倍加上部门损失的 0.2 倍。
# %% id="ex06b" role="solution"
def compile_ticket_router(model, priority_weight, department_weight):
    """Compile a router in place: a loss, a weight and a metric for each output."""
    ### BEGIN SOLUTION
    model.compile(
        optimizer=keras.optimizers.RMSprop(1e-3),
        loss={
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"priority": priority_weight, "department": department_weight},
        metrics={
            "priority": [keras.metrics.BinaryAccuracy(threshold=0.0)],
            "department": ["categorical_accuracy"],
        },
    )
    ### END SOLUTION


# %% id="check-ex06b" role="test" points=3
check("ex06b", compile_ticket_router)
# %% [markdown] id="mixed-intro" lang="en"
# Here is a small router that somebody wrote with lists first, and gave names to later. Three things went wrong on the way, and building it tells none of them:
# %% [markdown] id="mixed-intro" lang="zh"
# 下面是一个小的分派网络，先是用列表写的，后来才补上名称。改的时候出了三处错，搭建时一处也看不出来：
# %% id="mixed-broken"
def broken_router(num_words, num_tags, num_departments):
    title, body = (keras.Input((None,), name=name) for name in ("title", "body"))
    tags = keras.Input((num_tags,), name="tags")
    words = [layers.Embedding(num_words, 16)(text) for text in (title, body)]
    texts = [layers.GlobalAveragePooling1D()(vectors) for vectors in words]
    x = layers.concatenate([*texts, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model = keras.Model([title, body, tags], [priority, department])
    model.compile(optimizer="adam", loss=[binary, categorical])
    return keras.Model(model.inputs, {"priority": department, "department": priority})


# %% id="mixed-run"
mixed = broken_router(10_000, 12, 4)
print("compiled:", mixed.compiled)
print({name: tensor.shape for name, tensor in mixed.output.items()})


# %% [markdown] id="mixed-meaning" lang="en"
# The model that is returned is a second one, and was never compiled: `compile` belongs to the model that it is called on. Each head stands under the other's key. And the losses are still a list, which goes by the sorted keys as soon as the outputs are a dict.
# %% [markdown] id="mixed-meaning" lang="zh"
# 返回的是另一个模型，从来没有编译过：`compile` 只属于调用它的那个模型。两个头部（head）各自写在了对方的键下面。损失函数还是一个列表，而输出一旦是字典，列表就会按排好序的键去对应。
# %% [markdown] id="ex06e-task" lang="en"
# ### Exercise ex06e: names that match
#
# Repair it as `repair_router(num_words, num_tags, num_departments)`: it returns a compiled model whose outputs are a dict with each head under its own key, and whose losses are a dict with the same keys. Layers, and the losses themselves, stay as they are; metrics and optimizer are free. The code is in the cell below already, behind the line with `raise`: take that line away, and mend the rest. For example, `repair_router(50, 4, 3).output["priority"].shape` is `(None, 1)`.
# %% [markdown] id="ex06e-task" lang="zh"
# ### 练习 ex06e：名称对得上
#
# 请把它修好，写成 `repair_router(num_words, num_tags, num_departments)`：返回一个编译好的模型，输出是字典，每个头部都在自己的键下面；损失函数也是字典，键与输出相同。各层以及损失函数本身保持不变；指标和优化器可以任选。代码已经放在下面的单元格里，就在 `raise` 那一行后面：删去那一行，再改其余的部分。例如 `repair_router(50, 4, 3).output["priority"].shape` 是 `(None, 1)`。
# %% id="ex06e" role="solution" broken="mixed-broken"
def repair_router(num_words, num_tags, num_departments):
    """A compiled router: heads and losses under the keys of the outputs."""
    ### BEGIN SOLUTION
    title, body = (keras.Input((None,), name=name) for name in ("title", "body"))
    tags = keras.Input((num_tags,), name="tags")
    words = [layers.Embedding(num_words, 16)(text) for text in (title, body)]
    texts = [layers.GlobalAveragePooling1D()(vectors) for vectors in words]
    x = layers.concatenate([*texts, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model = keras.Model([title, body, tags], {"priority": priority, "department": department})
    model.compile(optimizer="adam", loss={"priority": binary, "department": categorical})
    return model
    ### END SOLUTION


# %% id="check-ex06e" role="test" points=3
check("ex06e", repair_router)
# %% [markdown] id="fit-intro" lang="en"
# ## Training from arrays
#
# A fresh copy of the router is compiled, with a metric for each output, and trained for two epochs. A metric given as an object keeps its own name.
# %% [markdown] id="fit-intro" lang="zh"
# ## 用数组训练
#
# 编译一个全新的副本，每个输出一个指标，训练两轮。以对象形式给出的指标，用它自己的名称。
# %% id="fit-run" tags=["nbval-ignore-output"]
keras.utils.set_random_seed(6)
router = keras.models.clone_model(router)
metrics = {
    "priority": [keras.metrics.BinaryAccuracy(threshold=0.0)],
    "department": ["categorical_accuracy"],
}
adam = keras.optimizers.Adam(3e-3)
router.compile(optimizer=adam, loss=losses, loss_weights=weights, metrics=metrics)
history = router.fit(x_train, y_train, batch_size=32, epochs=2, verbose=2)


# %% [markdown] id="fit-names" lang="en"
# Every number in the log says by its name whose it is. (The clone has fresh weights, drawn from the seed.) On tickets that it has never seen:
# %% [markdown] id="fit-names" lang="zh"
# 日志里的每个数值，看名称就知道属于哪个输出。（克隆出来的模型，权重是按随机种子（random seed）重新生成的。）再看它在从未见过的工单上的表现：
# %% id="fit-evaluate"
def accuracies(model, inputs, targets):
    result = model.evaluate(inputs, targets, batch_size=250, verbose=0, return_dict=True)
    return result["priority_binary_accuracy"], result["department_categorical_accuracy"]


fitted = accuracies(router, x_test, y_test)
print(f"priority accuracy: {fitted[0]:.2f}\ndepartment accuracy: {fitted[1]:.2f}")
assert fitted[0] > 0.65 and fitted[1] > 0.75
# %% [markdown] id="fit-meaning" lang="en"
# After two epochs the router is far above guessing, in both decisions. No model could be always right: some departments were assigned by mistake, and whether a ticket is urgent was partly a matter of chance. The best possible here is 0.86 for the priority and 0.97 for the department.
#
# > **What changed since the guide:** it trains on random numbers, where nothing can be learned and only the losses can be looked at.
# %% [markdown] id="fit-meaning" lang="zh"
# 只训练了两轮，两个决定就都远好于瞎猜。没有模型能永远正确：有些工单分错了部门，急不急也有一部分是偶然。在这份数据上，最好也只能做到优先级 0.86、部门 0.97。
#
# > **与原指南相比的变化：** 原指南用随机数训练，没有规律可学，只能看看损失。
# %% [markdown] id="decide-intro" lang="en"
# ## Two decisions on one ticket
#
# The people at the help desk want words, not logits: sigmoid turns the single logit into a probability, and the largest of the four names the department.
# %% [markdown] id="decide-intro" lang="zh"
# ## 一张工单，两个决定
#
# 客服人员要看的是结论，不是 logits：sigmoid 把单个 logit 变成概率，四个里最大的那个指明部门。
# %% id="decide-run" tags=["nbval-ignore-output"]
scores = router({name: array[:1] for name, array in x_test.items()})
urgent = float(ops.sigmoid(scores["priority"])[0, 0])
chosen = datasets.DEPARTMENTS[int(ops.argmax(scores["department"][0]))]
print(datasets.read_ticket(unseen, 0))
print(f"\nthe router says: {chosen}, urgent with probability {urgent:.2f}")
# %% [markdown] id="blind-predict" lang="en"
# ## Which input decides what?
#
# Fill one input with zeros, and see how much worse the trained router gets.
#
# **Predict, then run.** Which decision will suffer without the title, which without the tags?
# %% [markdown] id="blind-predict" lang="zh"
# ## 哪个输入决定什么？
#
# 遮住一个输入，也就是把它全填成零，看看训练好的模型会差多少。
#
# **先预测，再运行。** 没有标题，哪个决定会受影响？没有标记呢？
# %% id="blind-run"
blind = {"all inputs": fitted}
for name in INPUTS:
    inputs = x_test | {name: np.zeros_like(x_test[name])}
    blind[f"no {name}"] = accuracies(router, inputs, y_test)
for name, (urgency, place) in blind.items():
    print(f"{name:10}  priority accuracy: {urgency:.2f}  department accuracy: {place:.2f}")
assert blind["no title"][1] < fitted[1] - 0.2 and blind["no body"][0] < fitted[0] - 0.03
# %% id="blind-figure"
figure, ax = plt.subplots(figsize=(7.5, 3.2))
for k, (output, hatch) in enumerate(zip(OUTPUTS, ("", "//"))):
    values = [pair[k] for pair in blind.values()]
    bars = ax.bar(np.arange(4) + 0.4 * k, values, 0.36, hatch=hatch, label=output, ec="white")
    ax.bar_label(bars, fmt="%.2f")
    ax.axhline((0.5, 0.25)[k], color=f"C{k}", linestyle=("-", "--")[k], linewidth=1)
ax.set(xticks=np.arange(4) + 0.2, xticklabels=list(blind), ylim=(0, 1.2), ylabel="accuracy")
ax.legend(ncols=2, loc="upper right")
plt.show()
# %% [markdown] id="blind-meaning" lang="en"
# The figure has a pair of bars for each line above, plain for the priority and hatched for the department; the lines mark guessing, 0.5 (solid) and 0.25 (dashed). Without the title, more than half of the departments go wrong; without the body, the priority suffers. The tags are hardly missed: after two epochs the router listens to the words. Nobody told it which input is for which decision.
# %% [markdown] id="blind-meaning" lang="zh"
# 上面的每一行，在图中对应一对柱子：没有斜线的是优先级，带斜线的是部门；横线表示瞎猜的水平，0.5（实线）和 0.25（虚线）。没有标题，一半以上的部门会判错；没有正文，优先级会变差。没有标记，影响很小：两轮之后，模型主要依据文字。哪个输入该用于哪个决定，并没有人告诉过它。
# %% [markdown] id="dataset-intro" lang="en"
# ## Training from a dataset
#
# Data that don't fit into memory come as a `tf.data.Dataset`: a source of batches, which are made while training runs. Each element is a pair, inputs and targets, and both may be dicts with the same names as before.
# %% [markdown] id="dataset-intro" lang="zh"
# ## 用数据集训练
#
# 数据多到内存装不下的时候，就用 `tf.data.Dataset`：它一边训练，一边产出批次。每个元素是一对：输入和目标，两者都可以是字典，名称和前面一样。
# %% id="dataset-rows"
rows = tf.data.Dataset.from_tensor_slices((x_train, y_train))
inputs, targets = rows.element_spec
print({name: tuple(spec.shape) for name, spec in inputs.items()})
print({name: tuple(spec.shape) for name, spec in targets.items()})
# %% [markdown] id="dataset-ask" lang="en" role="ask" tags=["review"]
# These are single rows: a title has the shape `(10,)`, without a batch. The model wants batches, so the dataset must make them.
#
# How many batches of 64 are 2,000 rows, and how many rows has the last one?
#
# - [ ] 31, the rest is dropped.
#   Only with `drop_remainder=True`.
# - [ ] 32, the last one is filled up to 64.
#   Nothing is made up: the last batch is smaller.
# - [x] 32, the last one has 16.
#   31 batches of 64 are 1,984 rows.
# %% [markdown] id="dataset-ask" lang="zh" role="ask" tags=["review"]
# 现在还是一个一个的样本：标题的形状是 `(10,)`，没有批次这一维。模型要的是批次，所以要由数据集来分批。
#
# 2,000 个样本，每批 64 个，有多少批？最后一批有几个样本？
#
# - [ ] 31 批，剩下的丢掉。
#   写了 `drop_remainder=True` 才会丢。
# - [ ] 32 批，最后一批补足 64 个。
#   不会补，最后一批会小一些。
# - [x] 32 批，最后一批 16 个。
#   31 批是 1,984 个样本。
# %% id="dataset-batches"
batches = rows.batch(64)
sizes = [len(targets["priority"]) for inputs, targets in batches]
print("batches:", len(sizes), " rows in the last:", sizes[-1])
# %% [markdown] id="dataset-fit-intro" lang="en"
# There are 32 batches: 31 full ones, and 16 rows in the last. `fit` takes the dataset alone: targets and batch size are in it already. It shuffles arrays by itself, but never a dataset; so shuffle the rows before they are put in batches, and say `shuffle=False` to `fit`, or it warns. Training goes on where it stopped, with a third epoch.
# %% [markdown] id="dataset-fit-intro" lang="zh"
# 一共 32 批：31 个满批，最后一批 16 个样本。`fit` 只需要这个数据集：目标和批次大小都已经在里面了。数组它会自己打乱，数据集则从不打乱；所以请在分批之前打乱样本，并告诉 `fit`：`shuffle=False`，否则会有警告。训练从停下的地方继续，这是第三轮。
# %% id="dataset-fit" tags=["nbval-ignore-output"]
shuffled = rows.shuffle(2000, seed=6).batch(64)
history = router.fit(shuffled, epochs=1, shuffle=False, verbose=2)
# %% id="dataset-evaluate"
later = accuracies(router, x_test, y_test)
print(f"priority accuracy: {later[0]:.2f}\ndepartment accuracy: {later[1]:.2f}")
assert later[0] > 0.65 and later[1] > 0.8
# %% [markdown] id="dataset-changed" lang="en"
# > **What changed since the guide:** it also offers elements made of lists, `([titles, bodies, tags], [priority, department])`. Today `from_tensor_slices` takes a list for *one* array, and refuses arrays of different widths in it. Tuples work. They go by place, so they suit a model whose outputs are a list, such as `in_order` above:
# %% [markdown] id="dataset-changed" lang="zh"
# > **与原指南相比的变化：** 原指南还提到可以用列表组成元素：`([titles, bodies, tags], [priority, department])`。如今 `from_tensor_slices` 把列表当作**一个**数组，里面的数组宽度不同就会报错。用元组则可以。元组按位置对应，所以适合输出为列表的模型，比如上面的 `in_order`：
# %% id="dataset-lists"
lists = ([x_train[name] for name in INPUTS], [y_train[name] for name in OUTPUTS])
try:
    tf.data.Dataset.from_tensor_slices(lists)
except ValueError as error:
    print(error)
tuples = tf.data.Dataset.from_tensor_slices(tuple(tuple(part) for part in lists)).batch(250)
in_order.compile(optimizer="adam", loss=[binary, categorical])
result = in_order.evaluate(tuples, verbose=0, return_dict=True)
print(f"priority_loss: {result['priority_loss']:.2f}")
print(f"department_loss: {result['department_loss']:.2f}")
# %% [markdown] id="dataset-lists-meaning" lang="en"
# Both are close to the 0.69 and 1.39 of a guess: each loss has met its own output. The order was yours to get right, though; names are safer.
# %% [markdown] id="dataset-lists-meaning" lang="zh"
# 两个损失都接近瞎猜时的 0.69 和 1.39：每个损失都对上了自己的输出。不过，顺序得由你自己保证；用名称更稳妥。
# %% [markdown] id="ex06c-task" lang="en"
# ### Exercise ex06c: a dataset for the router
#
# Write `ticket_dataset(titles, bodies, tags, priority, department, batch_size)`. From five arrays it makes a `tf.data.Dataset` that `fit` takes as it is: each element is a pair of dicts, inputs with the keys `title`, `body`, `tags` and targets with `priority`, `department`, in batches of `batch_size` rows. Every row comes once, in the order given; none is dropped, so the last batch may be smaller.
#
# For example, `ticket_dataset(*tickets.values(), 64)` has 32 elements.
# %% [markdown] id="ex06c-task" lang="zh"
# ### 练习 ex06c：为模型准备数据集
#
# 请写出 `ticket_dataset(titles, bodies, tags, priority, department, batch_size)`，把五个数组变成一个可以直接交给 `fit` 的 `tf.data.Dataset`：每个元素是一对字典，输入的键为 `title`、`body`、`tags`，目标的键为 `priority`、`department`，每批 `batch_size` 个样本。每个样本恰好出现一次，顺序不变，一个也不丢，因此最后一批可能小一些。
#
# 例如 `ticket_dataset(*tickets.values(), 64)` 有 32 个元素。
# %% id="ex06c" role="solution"
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    """A dataset of (dict of inputs, dict of targets), in batches, rows in order."""
    ### BEGIN SOLUTION
    inputs = {"title": titles, "body": bodies, "tags": tags}
    targets = {"priority": priority, "department": department}
    return tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)
    ### END SOLUTION


# %% id="check-ex06c" role="test" points=3
check("ex06c", ticket_dataset)


# %% [markdown] id="ex06d-task" lang="en"
# ### Exercise ex06d: train a router
#
# Write `train_ticket_router(tickets, seed)`. It gets a dict of five arrays as `datasets.tickets` gives it (10,000 words, 12 tags, 4 departments), sets the random seed (a quarter of the points), and returns a trained functional model: inputs `title`, `body`, `tags`, and a dict of logits, `priority` with one and `department` with four. What is between them, the losses and the training are up to you.
#
# The check trains on 2,000 tickets and measures on 1,000 others: at least 67% of the priorities and 60% of the departments must be right, and each input must have taught the model something: with another ticket's title or body it answers worse, and for a premium customer its `priority` is higher than for a trial customer. It takes as long as your training. After `model = train_ticket_router(tickets, 1)`, for example, `model.predict(x_test)` is a dict of two arrays, `(1000, 1)` and `(1000, 4)`.
# %% [markdown] id="ex06d-task" lang="zh"
# ### 练习 ex06d：训练一个工单分派模型
#
# 请写出 `train_ticket_router(tickets, seed)`。它接收由五个数组组成的字典，与 `datasets.tickets` 给出的相同（10,000 个词，12 个标记，4 个部门），设定随机种子（占四分之一的分数），返回一个训练好的函数式模型：输入为 `title`、`body`、`tags`，输出是 logits 的字典，`priority` 一个，`department` 四个。中间用什么层、损失怎么定、怎么训练，都由你决定。
#
# 检查时用 2,000 张工单训练，在另外 1,000 张上测量：优先级至少要对 67%，部门至少要对 60%；而且三个输入都要真正用上：换成别的工单的标题或正文，答对的就会变少；高级客户（premium）的 `priority` 要比试用客户（trial）的高。检查的用时取决于你的训练。例如 `model = train_ticket_router(tickets, 1)` 之后，`model.predict(x_test)` 是由两个数组组成的字典，形状为 `(1000, 1)` 和 `(1000, 4)`。
# %% id="ex06d" role="solution"
def train_ticket_router(tickets, seed):
    """A trained router: three inputs by name -> a dict of logits."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    title = keras.Input(shape=(None,), name="title")
    body = keras.Input(shape=(None,), name="body")
    tags = keras.Input(shape=(12,), name="tags")
    title_features = layers.LSTM(128)(layers.Embedding(10_000, 64)(title))
    body_features = layers.LSTM(32)(layers.Embedding(10_000, 64)(body))
    x = layers.concatenate([title_features, body_features, tags])
    outputs = {"priority": layers.Dense(1, name="priority")(x),
               "department": layers.Dense(4, name="department")(x)}  # fmt: skip
    model = keras.Model([title, body, tags], outputs)
    model.compile(optimizer=keras.optimizers.Adam(3e-3), loss={
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
    })  # fmt: skip
    model.fit({name: tickets[name] for name in ("title", "body", "tags")},
              {name: tickets[name] for name in ("priority", "department")},
              batch_size=64, epochs=4, verbose=0)  # fmt: skip
    return model
    ### END SOLUTION


# %% id="check-ex06d" role="test" points=4
check("ex06d", train_ticket_router)
# %% [markdown] id="multiple-summary" lang="en"
# ## Summary
#
# | what | by name |
# |---|---|
# | inputs | `keras.Input(..., name="title")`, fed with `{"title": ...}` |
# | outputs | `keras.Model(inputs, {"priority": ..., "department": ...})` |
# | losses, loss weights, metrics | `loss={...}`, `loss_weights={...}`, `metrics={...}`, one key for each output |
# | data | a dict of arrays, or a `tf.data.Dataset` of (dict, dict) in batches |
#
# Keras sorts a dict's outputs, so a list beside a dict is a trap without an alarm. Names from end to end answer the chapter's question.
# %% [markdown] id="multiple-summary" lang="zh"
# ## 小结
#
# | 对象 | 按名称的写法 |
# |---|---|
# | 输入 | `keras.Input(..., name="title")`，用 `{"title": ...}` 传入数据 |
# | 输出 | `keras.Model(inputs, {"priority": ..., "department": ...})` |
# | 损失函数、损失权重、指标 | `loss={...}`、`loss_weights={...}`、`metrics={...}`，每个输出一个键 |
# | 数据 | 数组的字典，或者由（字典，字典）组成、分好批的 `tf.data.Dataset` |
#
# Keras 会给字典输出排序，所以字典配列表，是一个不会报警的陷阱。从头到尾都用名称，这就是本章问题的答案。
# %% [markdown] id="multiple-next" lang="en"
# **Next:** [07 · A small ResNet](07_toy_resnet.ipynb). Why would anyone add a layer's input to its output?
# %% [markdown] id="multiple-next" lang="zh"
# **下一章：** [07 · 小型 ResNet](07_toy_resnet.ipynb)。为什么要把一个层的输入加到它的输出上？
