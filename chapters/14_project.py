# %% [markdown] id="project-goals" lang="en"
# # 14 · A project of your own
#
# After this chapter you can
#
# - turn a question of yours into a graph with several inputs,
# - show, by data that it has never seen, that the model has learned something,
# - hand your work on: a file that loads, a picture, a text that explains it.
#
# Time: about 180 minutes, nearly all of them for your own work.
# %% [markdown] id="project-goals" lang="zh"
# # 14 · 自己的项目
#
# 学完本章，你能够
#
# - 把自己的一个问题变成一张有多个输入的计算图（graph），
# - 用模型从没见过的数据，证明它确实学到了东西，
# - 把成果交给别人：一个能加载的文件、一张图、一段讲解。
#
# 用时：约 180 分钟，几乎全都用在你自己的项目上。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(14)
# %% [markdown] id="project-task" lang="en"
# Until now the course knew the answer. Here it doesn't: **you choose the question, the data and the graph.** The check has no model to compare yours with. It reads your graph, evaluates it on your held-out samples, loads your file, and ticks a list:
#
# | tick | what it looks for | chapters |
# |---|---|---|
# | inputs | two or more, each with a way to an output | 06 |
# | shared or nested | a layer with weights that is called twice, or a model inside of the model | 04, 05, 08 |
# | trained | on held-out samples, a lower loss than with random weights | 02 |
# | saved | a `.keras` file at the path that you name | 03 |
# | loaded | the file gives the same outputs as your model | 03, 10 |
# | explained | a picture of this graph, and a text that names both its ends and what is shared | 01, 13 |
# %% [markdown] id="project-task" lang="zh"
# 到现在为止，课程都知道答案。这一次不知道：**问题、数据和计算图，都由你来定。** 检查手里没有可以对照的模型。它读你的计算图，在你留出的样本上评估，加载你的文件，然后逐项打勾：
#
# | 打勾项 | 看什么 | 章 |
# |---|---|---|
# | 输入 | 至少两个，每个都有路通向某个输出 | 06 |
# | 共享或嵌套 | 一个有权重的层被调用两次，或者模型里面有模型 | 04、05、08 |
# | 训练 | 在留出的样本上，损失比随机权重时低 | 02 |
# | 保存 | 在你给出的路径上有一个 `.keras` 文件 | 03 |
# | 加载 | 从文件加载的模型与你的模型输出相同 | 03、10 |
# | 讲解 | 一张这个计算图的图片，以及一段文字，说到它的两端和共享的部分 | 01、13 |
# %% id="project-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="data-intro" lang="en"
# ## What there is to work with
#
# Everything in the data pack is at hand without a network:
# %% [markdown] id="data-intro" lang="zh"
# ## 手边有哪些数据
#
# 数据包里的一切都不需要网络：
# %% id="data-shapes"
sets = {"digits": datasets.mnist(), "clothes": datasets.fashion_mnist()}
for name, ((images, labels), (new_images, _labels)) in sets.items():
    print(f"{name:8} {images.shape} {images.dtype}, {len(new_images)} more to test on")
print("tickets ", {name: part.shape for name, part in datasets.tickets(3, seed=0).items()})
print("photos  ", datasets.photo_names())


