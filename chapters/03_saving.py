# %% [markdown] id="saving-goals" lang="en"
# # 03 · Saving and restoring
#
# After this chapter you can
#
# - save a whole model, open the file, and say what each part of it is for,
# - stop a training run today and go on tomorrow as if nothing had happened,
# - keep only what you need: the architecture, the weights, or a model to be served.
#
# Time: about 45 minutes.
# %% [markdown] id="saving-goals" lang="zh"
# # 03 · 保存与恢复
#
# 学完本章，你能够
#
# - 保存整个模型，打开文件，说出其中每一部分的用途，
# - 今天停下训练，明天接着训练，就像从没停过一样，
# - 只留下需要的东西：架构（architecture）、权重，或者一个用来部署的模型。
#
# 用时：约 45 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(3)
# %% [markdown] id="saving-question" lang="en"
# The question of this chapter: **what exactly is in that file, and can training resume from it?** You will not have to believe anyone: you open the file, and you compare two training runs number by number.
# %% [markdown] id="saving-question" lang="zh"
# 本章的问题是：**那个文件里到底有什么？能不能从它接着训练？** 你不必相信谁的说法：自己打开文件看，再把两次训练的数值逐个比一比。
# %% id="saving-imports"
import json
import os
import warnings
import zipfile

import h5py
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers

from helpers import datasets

tf.get_logger().setLevel("ERROR")  # TensorFlow reports each export otherwise
# %% id="worth-data"
(images, labels), (images_test, labels_test) = datasets.mnist()
rows = images[:2000].reshape(-1, 784).astype("float32") / 255
labels = labels[:2000]
rows_test = images_test.reshape(-1, 784).astype("float32") / 255
rows.shape, rows_test.shape


# %% [markdown] id="worth-intro" lang="en"
# ## A model worth keeping
#
# Two thousand digits are enough here, always taken in the same order (`shuffle=False`), so that two runs can be compared. The network is that of chapters 01 and 02.
#
# The optimizer is Adam this time, for a reason: it keeps notes. For each weight it remembers which way the last gradients went (*momentum*, their moving average) and how large they were (*velocity*, the moving average of their squares). After four epochs the model reads most digits that it has never met. We don't want to lose that.
# %% [markdown] id="worth-intro" lang="zh"
# ## 一个值得保存的模型
#
# 这里用两千张数字图片就够了，每次都按同样的顺序取（`shuffle=False`），这样两次训练才能互相比较。网络还是第 01 章和第 02 章的那一个。
#
# 这次优化器（optimizer）选了 Adam，因为它会“记笔记”：对每个权重，它都记着最近的梯度（gradient）朝哪个方向（**动量**，momentum：梯度的滑动平均）、有多大（**velocity**：梯度平方的滑动平均）。训练四轮之后，大部分没见过的数字，模型已经认得出来。我们不想失去的，就是这个。
# %% id="worth-functions"
def build_digits():
    keras.utils.set_random_seed(3)
    inputs = keras.Input(shape=(784,), name="pixels")
    x = layers.Dense(64, activation="relu", name="hidden_1")(inputs)
    x = layers.Dense(64, activation="relu", name="hidden_2")(x)
    model = keras.Model(inputs, layers.Dense(10, name="logits")(x), name="digits")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss=loss, metrics=["accuracy"])
    return model


def train(model, epochs):
    options = {"batch_size": 128, "shuffle": False, "verbose": 0}
    return model.fit(rows, labels, epochs=epochs, **options).history["loss"]