# %% [markdown] id="data-ideas" lang="en"
# Questions that two inputs can answer, as a start; better ones are your own:
#
# | data | question | what could be shared |
# |---|---|---|
# | two digits | which is larger; are they the same; what is their sum? | what reads one image |
# | two pieces of clothing | do they go on the same part of the body? | what looks at one piece |
# | two tickets | does the same department get them? | what reads one text |
# | a ticket's title and body | do they belong together, or was the title exchanged? | the `Embedding` |
# | two crops of photographs | were they cut from the same photograph? | a frozen trunk (chapter 09) |
#
# **Data of your own** are welcome: a table read by `np.genfromtxt`, a folder of images read by `keras.utils.image_dataset_from_directory`. A few thousand rows are enough. Use what you may pass on, and nothing about people who were not asked.
# %% [markdown] id="data-ideas" lang="zh"
# 有两个输入就能回答的问题，下面几个供你起步；更好的是你自己的：
#
# | 数据 | 问题 | 可以共享什么 |
# |---|---|---|
# | 两个数字 | 哪个大？一样吗？和是多少？ | 读一张图片的部分 |
# | 两件衣物 | 穿在身体的同一个部位吗？ | 看一件衣物的部分 |
# | 两张工单 | 归同一个部门吗？ | 读一段文字的部分 |
# | 一张工单的标题和正文 | 它们是一对，还是标题被换过？ | `Embedding` |
# | 从照片上裁下的两张小图 | 是从同一张照片上裁下来的吗？ | 冻结的主干（第 09 章） |
#
# **自己的数据**同样欢迎：用 `np.genfromtxt` 读一张表格，用 `keras.utils.image_dataset_from_directory` 读一个文件夹的图片。几千个样本就够了。只用你有权转交的数据；涉及他人而未经本人同意的，不要用。
# %% [markdown] id="question-intro" lang="en"
# ## First the question, then the graph
#
# Write down three lines before any code: what is known of each sample (the inputs), what the model tells about it (the outputs), and by which number you will see that it tells it well. Then take a sheet of paper and draw the arrows.
# %% [markdown] id="question-intro" lang="zh"
# ## 先有问题，再有计算图
#
# 写代码之前先写三行：每个样本已知什么（输入），要对它作出什么判断（输出），用哪个数值来衡量判断得好不好。然后拿一张纸，把箭头画出来。
# %% [markdown] id="guess-ask" lang="en" role="ask" tags=["review"]
# In your data 92 of 100 samples have the label "no". Your model is right about 93 of 100 held-out samples. What has it learned?
#
# - [ ] A lot: 93% is a high accuracy.
#   Compare it with what one gets without a model.
# - [x] Hardly anything.
#   To say "no" every time is right about 92 of 100.
# - [ ] Nothing can be said without the training accuracy.
#   The training accuracy says how well it knows what it has seen.
# %% [markdown] id="guess-ask" lang="zh" role="ask" tags=["review"]
# 你的数据里，每 100 个样本有 92 个标签（label）是“否”。模型在 100 个留出样本中答对 93 个。它学到了什么？
#
# - [ ] 很多：93% 是很高的准确率（accuracy）。
#   要和不用模型的结果比一比。
# - [x] 几乎什么也没学到。
#   一律回答“否”，也能答对 92 个。
# - [ ] 不知道训练准确率，就没法判断。
#   训练准确率只说明它对见过的样本有多熟。
# %% [markdown] id="leak-ask" lang="en" role="ask" tags=["review"]
# From each of ten photographs you cut 300 crops that overlap, and hold out every fifth one. The held-out accuracy is 0.99. Will the model do as well on an eleventh photograph of the same things?
#
# - [ ] Yes: `fit` never saw the held-out crops.
#   It saw crops that show nearly the same pixels.
# - [x] Probably not: hold out whole photographs.
#   Neighbours of each held-out crop were trained on, so that the test asks for what is known.
# - [ ] Yes, if the crops were shuffled first.
#   Shuffling spreads the neighbours over both parts; it doesn't part them.
# %% [markdown] id="leak-ask" lang="zh" role="ask" tags=["review"]
# 你从十张照片上各裁下 300 张相互重叠的小图，每五张留出一张。留出样本上的准确率是 0.99。换成第十一张照片，拍的是同样的东西，模型也会这么好吗？
#
# - [ ] 会：`fit` 从没见过留出的小图。
#   它见过像素几乎相同的小图。
# - [x] 多半不会：应当留出整张照片。
#   每张留出小图的“邻居”都参加了训练，考的还是见过的东西。
# - [ ] 会，只要先打乱小图的顺序。
#   打乱只是把邻居分散到两边，并没有把它们隔开。
# %% [markdown] id="step-data" lang="en"
# ### Step 1: the data
#
# Two parts that know nothing of each other: one to train on, one to be shown at the end only. Keep the second one in two names, its inputs and its targets.
# %% [markdown] id="step-data" lang="zh"
# ### 第 1 步：数据
#
# 分成互不相干的两份：一份用来训练，一份到最后才拿出来。第二份用两个变量保存：输入和目标。
# %% id="my-data" role="work"
### BEGIN SOLUTION
def pairs(images, digits, count, seed):
    """Draw pairs of images, and the sum of the two digits: nobody says which digit is which."""
    draw = np.random.default_rng(seed)
    a, b = draw.integers(0, len(images), (2, count))
    return {"left": images[a], "right": images[b]}, {"sum": digits[a].astype("int32") + digits[b]}


(images, digits), (new_images, new_digits) = datasets.mnist()
known, answers = pairs(images, digits, 20_000, seed=1)
unseen, sums = pairs(new_images, new_digits, 2_000, seed=2)
print("the first pair's sum:", answers["sum"][0])
### END SOLUTION
# %% [markdown] id="encoder-ask" lang="en" role="ask"
# Two images of one kind go in. What do you lose by giving each an encoder of its own, instead of sharing one?
#
# - [ ] Nothing but memory.
#   The weights are one thing; what they learn from is another.
# - [x] Each encoder learns from half of the images, and the two may read one image differently.
#   A shared encoder is trained by both ends, and gives the same for the same image.
# - [ ] The graph can't be saved.
#   Both kinds can be saved.
# %% [markdown] id="encoder-ask" lang="zh" role="ask"
# 输入是两张同类的图片。如果不共享编码器，而是各给一个，会失去什么？
#
# - [ ] 只是多占一点内存。
#   权重多少是一回事，从多少样本里学是另一回事。
# - [x] 每个编码器只从一半的图片里学，而且两个编码器对同一张图片的解读可能不同。
#   共享的编码器由两端共同训练，同一张图片总得到同样的结果。
# - [ ] 计算图无法保存。
#   两种都能保存。
# %% [markdown] id="step-graph" lang="en"
# ### Step 2: the graph
#
# Give names to the inputs, to the outputs and to what is shared: you will need them to explain the picture. Put into the graph what raw data need (`Rescaling`, `Normalization`, `TextVectorization`), and your file takes raw data. Look at it with `helpers.draw` before you go on; `lint(model)` says what is suspicious.
# %% [markdown] id="step-graph" lang="zh"
# ### 第 2 步：计算图
#
# 给输入、输出和共享的部分起名：讲解图片时要用到。把原始数据所需的预处理（`Rescaling`、`Normalization`、`TextVectorization`）也放进计算图，你的文件就能直接接收原始数据。继续之前，先用 `helpers.draw` 看一看；`lint(model)` 会指出可疑之处。
# %% id="my-graph" role="work"
### BEGIN SOLUTION
image = keras.Input(shape=(28, 28), name="image")
x = layers.Flatten()(layers.Rescaling(1 / 255)(image))
x = layers.Dense(128, activation="relu")(x)
read = keras.Model(image, layers.Dense(10, activation="softmax")(x), name="read")