# %% id="worth-fit"
digits = build_digits()
first_losses = train(digits, 4)
accuracy = digits.evaluate(rows_test, labels_test, verbose=0, return_dict=True)["accuracy"]
print(f"test accuracy: {accuracy:.2f}  above 0.8: {accuracy > 0.8}")
print("loss fell to less than a third:", first_losses[-1] < first_losses[0] / 3)
# %% [markdown] id="save-intro" lang="en"
# ## One line to save, one to restore
#
# The whole model goes into one file, whose name ends in `.keras`. Then the model is thrown away, and with it every weight in memory; nothing is left of it but the file, and what it said about the test digits.
# %% [markdown] id="save-intro" lang="zh"
# ## 一行保存，一行恢复
#
# 整个模型存进一个文件，文件名以 `.keras` 结尾。接着把模型扔掉，内存里的权重也随之消失；剩下的只有那个文件，以及模型给测试图片的输出。
# %% id="save-load"
said = digits.predict(rows_test, verbose=0)
digits.save("digits.keras")
del digits
restored = keras.saving.load_model("digits.keras")
print("same outputs:", np.array_equal(restored.predict(rows_test, verbose=0), said))
# %% [markdown] id="save-exact" lang="en"
# They aren't just close: `array_equal` has compared 100,000 numbers, and each is the same to its last digit.
# %% [markdown] id="save-exact" lang="zh"
# 不只是接近：`array_equal` 逐一比较了 100,000 个数值，每一个都完全相同。
# %% [markdown] id="compiled-ask" lang="en" role="ask" tags=["review"]
# The restored model was never compiled by you. What does its optimizer say about the steps that it has taken?
#
# - [ ] Nothing: there is no optimizer before `compile`.
#   The file has the compile configuration, and Keras has compiled the model while loading it.
# - [x] As many as before it was saved.
#   The optimizer's state is in the file, its count of steps included.
# - [ ] 0: it is compiled, but new.
#   So it would be after a `compile` of your own.
# %% [markdown] id="compiled-ask" lang="zh" role="ask" tags=["review"]
# 恢复出来的模型，你没有编译（compile）过。它的优化器会说自己走了多少步？
#
# - [ ] 什么也没有：`compile` 之前没有优化器。
#   文件里有编译配置，Keras 在加载时就编译好了。
# - [x] 和保存之前一样多。
#   优化器的状态也在文件里，步数也在内。
# - [ ] 0：编译过，但是全新的。
#   你自己再 `compile` 一次，才会这样。
# %% id="save-compiled"
again = restored.evaluate(rows_test, labels_test, verbose=0, return_dict=True)["accuracy"]
print("same accuracy:", again == accuracy)
print("steps taken:", int(restored.optimizer.iterations))
# %% [markdown] id="save-steps" lang="en"
# You can call `evaluate`: what you told `compile` has come back, too. And the optimizer has taken 64 steps, as many as in the training: 2,000 rows in batches of 128 are 16 steps an epoch, 64 in four. So a file holds more than weights.
# %% [markdown] id="save-steps" lang="zh"
# 能调用 `evaluate`：你告诉 `compile` 的内容也一起恢复了。优化器走了 64 步，和训练时一样多：2,000 个样本，每批 128 个，一轮 16 步，四轮 64 步。可见文件里不只有权重。
# %% [markdown] id="folder-ask" lang="en" role="ask" tags=["review"]
# The guide saves to a plain name, without an ending. What does Keras 3 make of that?
#
# - [ ] A folder, as in the guide.
#   Keras 2 did so; what Keras 3 calls saving makes one file.
# - [ ] A file called `my_model`.
#   It goes by the ending, and there is none.
# - [x] An error.
#   It asks for `.keras`.
# %% [markdown] id="folder-ask" lang="zh" role="ask" tags=["review"]
# 原指南保存时只写了一个名称，没有扩展名。Keras 3 会怎么处理？
#
# - [ ] 建一个文件夹，和原指南一样。
#   那是 Keras 2 的做法；在 Keras 3 里，保存就是写一个文件。
# - [ ] 建一个名叫 `my_model` 的文件。
#   它要看扩展名，而这里没有。
# - [x] 报错。
#   它要求以 `.keras` 结尾。
# %% id="folder-save"
try:
    restored.save("my_model")
except ValueError as error:
    print(error)
# %% [markdown] id="folder-changed" lang="en"
# > **What changed since the guide:** a folder (TensorFlow's SavedModel) was the usual format then. Now `save` writes one `.keras` file, and folders are the business of `export`, further down. The older `.h5` still works, but Keras calls it legacy.
# %% [markdown] id="folder-changed" lang="zh"
# > **与原指南相比的变化：** 那时，常用的格式是一个文件夹（TensorFlow 的 SavedModel）。现在 `save` 写出的是一个 `.keras` 文件，写文件夹则归 `export` 管，后面会讲到。更早的 `.h5` 还能用，但 Keras 已把它列为旧格式。
# %% [markdown] id="open-predict" lang="en"
# ## Open the file
#
# The model has 55,050 weights of 4 bytes each: 220 KB.
#
# **Predict, then run.** How large is the file: about 220 KB, smaller, or larger?
# %% [markdown] id="open-predict" lang="zh"
# ## 打开文件看看
#
# 模型有 55,050 个权重，每个 4 字节，合计 220 KB。
#
# **先预测，再运行。** 文件有多大：220 KB 左右，更小，还是更大？
# %% id="open-size"
archive = zipfile.ZipFile("digits.keras")
for entry in archive.infolist():
    print(f"{entry.filename:18} {entry.file_size / 1000:6.0f} KB")
print(list(json.loads(archive.read("metadata.json"))))
# %% [markdown] id="open-meaning" lang="en"
# It is larger, about three times as large as the weights. And it is an ordinary zip archive with three files inside; any zip program opens it. The smallest says which Keras wrote it, and when.
#
# The second, `config.json`, is text too. It begins with the graph of chapter 01: every layer with its settings, and with the layer that its input comes from.
# %% [markdown] id="open-meaning" lang="zh"
# 更大，约是权重的三倍大。而且它就是一个普通的 zip 包，里面有三个文件，任何解压软件都能打开。最小的那个写着由哪个版本的 Keras、在什么时候写成。
#
# 第二个 `config.json` 也是文本。打头的就是第 01 章讲的计算图（graph）：每个层有哪些设置，输入来自哪一层。
# %% id="open-layers"
config = json.loads(archive.read("config.json"))
for layer in config["config"]["layers"][1:]:
    settings = layer["config"]
    source = layer["inbound_nodes"][0]["args"][0]["config"]["keras_history"][0]
    print(f"{source} -> {layer['name']}: {settings['units']} units, {settings['activation']}")