left = keras.Input(shape=(28, 28), name="left")
right = keras.Input(shape=(28, 28), name="right")
# the probability of each pair of digits: a table of 10 by 10
both = ops.expand_dims(read(left), 2) * ops.expand_dims(read(right), 1)
# which of the 100 pairs have which of the 19 sums: constants of the graph
is_sum = [[a + b == total for total in range(19)] for a in range(10) for b in range(10)]
total = ops.matmul(ops.reshape(both, (-1, 100)), np.array(is_sum, "float32"))
model = keras.Model([left, right], {"sum": total}, name="adder")
### END SOLUTION
# %% id="my-picture" role="work"
### BEGIN SOLUTION
helpers.draw(model, expand=True)
### END SOLUTION
# %% [markdown] id="step-train" lang="en"
# ### Step 3: training
#
# Compile by output name, hold a part of the training data back for validation, and stop when it no longer gets better: `keras.callbacks.EarlyStopping(restore_best_weights=True)`. If Keras stops with an error, `why()` explains it.
# %% [markdown] id="step-train" lang="zh"
# ### 第 3 步：训练
#
# 按输出名编译（compile），从训练数据里留出一部分做验证，不再变好就停：`keras.callbacks.EarlyStopping(restore_best_weights=True)`。Keras 报错时，`why()` 会解释。
# %% id="my-training" role="work"
### BEGIN SOLUTION
keras.utils.set_random_seed(14)
model.compile("adam", {"sum": "sparse_categorical_crossentropy"}, metrics={"sum": ["accuracy"]})
stop = keras.callbacks.EarlyStopping(patience=1, restore_best_weights=True)
options = {"batch_size": 64, "epochs": 6, "validation_split": 0.1, "verbose": 2}
history = model.fit(known, answers, callbacks=[stop], **options)
### END SOLUTION
# %% [markdown] id="step-measure" lang="en"
# ### Step 4: what was it good for?
#
# Now the held-out samples, once. Say the number, and beside it what one gets without a model: the most frequent answer, the mean, a guess.
# %% [markdown] id="step-measure" lang="zh"
# ### 第 4 步：到底有没有用？
#
# 现在用上留出的样本，只用一次。说出那个数值，旁边写上不用模型能得到多少：总是回答最常见的答案、平均值，或者瞎猜。
# %% id="my-measure" role="work"
### BEGIN SOLUTION
said = model.predict(unseen, verbose=0)["sum"].argmax(axis=1)
accuracy = (said == sums["sum"]).mean()
print(f"accuracy: {accuracy:.2f}")
print(f"always 9, accuracy: {(sums['sum'] == 9).mean():.2f}")
assert accuracy > 0.85
### END SOLUTION
# %% [markdown] id="step-apart" lang="en"
# ### Step 5: take it apart
#
# The graph is yours, and any tensor of it can be an end. What did the shared part learn? What happens when one input is exchanged, or blanked?
# %% [markdown] id="step-apart" lang="zh"
# ### 第 5 步：拆开看看
#
# 计算图是你的，里面任何张量都可以做端点。共享的部分学到了什么？把某个输入换掉，或者抹成空白，会怎样？
# %% id="my-part" role="work"
### BEGIN SOLUTION
# nobody ever told the model a single digit, only sums of two
digit = read.predict(new_images, verbose=0).argmax(axis=1)
accuracy = (digit == new_digits).mean()
print(f"single digits, read by a part of the graph, accuracy: {accuracy:.2f}")
assert accuracy > 0.9
blank = read.predict(np.zeros((1, 28, 28)), verbose=0)[0]
print("of an empty image, too, the ten probabilities sum to 1:", np.isclose(blank.sum(), 1))
### END SOLUTION
# %% id="my-figure" role="work"
### BEGIN SOLUTION
figure, axes = plt.subplots(1, 6, figsize=(9, 1.9))
for k, ax in enumerate(axes):
    a, b = (int(read(unseen[side][k : k + 1]).numpy().argmax()) for side in ("left", "right"))
    ax.imshow(np.hstack([unseen["left"][k], unseen["right"][k]]), cmap="gray")
    ax.set(title=f"{a} + {b} = {a + b}", xticks=[], yticks=[])
plt.show()
### END SOLUTION
# %% [markdown] id="step-save" lang="en"
# ### Step 6: the file
#
# Save after the last training, load it again, and compare.
# %% [markdown] id="step-save" lang="zh"
# ### 第 6 步：文件
#
# 最后一次训练之后再保存，然后重新加载，比一比。
# %% id="my-file" role="work"
### BEGIN SOLUTION
FILE = "adder.keras"
model.save(FILE)
again = keras.saving.load_model(FILE).predict(unseen, verbose=0)["sum"].argmax(axis=1)
print("the same sums:", np.array_equal(again, said))
### END SOLUTION
# %% [markdown] id="file-ask" lang="en" role="ask" tags=["review"]
# Your model holds a layer class of your own, which is registered. On another machine `load_model` says that it can't locate the class. What is missing there?
#
# - [ ] The weights.
#   They are in the file.
# - [x] The Python code of the class: it must be defined or imported before.
#   The file holds the name and the config, not the code.
# - [ ] The data that the model was trained on.
#   A model needs none to be loaded.
# %% [markdown] id="file-ask" lang="zh" role="ask" tags=["review"]
# 你的模型里有一个自己写的层，类已经注册过。在另一台电脑上，`load_model` 说找不到这个类。那里缺什么？
#
# - [ ] 权重。
#   权重就在文件里。
# - [x] 这个类的 Python 代码：要先定义或导入。
#   文件里有名称和配置（config），没有代码。
# - [ ] 训练用的数据。
#   加载模型不需要数据。
# %% [markdown] id="step-explain" lang="en"
# ### Step 7: the explanation
#
# Three or four sentences that lead a reader through the picture: what comes in at each input, what is shared or nested and why, what each output says. Use the names that stand in the picture.
# %% [markdown] id="step-explain" lang="zh"
# ### 第 7 步：讲解
#
# 用三四句话带读者看懂这张图：每个输入送进什么，什么是共享或嵌套的、为什么，每个输出说明什么。要用图里的名称。写中文就行；参考解法里的示例是英文。
# %% id="my-text" role="work"
### BEGIN SOLUTION
EXPLANATION = """
Two images of digits go in, `left` and `right`. The nested model `read` is called on each of
them: it is one model, so that a digit is read alike on both sides, and it gives a probability
for each of the ten digits. The table of all products has the probability of every pair; adding
up the pairs with the same total gives `sum`, the probabilities of the totals 0 to 18. Only the
sums were known in training, and still `read` has learned the single digits.
"""
### END SOLUTION