# %% [markdown] id="open-layers-meaning" lang="en"
# These are the arrows, written down. No weight is among them: *config* means how to build, not what was learned. Further on in the same file stands what you told `compile`:
# %% [markdown] id="open-layers-meaning" lang="zh"
# 这就是写成文字的箭头。其中没有任何权重：**配置**（config）说的是怎样搭建，不是学到了什么。同一个文件往后，是你告诉 `compile` 的内容：
# %% id="open-compile"
told = config["compile_config"]
print(told["optimizer"]["class_name"], round(told["optimizer"]["config"]["learning_rate"], 4))
print(told["loss"]["class_name"], "from_logits =", told["loss"]["config"]["from_logits"])
print(told["metrics"])
# %% [markdown] id="open-weights" lang="en"
# The third file is the large one: arrays in the HDF5 format, with paths like those of folders. First the layers:
# %% [markdown] id="open-weights" lang="zh"
# 第三个文件最大：里面是 HDF5 格式的数组，路径写得像文件夹一样。先看各层：
# %% id="open-h5"
with h5py.File(archive.open("model.weights.h5")) as file:
    for name in ("dense", "dense_1", "dense_2"):
        arrays = file[f"layers/{name}/vars"]
        print(f"layers/{name}:", [arrays[key].shape for key in arrays])
    kept = [tuple(array.shape) for array in file["optimizer/vars"].values()]
print("optimizer:", len(kept), "arrays,", sum(int(np.prod(shape)) for shape in kept), "numbers")
# %% [markdown] id="open-optimizer" lang="en"
# Here is the rest: 110,102 numbers of the optimizer, twice as many as the model has. They are a step counter, a learning rate, and for each of the 55,050 weights a momentum and a velocity. (The layers are `dense`, `dense_1`, `dense_2` here, by kind and place; your names, such as `hidden_1`, stand in `config.json`. That will matter soon.)
#
# The figure shows the archive to scale, as one bar of 688 KB: the weights at the left, then Adam's two notes, each of the same length. The white part is what HDF5 needs to keep its arrays in order. And the black line at the right end is `config.json`, 4 KB, which makes a model of all these numbers.
# %% [markdown] id="open-optimizer" lang="zh"
# 剩下的都在这里：优化器有 110,102 个数值，是模型自己的两倍。其中一个是步数，一个是学习率（learning rate），此外 55,050 个权重各有一个动量和一个 velocity。（各层在这里叫 `dense`、`dense_1`、`dense_2`，按种类和次序命名；你取的名称，例如 `hidden_1`，写在 `config.json` 里。这一点很快就会用到。）
#
# 下图把整个文件按比例画成一根 688 KB 的长条：左边是权重，然后是 Adam 的两份笔记，三段一样长。白色的一段，是 HDF5 用来整理数组的目录信息。最右端的黑线是 `config.json`，只有 4 KB，有了它，这些数值才成其为模型。
# %% id="picture-bar"
figure, ax = plt.subplots(figsize=(9, 1.3))
part = 4 * 55_050 / 1000
config_size, h5_size = (entry.file_size / 1000 for entry in archive.infolist()[1:])
left = 0
for text, size, grey in (
    ("weights", part, "0.6"),
    ("Adam: momentum", part, "0.75"),
    ("Adam: velocity", part, "0.88"),
    ("", h5_size - 3 * part, "1"),
    ("", config_size, "0"),
):
    ax.barh(0, size, left=left, color=grey, edgecolor="black")
    ax.text(left + size / 2, 0, text, ha="center", va="center")
    left += size
ax.text(left, 0.5, "config", ha="right")
ax.set(yticks=[], xlabel="KB", xlim=(0, left), ylim=(-0.4, 0.9))
plt.show()
# %% [markdown] id="picture-meaning" lang="en"
# How large a file is, then, depends on the optimizer. Next, the same model is saved with three of them in turn; `build` gives each its notes, as the first step of a training would do.
# %% [markdown] id="picture-meaning" lang="zh"
# 可见文件的大小取决于优化器。接下来，把同一个模型依次配上三种优化器保存；`build` 为每个优化器准备好笔记，和训练的第一步所做的一样。
# %% [markdown] id="sizes-predict" lang="en"
# **Predict, then run.** Plain SGD keeps no notes, RMSprop one number for each weight, Adam two. What are the sizes?
# %% [markdown] id="sizes-predict" lang="zh"
# **先预测，再运行。** 普通的 SGD 不记笔记，RMSprop 每个权重记一个数值，Adam 记两个。文件各有多大？
# %% id="picture-optimizers"
model = build_digits()
for name in ("sgd", "rmsprop", "adam"):
    model.compile(optimizer=name, loss=model.loss)
    model.optimizer.build(model.trainable_variables)
    model.save("size.keras")
    print(f"{name:8} {os.path.getsize('size.keras') / 1000:4.0f} KB")
# %% [markdown] id="sizes-meaning" lang="en"
# About 245, 466 and 689 KB: each number that an optimizer keeps for each weight adds 220 KB.
# %% [markdown] id="sizes-meaning" lang="zh"
# 大约是 245、466 和 689 KB：优化器为每个权重每多记一个数值，文件就大 220 KB。
# %% [markdown] id="code-predict" lang="en"
# ## What is not in the file
#
# Here is an activation function of our own. The model is saved, and loaded again.
#
# **Predict, then run.** Loading happens in the very same notebook. Does it work?
# %% [markdown] id="code-predict" lang="zh"
# ## 文件里没有什么
#
# 下面用了一个自己写的激活函数（activation function）。模型保存之后，再加载回来。
#
# **先预测，再运行。** 加载就在同一个笔记本里进行。能成功吗？
# %% id="code-load"
def double_relu(x):
    return 2 * keras.ops.relu(x)


inputs = keras.Input(shape=(784,))
keras.Model(inputs, layers.Dense(10, activation=double_relu)(inputs)).save("own.keras")
try:
    keras.saving.load_model("own.keras")
except TypeError as error:
    print(str(error).split("Exception encountered: ")[-1].split(". ")[0])
# %% [markdown] id="code-meaning" lang="en"
# It doesn't work. The file holds the *name* of your function, not its code, and Keras looks the name up among its own functions. You have to say what the name stands for, by `custom_objects` when you load, or once and for all: chapter 10.
#
# That code stays out is good for safety, too: a stranger's file can ask for a function by name, but it can't bring one along. (Only a `Lambda` layer can, and Keras refuses to load it unless you allow it with `safe_mode=False`. Don't.)
# %% [markdown] id="code-meaning" lang="zh"
# 不能成功。文件里存的是函数的**名称**，不是代码，而 Keras 在自己的函数里找这个名称。你得告诉它这个名称指的是什么：要么加载时写在 `custom_objects` 里，要么一劳永逸，见第 10 章。
#
# 代码不进文件，对安全也有好处：陌生人给的文件可以指名要某个函数，却不能自己带一个来。（只有 `Lambda` 层可以，而 Keras 会拒绝加载，除非你用 `safe_mode=False` 放行。不要这样做。）
# %% [markdown] id="resume-intro" lang="en"
# ## Can training resume?
#
# Four epochs are done. Two runs now go on to six: `twin` starts anew from the same seed and trains six epochs in one go; `resumed` comes out of the file and trains the missing two.
#
# **Predict, then run.** How far apart will their weights be in the end?
# %% [markdown] id="resume-intro" lang="zh"
# ## 能接着训练吗？
#
# 已经训练了四轮。现在让两次训练都走到第六轮：`twin` 用同样的随机种子（random seed）从头开始，一口气训练六轮；`resumed` 从文件里取出来，补上缺的两轮。
#
# **先预测，再运行。** 最后，两者的权重会相差多少？
# %% id="resume-run"
twin = build_digits()
twin_losses = train(twin, 6)
resumed = keras.saving.load_model("digits.keras")
resumed_losses = train(resumed, 2)
pairs = zip(twin.get_weights(), resumed.get_weights())
print("all weights equal:", all(np.allclose(a, b, atol=1e-6) for a, b in pairs))
# %% [markdown] id="resume-meaning" lang="en"
# The weights aren't apart at all. Saving, deleting and loading in the middle have left no trace: the file holds everything that the next step needs.
#
# What if the optimizer's notes are lost? `compile` makes a *new* optimizer. It is an easy slip: you load a model, and then run your old cell with `compile` out of habit.
# %% [markdown] id="resume-meaning" lang="zh"
# 权重毫无差别。中途保存、删除、再加载，没有留下任何痕迹：下一步需要的一切，文件里都有。
#
# 如果优化器的笔记丢了呢？`compile` 会创建一个**新的**优化器。这种错很容易犯：加载了模型，又习惯性地运行了写着 `compile` 的旧单元格。
# %% [markdown] id="forget-predict" lang="en"
# **Predict, then run.** Same weights, same settings, no notes; two more epochs. Will the loss in epoch 5 be lower than it was in epoch 4, or higher?
# %% [markdown] id="forget-predict" lang="zh"
# **先预测，再运行。** 权重一样，设置一样，只是没有笔记；再训练两轮。第 5 轮的损失会比第 4 轮低，还是高？
# %% id="resume-recompile"
forgetful = keras.saving.load_model("digits.keras")
settings = {"loss": forgetful.loss, "metrics": ["accuracy"]}
forgetful.compile(optimizer=keras.optimizers.Adam(0.005), **settings)
print("steps taken:", int(forgetful.optimizer.iterations))
forgetful_losses = train(forgetful, 2)
print("resumed:   the loss falls: ", resumed_losses[0] < first_losses[-1])
print("forgetful: the loss rises: ", forgetful_losses[0] > first_losses[-1])
# %% [markdown] id="resume-figure-intro" lang="en"
# It is higher: the loss rises. There is no error and no warning; only the step counter, 0, gives it away. The figure shows the loss over six epochs. The solid line with dots is `twin`; the crosses, from epoch 5 on, are `resumed` and lie exactly on it. The dashed line with squares is `forgetful`: after the vertical line, where the model was loaded, it jumps up.
# %% [markdown] id="resume-figure-intro" lang="zh"
# 更高：损失上升了。没有报错，也没有警告；只有步数变成了 0，露出破绽。下图是六轮的损失。带圆点的实线是 `twin`；从第 5 轮起的叉号是 `resumed`，正好落在实线上。带方块的虚线是 `forgetful`：竖线处是加载模型的地方，过了竖线，它向上跳了一下。
# %% id="resume-figure"
late = range(5, 7)
figure, ax = plt.subplots(figsize=(8, 3.2))
ax.plot(range(1, 7), twin_losses, "o-", label="twin: never stopped")
ax.plot(late, resumed_losses, "x", markersize=12, label="resumed: from the file")
ax.plot(late, forgetful_losses, "s--", label="forgetful: compiled again")
ax.axvline(4.5, color="grey", linewidth=1)
ax.set(xlabel="epoch", ylabel="loss", yscale="log")
ax.legend()
plt.show()