# %% [markdown] id="ex14a-task" lang="en"
# ### Exercise ex14a: hand it in
#
# Write `my_project()`, which returns a dict of what you made above. Hand in early: `{"model": model}` alone gets the first ticks, each further key adds some.
#
# | key | what stands there |
# |---|---|
# | `"model"` | your functional model, compiled and trained |
# | `"held_out"` | `(inputs, targets)`, 20 samples or more, as `model.evaluate` takes them |
# | `"file"` | the path of the file |
# | `"picture"` | `helpers.draw(model)`, or the path of an image that `plot_model` wrote |
# | `"explanation"` | your text |
# %% [markdown] id="ex14a-task" lang="zh"
# ### 练习 ex14a：交上来
#
# 请写出 `my_project()`，返回一个字典，装着你在上面做好的东西。不妨早点交：只写 `{"model": model}`，就能得到最初的几个勾；每多一个键，再多几个。
#
# | 键 | 内容 |
# |---|---|
# | `"model"` | 你的函数式模型，已编译、已训练 |
# | `"held_out"` | `(inputs, targets)`，至少 20 个样本，形式与 `model.evaluate` 接收的相同 |
# | `"file"` | 文件的路径 |
# | `"picture"` | `helpers.draw(model)`，或者 `plot_model` 写出的图片的路径 |
# | `"explanation"` | 你的讲解文字 |
# %% id="ex14a" role="solution"
def my_project():
    ### BEGIN SOLUTION
    return {
        "model": model,
        "held_out": (unseen, sums),
        "file": FILE,
        "picture": helpers.draw(model),
        "explanation": EXPLANATION,
    }
    ### END SOLUTION


# %% id="check-ex14a" role="test" points=6
check("ex14a", my_project)
# %% [markdown] id="rubric-intro" lang="en"
# ## What no check can see
#
# Whether the question was worth asking, whether the number is honest, whether a reader understands it. That takes a person: a teacher, a friend, or you after a week. They look by this table; each row is worth up to two points:
#
# | | 0 | 1 | 2 |
# |---|---|---|---|
# | **question** | not said | said | said, with who would want the answer |
# | **graph** | fits another question | fits | fits, and says why something is shared or nested |
# | **evidence** | no number | a number on held-out samples | beside what one gets without a model, and how the parts were kept apart |
# | **limits** | none named | one named | one tried out: where does it fail, and why? |
# %% [markdown] id="rubric-intro" lang="zh"
# ## 检查看不见的
#
# 问题值不值得问，数值诚不诚实，读者能不能看懂：这些要由人来判断，老师、朋友，或者一周以后的你自己。评分参照下表，每行最多两分：
#
# | | 0 | 1 | 2 |
# |---|---|---|---|
# | **问题** | 没有说 | 说清了 | 说清了，还说明谁需要这个答案 |
# | **计算图** | 答非所问 | 合适 | 合适，并说明为什么要共享或嵌套 |
# | **证据** | 没有数值 | 有留出样本上的数值 | 与不用模型的结果对照，并说明两份数据怎样分开 |
# | **局限** | 没提 | 提到一条 | 亲手试过一条：在哪里失败，为什么？ |
# %% [markdown] id="project-report" lang="en" role="manual" points=8
# ### Your report
#
# Half a page, by the four rows of the table, in the place of `YOUR ANSWER HERE`. In a class this cell is read and marked by a person.
#
# <!-- BEGIN SOLUTION -->
# **Question.** Can one learn to read digits when nobody says what a digit is, only what two of them add up to? Anyone with totals of old receipts, and no labels, would like to know.
#
# **Graph.** Both images go through one nested model, `read`, since a digit means the same on either side. What adds up the probabilities has no weights: that part of the task is known, so it need not be learned.
#
# **Evidence.** About nine of ten sums of unseen pairs are right; the answer 9, given every time, is right in one of ten. Test pairs are drawn from images that no training pair holds. `read` alone names about 19 of 20 single digits.
#
# **Limits.** With sums alone, a digit that never occurs is never learned. And `read` gives ten probabilities that sum to 1 for an empty image, too: it can't say that there is no digit.
# <!-- END SOLUTION -->
# %% [markdown] id="project-report" lang="zh" role="manual" points=8
# ### 你的报告
#
# 半页纸，按表里的四行来写，放在 `YOUR ANSWER HERE`（意思是“在这里作答”）的位置。在课堂上，这一格由人阅读和打分。
#
# <!-- BEGIN SOLUTION -->
# **问题。** 如果没有人告诉模型哪个数字是几，只告诉它两个数字的和，它能学会认数字吗？手里有旧账单的合计、却没有标注的人，会想知道。
#
# **计算图。** 两张图片都经过同一个嵌套的模型 `read`，因为数字在哪一边都是同一个意思。把概率加起来的部分没有权重：这件事本来就知道怎么做，不必去学。
#
# **证据。** 没见过的数字对，大约十个和里答对九个；一律回答 9，十个里只对一个。测试用的数字对，取自训练中从未出现过的图片。单用 `read`，二十个数字大约认对十九个。
#
# **局限。** 只有和作为标签，从不出现的数字就永远学不会。而且给 `read` 一张空白图片，它照样给出总和为 1 的十个概率：它没法说“这里没有数字”。
# <!-- END SOLUTION -->
# %% [markdown] id="project-summary" lang="en"
# ## Summary
#
# - The question decides the inputs and outputs, what they have in common decides what is shared.
# - A number counts beside what one gets without a model, on data that were kept apart.
# - A graph can be handed on: one file to run, one picture to see, one text to understand.
# %% [markdown] id="project-summary" lang="zh"
# ## 小结
#
# - 问题决定输入和输出；它们有什么共同之处，决定什么该共享。
# - 一个数值要有意义，旁边得有不用模型的结果，而且是在分开保存的数据上得到的。
# - 计算图可以交给别人：一个文件用来运行，一张图用来看，一段文字用来理解。
# %% id="project-progress" tags=["nbval-ignore-output"]
progress()
# %% [markdown] id="project-next" lang="en"
# **Where next?** The list above shows what is still open in this course; `hint` and `solution` remain at hand. After that:
#
# - [Keras's own guides](https://keras.io/guides/): transfer learning, layers and models by subclassing, your own training loop;
# - [Keras's examples](https://keras.io/examples/): short programs for many kinds of tasks. Open one, draw its graph before you read its code, and see whether you would have built it that way;
# - a second project. Give the first one's file, picture and text to a friend, and see what they ask.
#
# Thank you for coming all this way. Back to the beginning: [00 · Set-up](00_setup.ipynb).
# %% [markdown] id="project-next" lang="zh"
# **接下来呢？** 上面列出了课程里还没做完的练习；`hint` 和 `solution` 随时可用。此外还可以看：
#
# - [Keras 官方指南](https://keras.io/guides/)：迁移学习、用子类化（subclassing）编写层和模型、自己写训练循环；
# - [Keras 示例](https://keras.io/examples/)：各类任务的短程序。打开一个，先画出它的计算图，再读代码，看看换你会不会这样搭；
# - 第二个项目。把第一个项目的文件、图和文字交给一位朋友，看看对方会问什么。
#
# 感谢你一路走到这里。回到开头：[00 · 环境配置](00_setup.ipynb)。