# %% [markdown] id="resume-figure-meaning" lang="en"
# Without its notes, Adam has nothing to judge its first steps by; they are too large, and an epoch is lost. The run recovers, and may even end lower; but it is another run now. With 20 different seeds it was the same each time: `resumed` went on down, `forgetful` went up.
#
# Some things are not in the file, since they belong to `fit`: the number of the epoch (pass `initial_epoch=4`, and the log counts on), the order of shuffled rows, the memory of a callback, the history. Keep these yourself.
# %% [markdown] id="resume-figure-meaning" lang="zh"
# 没有了笔记，Adam 最初几步无从参照，迈得太大，白白损失一轮。之后会恢复，最后的损失甚至可能更低；但这已经是另一次训练了。试了 20 个不同的种子，结果都一样：`resumed` 继续下降，`forgetful` 先升了上去。
#
# 有些东西不在文件里，因为它们属于 `fit`：训练到了第几轮（传入 `initial_epoch=4`，日志就会接着数）、打乱之后的样本顺序、回调记住的内容、训练历史。这些请自己保存。
# %% [markdown] id="ex03a-task" lang="en"
# ### Exercise ex03a: there and back
#
# Write `save_and_restore(model, path)`. It writes the given model, compiled and trained, to `path`, which ends in `.keras`, and returns a *new* model that comes out of this file. Outputs, loss, metrics, the optimizer's settings and its state must all have survived, in the file and in the model that you return.
#
# After `new = save_and_restore(twin, "twin.keras")`, for example, `int(new.optimizer.iterations)` is 96.
# %% [markdown] id="ex03a-task" lang="zh"
# ### 练习 ex03a：存进去，取出来
#
# 请写出 `save_and_restore(model, path)`：把给定的、编译并训练过的模型写入 `path`（以 `.keras` 结尾），并返回一个从这个文件里读出来的**新**模型。输出、损失函数（loss function）、指标（metric）、优化器的设置和状态都必须保留下来，文件里如此，返回的模型也如此。
#
# 例如执行 `new = save_and_restore(twin, "twin.keras")` 之后，`int(new.optimizer.iterations)` 等于 96。
# %% id="ex03a" role="solution"
def save_and_restore(model, path):
    """Write `model` to `path`; return a new model read from there."""
    ### BEGIN SOLUTION
    model.save(path)
    return keras.saving.load_model(path)
    ### END SOLUTION


# %% id="check-ex03a" role="test" points=2
check("ex03a", save_and_restore)
# %% [markdown] id="config-intro" lang="en"
# ## The architecture alone
#
# Often you want the plan without the house: the same network, untrained. `get_config()` gives what stood in `config.json`, as a dict; `from_config` builds a model from it.
# %% [markdown] id="config-intro" lang="zh"
# ## 只要架构
#
# 有时你只要图纸，不要房子：同样的网络，没有训练过。`get_config()` 把 `config.json` 里的那些内容以字典的形式给你，`from_config` 再照着它搭建模型。
# %% id="config-build"
config = restored.get_config()
plan = keras.Model.from_config(config)
print([layer.name for layer in plan.layers], plan.count_params())
print("same weights:", np.array_equal(plan.get_weights()[0], restored.get_weights()[0]))
# %% [markdown] id="config-meaning" lang="en"
# The plan has the same names and the same 55,050 parameters, but other values in them, drawn anew.
# %% [markdown] id="config-meaning" lang="zh"
# 搭出来的模型，名称相同，同样是 55,050 个参数；但里面的值是重新随机抽取的，不一样。
# %% [markdown] id="twice-ask" lang="en" role="ask"
# You need a second untrained copy, and `config` is still at hand. What do you get?
#
# - [ ] A second model like the first.
#   The first call has used the dict up.
# - [x] A model without layers, and no error.
#   `Model.from_config` empties the dict that it gets.
# - [ ] The same model object again.
#   `from_config` makes a new object each time; but the dict isn't what it was.
# %% [markdown] id="twice-ask" lang="zh" role="ask"
# 你还需要一个没有训练过的副本，`config` 就在手边。会得到什么？
#
# - [ ] 和第一个一样的模型。
#   第一次调用已经把字典用空了。
# - [x] 一个没有层的模型，而且不报错。
#   `Model.from_config` 会清空传给它的字典。
# - [ ] 还是同一个模型对象。
#   `from_config` 每次都创建新对象；可是字典已经不是原来的了。
# %% id="config-twice"
second = keras.Model.from_config(config)
print("layers:", second.layers)
print("config:", config)


# %% [markdown] id="config-empty" lang="en"
# You get a model without a single layer, and no error. `from_config` takes its dict apart as it builds; afterwards the dict is empty. So ask for a fresh `get_config()` each time.
#
# There are two other ways to the plan: as text, by `to_json()` and `keras.models.model_from_json`, and in one step, by `keras.models.clone_model`. Both draw fresh weights, too. But they also take along what you told `compile`:
# %% [markdown] id="config-empty" lang="zh"
# 得到一个连一层都没有的模型，而且不报错。`from_config` 一边搭建，一边把字典拆掉，用完就空了。所以每次都要重新调用 `get_config()`。
#
# 拿到图纸还有两种办法：以文本的形式，用 `to_json()` 和 `keras.models.model_from_json`；或者一步到位，用 `keras.models.clone_model`。两者同样重新抽取权重，但还会带上你告诉 `compile` 的内容：
# %% id="config-compiled"
clone = keras.models.clone_model(restored)
from_text = keras.models.model_from_json(restored.to_json())
for name, model in {"from_config": plan, "model_from_json": from_text, "clone_model": clone}.items():
    print(f"{name:16} compiled: {model.compiled}")
print("clone:", type(clone.optimizer).__name__, int(clone.optimizer.iterations), "steps taken")
# %% [markdown] id="config-compiled-meaning" lang="en"
# The loss, the metrics and the optimizer's settings are there; the optimizer itself is a new one, which has taken no step.
# %% [markdown] id="config-compiled-meaning" lang="zh"
# 损失函数、指标和优化器的设置都在；优化器本身则是新的，一步也没有走过。
# %% [markdown] id="ex03b-task" lang="en"
# ### Exercise ex03b: the same plan, a new house
#
# Write `same_architecture(model)`. It returns a new model of the same architecture, with the same layer names, the same settings, and freshly drawn weights. The given model stays as it was, and two calls give two separate models.
#
# For example, `same_architecture(twin).count_params()` is 55050. The check gives models with a nested model, a shared layer and two inputs, too.
# %% [markdown] id="ex03b-task" lang="zh"
# ### 练习 ex03b：同一张图纸，另盖一座房子
#
# 请写出 `same_architecture(model)`，返回一个架构相同的新模型：层的名称相同，设置相同，权重重新随机抽取。给定的模型保持原样；调用两次，得到两个互不相干的模型。
#
# 例如 `same_architecture(twin).count_params()` 等于 55050。检查时给出的模型，还会带有嵌套模型（nested model）、共享层（shared layer）和两个输入。
# %% id="ex03b" role="solution"
def same_architecture(model):
    """A new model of the same architecture, with fresh weights."""
    ### BEGIN SOLUTION
    return keras.Model.from_config(model.get_config())
    ### END SOLUTION


# %% id="check-ex03b" role="test" points=2
check("ex03b", same_architecture)
# %% [markdown] id="weights-intro" lang="en"
# ## The weights alone
#
# Now the other half: values without a plan. In memory they are a plain list of arrays, always in the same order. Set them in `plan`, the untrained copy, and it has learned all there is to know.
# %% [markdown] id="weights-intro" lang="zh"
# ## 只要权重
#
# 再看另一半：只有值，没有图纸。在内存里，它们就是一个数组列表，次序固定。把它们放进没有训练过的 `plan`，它就什么都学会了。
# %% id="weights-set"
values = restored.get_weights()
print([value.shape for value in values])
plan.set_weights(values)
print("same outputs:", np.array_equal(plan.predict(rows_test, verbose=0), said))
# %% [markdown] id="weights-file-predict" lang="en"
# On disk it takes `save_weights`, and a name that ends in `.weights.h5`.
#
# **Predict, then run.** `plan` was never compiled, `restored` was. Are the two files of the same size?
# %% [markdown] id="weights-file-predict" lang="zh"
# 要写到磁盘上，就用 `save_weights`，文件名以 `.weights.h5` 结尾。
#
# **先预测，再运行。** `plan` 从未编译过，`restored` 编译过。两个文件一样大吗？
# %% id="weights-file"
plan.save_weights("plan.weights.h5")
restored.save_weights("restored.weights.h5")
for name in ("plan", "restored"):
    print(f"{name:9} {os.path.getsize(name + '.weights.h5') / 1000:4.0f} KB")
# %% [markdown] id="weights-file-meaning" lang="en"
# They are not of the same size: "weights" includes the optimizer's variables, where there is an optimizer. They do no harm: a model without an optimizer passes these over.
#
# **Predict, then run.** The next model is compiled, and hasn't trained yet. Does its optimizer take them?
# %% [markdown] id="weights-file-meaning" lang="zh"
# 不一样大：所谓“权重”，如有优化器，也包括它的变量。这没有坏处：没有优化器的模型会跳过它们。
#
# **先预测，再运行。** 下面的模型编译过，但还没有训练。它的优化器会接收这些变量吗？
# %% id="weights-optimizer"
late = build_digits()
with warnings.catch_warnings(action="ignore"):  # Keras warns of what it leaves out
    late.load_weights("restored.weights.h5")
print("steps taken:", int(late.optimizer.iterations))
# %% [markdown] id="weights-optimizer-meaning" lang="en"
# It doesn't. An optimizer makes its notes at the first step of a training; before that there is nothing to put them into, and Keras passes them over with a warning. So to resume from a file of weights, build the optimizer before you load. (A `.keras` file sees to that by itself.)
# %% [markdown] id="weights-optimizer-meaning" lang="zh"
# 不会。优化器要到训练的第一步才准备笔记，在那之前没有地方可放，Keras 给出警告，把它们跳过。所以，想凭权重文件接着训练，请先构建优化器，再加载。（`.keras` 文件会自动做到这一点。）
# %% id="weights-optimizer-built"
late.optimizer.build(late.trainable_variables)
late.load_weights("restored.weights.h5")
print("steps taken:", int(late.optimizer.iterations))
# %% [markdown] id="renamed-ask" lang="en" role="ask"
# The next model has the same shapes, but other layer names. Will it find its weights in the file?
#
# - [x] Yes.
#   The paths in the file are made of the layers' kinds and their order, not of their names.
# - [ ] No, and there is an error.
#   There would be one if it went by name.
# - [ ] No, and it keeps its own weights silently.
#   Silent misses would be a trap; Keras goes by kinds and order.
# %% [markdown] id="renamed-ask" lang="zh" role="ask"
# 下面这个模型，各层形状相同，名称却不同。它能在文件里找到自己的权重吗？
#
# - [x] 能。
#   文件里的路径由层的种类和次序构成，不看名称。
# - [ ] 不能，会报错。
#   要是按名称来找，就会报错。
# - [ ] 不能，它会悄悄地保留自己的权重。
#   悄悄地漏掉才是陷阱；Keras 看的是种类和次序。
# %% id="weights-names"
inputs = keras.Input(shape=(784,))
x = layers.Dense(64, activation="relu", name="red")(inputs)
x = layers.Dense(64, activation="relu", name="green")(x)
renamed = keras.Model(inputs, layers.Dense(10, name="blue")(x))
renamed.load_weights("plan.weights.h5")
print("same outputs:", np.array_equal(renamed.predict(rows_test, verbose=0), said))
# %% [markdown] id="weights-names-meaning" lang="en"
# It finds them: in the file they are the first, second and third `dense`. What counts is the kind of a layer and its place, not its name. And the shapes must fit, of course.
# %% [markdown] id="weights-names-meaning" lang="zh"
# 能找到：在文件里，它们是第一、第二、第三个 `dense`。起作用的是层的种类和次序，不是名称。形状当然也必须一致。
# %% [markdown] id="misfit-predict" lang="en"
# **Predict, then run.** The next model tells five classes apart, not ten. So its last layer has no use for these weights, and there is an error. Which of its six arrays have changed by then?
# %% [markdown] id="misfit-predict" lang="zh"
# **先预测，再运行。** 下面这个模型只区分五个类别，不是十个。这些权重，它的最后一层用不上，于是报错。那么到报错时为止，它的六个数组里有哪些已经变了？
# %% id="weights-misfit"
x = inputs = keras.Input(shape=(784,))
for units in (64, 64, 5):
    x = layers.Dense(units)(x)
five = keras.Model(inputs, x)
before = five.get_weights()
try:
    five.set_weights(values)
except ValueError as error:
    print(error)
print("changed:", [not np.array_equal(a, b) for a, b in zip(before, five.get_weights())])


# %% [markdown] id="weights-half-meaning" lang="en"
# The first four have changed. `set_weights` copies one array after the other and stops at the first that doesn't fit; what is copied stays copied. A program that catches this error goes on with a model that is half one and half the other. With a file it is the same:
# %% [markdown] id="weights-half-meaning" lang="zh"
# 前四个变了。`set_weights` 一个接一个地复制，遇到第一个放不进去的就停下，已经复制的不会退回。程序如果捕获了这个错误继续往下走，手里的模型就一半是这个、一半是那个。从文件里加载也是如此：
# %% id="weights-misfit-file"
five = keras.models.clone_model(five)
before = five.get_weights()
try:
    with warnings.catch_warnings(action="ignore"):  # Keras warns of the misfit, too
        five.load_weights("plan.weights.h5")
except ValueError as error:
    print(str(error).split(". ")[0])
print("changed:", [not np.array_equal(a, b) for a, b in zip(before, five.get_weights())])
# %% [markdown] id="ex03c-task" lang="en"
# ### Exercise ex03c: all or nothing
#
# Write `transfer_weights(source, target)`. It copies all weights of `source` into the existing model `target`; names don't matter. If the two differ in the number or in the shapes of their weights, it raises a `ValueError`, and `target` keeps every value that it had. `source` never changes.
#
# After `transfer_weights(twin, plan)`, for example, both give the same outputs, while `transfer_weights(twin, five)` is refused. What the function returns is ignored.
# %% [markdown] id="ex03c-task" lang="zh"
# ### 练习 ex03c：要么全部，要么不动
#
# 请写出 `transfer_weights(source, target)`：把 `source` 的全部权重复制到已有的模型 `target` 里，名称不论。如果两者的权重数目不同，或者形状不同，就抛出 `ValueError`，而且 `target` 原有的值一个也不能变。`source` 始终不变。
#
# 例如执行 `transfer_weights(twin, plan)` 之后，两个模型的输出相同，而 `transfer_weights(twin, five)` 会被拒绝。返回值不作要求。
# %% id="ex03c" role="solution"
def transfer_weights(source, target):
    """Copy all weights from `source` to `target`, or none."""
    ### BEGIN SOLUTION
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        raise ValueError("The two models differ in number or shapes of their weights.")
    target.set_weights(source.get_weights())
    ### END SOLUTION


# %% id="check-ex03c" role="test" points=3
check("ex03c", transfer_weights)
# %% [markdown] id="export-intro" lang="en"
# ## For serving: `export`
#
# A server that only answers needs no optimizer, and no Keras either. `export` writes the computation itself, as a folder in TensorFlow's SavedModel format:
# %% [markdown] id="export-intro" lang="zh"
# ## 用来部署：`export`
#
# 只负责回答的服务器，既不需要优化器，也不需要 Keras。`export` 写出的是计算过程本身：一个 TensorFlow SavedModel 格式的文件夹。
# %% id="export-write"
restored.export("served", verbose=False)
sorted(os.listdir("served"))
# %% [markdown] id="export-predict" lang="en"
# Plain TensorFlow reads it. What comes back has a function `serve`, which takes rows and gives logits.
#
# **Predict, then run.** Does it have a `fit`, so that training could go on? And can Keras turn it back into a model of layers?
# %% [markdown] id="export-predict" lang="zh"
# 用普通的 TensorFlow 就能读取。读回来的对象有一个函数 `serve`，输入若干样本，返回 logits。
#
# **先预测，再运行。** 它也有 `fit`，可以接着训练吗？Keras 能把它变回由层组成的模型吗？
# %% id="export-read"
served = tf.saved_model.load("served")
print("same outputs:", np.allclose(served.serve(rows_test).numpy(), said, atol=1e-4))
print("has fit:", hasattr(served, "fit"), " has layers:", hasattr(served, "layers"))
try:
    keras.saving.load_model("served")
except ValueError as error:
    print(str(error).split(". ")[0])
# %% [markdown] id="export-layer" lang="en"
# It has no `fit`, and Keras can't turn it back. The graph of operations is there, the graph of layers is gone, and the way leads in one direction only. (As a sealed box inside another model the folder can still serve; that is what `keras.layers.TFSMLayer` is for.) So export as often as you like, but never throw the `.keras` file away.
# %% [markdown] id="export-layer" lang="zh"
# 没有 `fit`，Keras 也没法把它变回来。运算构成的计算图还在，由层构成的计算图却没有了，这条路只能走一个方向。（不过，这个文件夹还可以当作一个封好的盒子放进别的模型里，`keras.layers.TFSMLayer` 就是做这个的。）所以，随时可以导出，但 `.keras` 文件千万别扔。
# %% [markdown] id="choose-intro" lang="en"
# ## Which one, when?
#
# The table says what survives each way. Try to fill in a row before you read it.
#
# | way | architecture | weights | compiled | optimizer's state | good for |
# |---|---|---|---|---|---|
# | `save`, `load_model` | yes | yes | yes | yes | going on, passing on, keeping |
# | `get_config`, `from_config` | yes | no | no | no | a fresh start |
# | `to_json`, `model_from_json` | yes | no | yes | no | a fresh start, from text |
# | `clone_model` | yes | no | yes | no | a fresh start, in one step |
# | `get_weights`, `set_weights` | no | yes | no | no | from model to model in memory |
# | `save_weights`, `load_weights` | no | yes | no | into a built optimizer | a model that your code builds |
# | `export` | as operations | yes | no | no | servers |
#
# For a long training, let Keras write the file itself, after each epoch that was the best so far. In chapter 02 `EarlyStopping` kept the best weights in memory; `ModelCheckpoint` keeps the best model in a file. (These rows have chosen the epoch, so a final test needs other ones.)
# %% [markdown] id="choose-intro" lang="zh"
# ## 什么时候用哪一种？
#
# 下表列出每种方式能保留什么。读每一行之前，先自己填填看。
#
# | 方式 | 架构 | 权重 | 编译设置 | 优化器状态 | 适用于 |
# |---|---|---|---|---|---|
# | `save`、`load_model` | 有 | 有 | 有 | 有 | 接着训练、交给别人、长期保存 |
# | `get_config`、`from_config` | 有 | 无 | 无 | 无 | 从头再来 |
# | `to_json`、`model_from_json` | 有 | 无 | 有 | 无 | 由文本从头再来 |
# | `clone_model` | 有 | 无 | 有 | 无 | 一步到位，从头再来 |
# | `get_weights`、`set_weights` | 无 | 有 | 无 | 无 | 在内存里从一个模型到另一个模型 |
# | `save_weights`、`load_weights` | 无 | 有 | 无 | 优化器已构建时有 | 模型由代码搭建的场合 |
# | `export` | 以运算的形式 | 有 | 无 | 无 | 服务器 |
#
# 训练时间长的话，可以让 Keras 自己写文件：每当一轮的结果好过此前各轮，就保存一次。第 02 章的 `EarlyStopping` 把最好的权重留在内存里；`ModelCheckpoint` 则把最好的模型留在文件里。（哪一轮最好，是由这些样本选出来的；所以最终测试要用另外的数据。）
# %% id="choose-checkpoint"
keeper = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)
options = {"validation_data": (rows_test[:2000], labels_test[:2000]), "verbose": 0}
log = build_digits().fit(rows, labels, epochs=12, callbacks=[keeper], **options)
best = keras.saving.load_model("best.keras")
kept = best.evaluate(rows_test[:2000], labels_test[:2000], verbose=0, return_dict=True)
print("kept the lowest:", np.isclose(kept["loss"], min(log.history["val_loss"]), atol=1e-4))
print("the last was higher:", log.history["val_loss"][-1] > kept["loss"])
# %% [markdown] id="saving-summary" lang="en"
# ## Summary
#
# - A `.keras` file is a zip archive: the graph and what you told `compile` as text, the weights and the optimizer's state as arrays. With Adam it is three times as large as the weights.
# - Training resumes from it exactly, if you don't compile again.
# - Code is not in it: functions and classes of your own are there by name.
# - `from_config` gives a new model, not compiled, and empties its dict; `clone_model` compiles its copy; `set_weights` may leave a model half changed; `export` is a way without return.
# %% [markdown] id="saving-summary" lang="zh"
# ## 小结
#
# - `.keras` 文件是一个 zip 包：计算图和你告诉 `compile` 的内容是文本，权重和优化器状态是数组。用 Adam 时，大小约为权重的三倍。
# - 只要不重新编译，就能从它接着训练，分毫不差。
# - 代码不在里面：你自己写的函数和类，只留下名称。
# - `from_config` 给出一个没有编译的新模型，同时清空字典；`clone_model` 会编译它的副本；`set_weights` 可能把模型改到一半；`export` 有去无回。
# %% [markdown] id="saving-next" lang="en"
# **Next:** [04 · One graph, many models](04_one_graph_many_models.ipynb). Two models, one set of weights: what happens to the second when you train the first?
# %% [markdown] id="saving-next" lang="zh"
# **下一章：** [04 · 一张计算图，多个模型](04_one_graph_many_models.ipynb)。两个模型，一套权重：训练其中一个，另一个会怎样？
