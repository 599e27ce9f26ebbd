# %% [markdown] id="training-goals" lang="en"
# # 02 · Training, evaluation, prediction
#
# After this chapter you can
#
# - compile, fit and evaluate a functional model, and read every number that Keras prints,
# - turn logits into probabilities and classes, and match the loss to them,
# - tell a model that has learned from one that only looks as if it had.
#
# Time: about 50 minutes.
# %% [markdown] id="training-goals" lang="zh"
# # 02 · 训练、评估和预测
#
# 学完本章，你能够
#
# - 编译（compile）、训练、评估一个函数式模型（functional model），并读懂 Keras 打印的每一个数字，
# - 把 logits 换算成概率和类别，并选用与之匹配的损失函数（loss function），
# - 分辨一个模型是真的学会了，还是只是看上去学会了。
#
# 用时：约 50 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(2)
# %% [markdown] id="training-question" lang="en"
# The question of this chapter: **how do you know that a model has learned?** A falling loss is not enough, as you will see. You train the network of chapter 01 on 60,000 handwritten digits. They come with the course; nothing is downloaded.
# %% [markdown] id="training-question" lang="zh"
# 本章的问题是：**怎么知道一个模型学会了？** 你会看到，损失在下降，并不足以说明问题。我们用 60,000 张手写数字图片来训练第 01 章的网络。数据随课程附带，无需下载。
# %% id="training-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

import helpers
from helpers import datasets

# %% [markdown] id="data-intro" lang="en"
# ## Digits as rows of numbers
#
# `datasets.mnist()` gives what `keras.datasets.mnist.load_data()` gives: images and labels, one part to train on and one part to test with.
# %% [markdown] id="data-intro" lang="zh"
# ## 把数字图片变成一行行的数值
#
# `datasets.mnist()` 给出的内容与 `keras.datasets.mnist.load_data()` 相同：图片和标签（label），一部分用来训练，一部分用来测试。
# %% id="data-load"
(x_train, y_train), (x_test, y_test) = datasets.mnist()
x_train.shape, x_train.dtype, x_test.shape, y_train[:8]
# %% [markdown] id="data-look" lang="en"
# Grey values are whole numbers from 0, black, to 255, white. The figure shows the first eight training images in one row, with the label above each: 5, 0, 4, 1, 9, 2, 1, 3.
# %% [markdown] id="data-look" lang="zh"
# 灰度值是 0（黑）到 255（白）的整数。下图把前八张训练图片排成一行，标签写在上方：5、0、4、1、9、2、1、3。
# %% id="data-figure"
figure, axes = plt.subplots(1, 8, figsize=(9, 1.6))
for ax, image, label in zip(axes, x_train, y_train):
    ax.imshow(image, cmap="gray")
    ax.set_title(int(label))
    ax.axis("off")
plt.show()
# %% [markdown] id="data-rows" lang="en"
# The model takes rows of 784 numbers, and trains best on small ones. So each image becomes a row, of floats from 0 to 1. Nothing is lost: row and image hold the same pixels.
# %% [markdown] id="data-rows" lang="zh"
# 模型接收的样本是排成一行的 784 个数值，而且数值小一些更利于训练。因此每张图片变成一行 0 到 1 之间的浮点数。信息没有丢失：这一行和原图的像素完全相同。
# %% id="data-scale"
rows_train = x_train.reshape(60000, 784).astype("float32") / 255
rows_test = x_test.reshape(10000, 784).astype("float32") / 255
rows_train.shape, rows_train.dtype, float(rows_train.min()), float(rows_train.max())
# %% [markdown] id="compile-intro" lang="en"
# ## Three decisions: `compile`
#
# The model is the one of chapter 01. The seed makes your run repeatable on your machine; on another one the last digits may differ.
# %% [markdown] id="compile-intro" lang="zh"
# ## 三个决定：`compile`
#
# 模型就是第 01 章的那一个。设定随机种子（random seed），是为了让你在自己的电脑上能重复出同样的结果；换一台电脑，末几位可能不同。
# %% id="compile-model"
keras.utils.set_random_seed(784)
inputs = keras.Input(shape=(784,), name="pixels")
x = layers.Dense(64, activation="relu", name="hidden_1")(inputs)
x = layers.Dense(64, activation="relu", name="hidden_2")(x)
outputs = layers.Dense(10, name="logits")(x)
mnist_model = keras.Model(inputs, outputs, name="mnist_model")
# %% [markdown] id="compile-choices" lang="en"
# Before a model trains, three things have to be decided: the loss function, the optimizer and the metrics.
#
# | argument | question | here |
# |---|---|---|
# | `loss` | what counts as bad? | cross-entropy, for labels that are whole numbers |
# | `optimizer` | how are the weights changed? | RMSprop, with its default learning rate 0.001 |
# | `metrics` | what do *you* want to read? | accuracy: the share of digits named rightly |
# %% [markdown] id="compile-choices" lang="zh"
# 训练之前，有三件事要定下来：损失函数、优化器（optimizer）和指标（metric）。
#
# | 参数 | 问题 | 这里的选择 |
# |---|---|---|
# | `loss` | 怎样算坏？ | 交叉熵（cross-entropy），标签为整数 |
# | `optimizer` | 怎样修改权重？ | RMSprop，默认学习率（learning rate）0.001 |
# | `metrics` | **你**想看什么？ | 准确率（accuracy）：认对的数字所占的比例 |
# %% id="compile-call"
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
mnist_model.compile(optimizer="rmsprop", loss=crossentropy, metrics=["accuracy"])


# %% [markdown] id="compile-loss" lang="en"
# *Sparse* means that a label is a number such as 5, not a *one-hot* vector, with a one in place 5. And `from_logits=True` says that the model gives raw scores, so the loss has to apply softmax itself. Later you see what happens when this is forgotten.
#
# The string `"rmsprop"` stands for `keras.optimizers.RMSprop()` with everything at its default.
# %% [markdown] id="compile-loss" lang="zh"
# **Sparse**（稀疏）的意思是：标签是 5 这样的一个整数，而不是下标 5 处为 1 的独热（one-hot）向量。`from_logits=True` 则说明模型给出的是原始得分，softmax 要由损失函数自己来做。忘了写会怎样，后面你会看到。
#
# 字符串 `"rmsprop"` 代表 `keras.optimizers.RMSprop()`，一切都取默认值。
# %% [markdown] id="ex02a-task" lang="en"
# ### Exercise ex02a: compile
#
# Write `compile_classifier(model, learning_rate)`. It compiles a given classifier in place: RMSprop with this learning rate, a loss for whole-number labels and a model that ends in logits, and the accuracy as metric. What it returns is ignored.
#
# After `compile_classifier(mnist_model, 0.01)`, for example, `mnist_model.optimizer.learning_rate` is 0.01.
# %% [markdown] id="ex02a-task" lang="zh"
# ### 练习 ex02a：编译
#
# 请写出 `compile_classifier(model, learning_rate)`，原地编译给定的分类器：优化器为 RMSprop，学习率如参数所示；损失函数要适合整数标签和以 logits 结尾的模型；指标为准确率。返回值不作要求。
#
# 例如调用 `compile_classifier(mnist_model, 0.01)` 之后，`mnist_model.optimizer.learning_rate` 等于 0.01。
# %% id="ex02a" role="solution"
def compile_classifier(model, learning_rate):
    """Compile `model`, which gives logits, in place."""
    ### BEGIN SOLUTION
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    ### END SOLUTION


# %% id="check-ex02a" role="test" points=2
check("ex02a", compile_classifier)
# %% [markdown] id="fit-predict" lang="en"
# ## Two epochs: `fit`
# %% [markdown] id="fit-predict" lang="zh"
# ## 训练两轮：`fit`
# %% [markdown] id="fit-ask" lang="en" role="ask" tags=["review"]
# There are 60,000 rows, one fifth of them set aside for validation, and each step takes a batch of 64. How many steps will the log count in an epoch (one pass over the data)?
#
# - [ ] 938
#   That is 60,000 / 64, rounded up: the rows for validation are not trained on.
# - [x] 750
#   48,000 rows are left for training, and 48,000 / 64 is 750.
# - [ ] 48,000
#   A step takes a whole batch, not a row.
# %% [markdown] id="fit-ask" lang="zh" role="ask" tags=["review"]
# 一共 60,000 个样本，五分之一留作验证，每一步取一个含 64 个样本的批次。在一轮（epoch，把数据过一遍）里，日志会数到多少步？
#
# - [ ] 938
#   这是 60,000 / 64 向上取整：留作验证的样本不参与训练。
# - [x] 750
#   用于训练的还有 48,000 个，48,000 / 64 等于 750。
# - [ ] 48,000
#   一步取一整个批次，不是一个样本。
# %% id="fit-run" tags=["nbval-ignore-output"]
history = mnist_model.fit(
    rows_train, y_train, batch_size=64, epochs=2, validation_split=0.2, verbose=2
)
# %% [markdown] id="fit-meaning" lang="en"
# The log counts 48,000 / 64 = 750 steps. `loss` and `accuracy` are averages over the epoch, while the weights were still changing; `val_loss` and `val_accuracy` are measured after it, on the 12,000 rows set aside. That is why validation may even look better.
# %% [markdown] id="fit-meaning" lang="zh"
# 日志数到 48,000 / 64 = 750 步。`loss` 和 `accuracy` 是整轮的平均值，其间权重一直在变；`val_loss` 和 `val_accuracy` 则在一轮结束之后，用留出的 12,000 个样本来测。所以，验证的结果有时反而更好看。
# %% [markdown] id="evaluate-intro" lang="en"
# ## The test: `evaluate`
#
# Numbers on training data say how well a model remembers. What you want to know is how it does on images that it has never met.
# %% [markdown] id="evaluate-intro" lang="zh"
# ## 测试：`evaluate`
#
# 训练数据上的数值，只说明模型记得多牢。你真正想知道的，是它面对从未见过的图片时表现如何。
# %% id="evaluate-run" tags=["nbval-ignore-output"]
result = mnist_model.evaluate(rows_test, y_test, verbose=0, return_dict=True)
result
# %% id="evaluate-range"
print("test accuracy in the expected range:", 0.95 <= result["accuracy"] <= 0.965)
# %% [markdown] id="evaluate-meaning" lang="en"
# The accuracy is about 0.957: of 10,000 new digits, some 430 are misread. Other seeds give 0.95 to 0.965, so don't read anything into a difference of 0.002 between two runs.
#
# A number such as 0.957 says little about *what* the network does. The model explorer of chapter 01 can also be given rows of data; then each box shows what it computes for the chosen row. Click from the input down to the last layer. Row 1 is a seven: which of the ten bars should stand highest? Then look at `hidden_1`: relu keeps many of its 64 bars at zero, and other rows light up others.
# %% [markdown] id="evaluate-meaning" lang="zh"
# 准确率大约是 0.957：10,000 张新的数字图片里，认错了 430 张左右。换别的随机种子，结果在 0.95 到 0.965 之间，所以两次运行相差 0.002，不说明任何问题。
#
# 0.957 这样的数值，说不出网络究竟**做了什么**。第 01 章的模型浏览器还可以接收若干样本，这时每个方框都会显示它对所选样本算出的结果。从输入开始，一层一层往下点，直到最后一层。第 1 个样本是 7：十根柱子里，哪一根应该最高？再看看 `hidden_1`：relu 让 64 根柱子里的许多根停在零上；换一个样本，亮起来的又是另外一些。
# %% id="explore-trained"
helpers.explore(mnist_model, rows_test[:10])
# %% [markdown] id="split-predict" lang="en"
# ## Which rows does `validation_split` take?
#
# Here are 4,000 digits sorted by their label, zeros first, and a fresh model with the same layers.
# %% [markdown] id="split-predict" lang="zh"
# ## `validation_split` 取的是哪些样本？
#
# 这里有 4,000 张图片，按标签排好了序，0 在最前面；还有一个架构相同的全新模型。
# %% [markdown] id="split-ask" lang="en" role="ask"
# Here are 4,000 digits sorted by their label, and a fifth is set aside. Training accuracy gets high. And the validation accuracy?
#
# - [ ] About as high: `fit` shuffles.
#   `fit` shuffles the training rows, after the split has been made.
# - [ ] A little lower, as always with new images.
#   It would be, if the validation rows were of the same kind as the others.
# - [x] Close to zero.
#   `validation_split` takes the last rows, and those are digits that the training never shows.
# %% [markdown] id="split-ask" lang="zh" role="ask"
# 这 4,000 张图片按标签排好了序，留出五分之一。训练准确率会很高。那么验证准确率呢？
#
# - [ ] 差不多一样高：`fit` 会打乱。
#   `fit` 打乱的是训练样本，而且是在划分之后。
# - [ ] 略低一些，遇到新图片总是这样。
#   如果留出的样本与其余的是同一类，会是这样。
# - [x] 接近零。
#   `validation_split` 取的是最后的样本，而那些数字在训练里一个也没有。
# %% id="split-run"
order = np.argsort(y_train[:4000], kind="stable")
fresh = keras.models.clone_model(mnist_model)
fresh.compile(optimizer="rmsprop", loss=crossentropy, metrics=["accuracy"])
log = fresh.fit(rows_train[order], y_train[order], epochs=3, validation_split=0.2, verbose=0)
for name in ("accuracy", "val_accuracy"):
    print(f"{name}: {log.history[name][-1]:.2f}")
print("labels set aside:", np.unique(y_train[order][-800:]))
print("val_accuracy below 0.2:", log.history["val_accuracy"][-1] < 0.2)
# %% [markdown] id="split-meaning" lang="en"
# It stays below 0.2: `validation_split` takes the *last* rows, and never shuffles first. Here these are the sevens, eights and nines; the model has never seen an 8 or a 9, so it can't name one. Shuffle images and labels together, or pass `validation_data`.
# %% [markdown] id="split-meaning" lang="zh"
# 验证准确率不到 0.2：`validation_split` 取的是**最后**的那些样本，而且事先不会打乱。这里恰好是 7、8、9；模型从没见过 8 和 9，自然认不出来。请把图片和标签一起打乱，或者用 `validation_data` 传入验证数据。
# %% [markdown] id="compile-predict" lang="en"
# ## An old habit that breaks
#
# In Keras 2, people wrote `compile(optimizer, loss, metrics)` by position.
#
# **Predict, then run.** Does `compile` complain about this, or `fit`, or nobody?
# %% [markdown] id="compile-predict" lang="zh"
# ## 一个不再管用的老习惯
#
# 在 Keras 2 里，人们习惯按位置写 `compile(optimizer, loss, metrics)`。
#
# **先预测，再运行。** 这样写，是 `compile` 报错，是 `fit` 报错，还是谁都不报错？
# %% id="compile-positional"
fresh.compile("rmsprop", crossentropy, ["accuracy"])
try:
    fresh.fit(rows_train[:64], y_train[:64], verbose=0)
except ValueError as error:
    print("fit:", error)
# %% [markdown] id="compile-changed" lang="en"
# > **What changed since the guide:** `compile` accepts it, and `fit` raises an error. The third position of `compile` is `loss_weights` now: Keras tries to multiply the loss by `"accuracy"`, and says so in terms of dtypes. With the arguments named, this can't happen.
# %% [markdown] id="compile-changed" lang="zh"
# > **与原指南相比的变化：** `compile` 照单全收，`fit` 报错。`compile` 的第三个位置现在是 `loss_weights`：Keras 试图用 `"accuracy"` 去乘损失，报错时说的却是数据类型。写上参数名，就不会出这种事。
# %% [markdown] id="curves-intro" lang="en"
# ## Learning curves
#
# `fit` returns a history: one number for each epoch and each metric. To see where learning ends and memorising begins, train a fresh model on 1,600 digits only, for 25 epochs.
# %% [markdown] id="curves-intro" lang="zh"
# ## 学习曲线
#
# `fit` 返回训练历史（history）：每一轮、每个指标，各有一个数值。想看清学习在哪里结束、死记从哪里开始，就只用 1,600 张图片，训练一个全新的模型 25 轮。
# %% id="curves-fit"
fresh = keras.models.clone_model(mnist_model)
fresh.compile(optimizer="rmsprop", loss=crossentropy, metrics=["accuracy"])
log = fresh.fit(rows_train[:2000], y_train[:2000], epochs=25, validation_split=0.2, verbose=0)
list(log.history)
# %% [markdown] id="curves-look" lang="en"
# The figure has two panels over the epochs: on the left the loss, on the right the accuracy, each for the training rows (solid) and the validation rows (dashed). Where do the two lines part?
# %% [markdown] id="curves-look" lang="zh"
# 下图左右两栏，横轴都是轮数：左边是损失，右边是准确率；实线是训练数据，虚线是验证数据。两条线从哪里开始分开？
# %% id="curves-figure"
figure, axes = plt.subplots(1, 2, figsize=(9, 3))
for ax, name in zip(axes, ["loss", "accuracy"]):
    ax.plot(range(1, 26), log.history[name], "-", label=name)
    ax.plot(range(1, 26), log.history[f"val_{name}"], "--", label=f"val_{name}")
    ax.set_xlabel("epoch")
    ax.legend()
plt.show()
print("lowest val_loss long before the end:", np.argmin(log.history["val_loss"]) < 20)


# %% [markdown] id="curves-meaning" lang="en"
# They part within the first epochs. Training accuracy climbs to 1: the model knows its 1,600 digits by heart. The validation loss falls at first, then rises again, while the validation accuracy hardly moves: the mistakes get no rarer, but more confident. So stop where the dashed loss is lowest. The callback `EarlyStopping` does it by itself: it ends the training when the loss hasn't become lower for `patience` epochs, and puts the best weights back.
# %% [markdown] id="curves-meaning" lang="zh"
# 头几轮里，两条线就分开了。训练准确率爬到 1，说明模型已经把这 1,600 张图片背了下来。验证损失先降后升，验证准确率却几乎不动：错误没有变少，只是错得越来越自信。所以，应该停在虚线损失的最低点。回调 `EarlyStopping`（早停，early stopping）会自动做到：损失连续 `patience` 轮没有降低，就结束训练，并换回最好的那组权重。
# %% id="curves-stop"
stop = keras.callbacks.EarlyStopping("val_loss", patience=3, restore_best_weights=True)
fresh = keras.models.clone_model(mnist_model)
fresh.compile(optimizer="rmsprop", loss=crossentropy, metrics=["accuracy"])
options = {"validation_split": 0.2, "callbacks": [stop], "verbose": 0}
losses = fresh.fit(rows_train[:2000], y_train[:2000], epochs=25, **options).history["val_loss"]
kept = fresh.evaluate(rows_train[1600:2000], y_train[1600:2000], verbose=0, return_dict=True)
print("stopped before epoch 25:", len(losses) < 25)
print("kept the lowest:", np.isclose(kept["loss"], min(losses), rtol=1e-3))
# %% [markdown] id="ex02b-task" lang="en"
# ### Exercise ex02b: from images to a trained model
#
# Write `train_classifier(images, labels, seed)`. It gets uint8 images of shape `(n, 28, 28)` and whole-number labels from 0 to 9, sets the random seed (`keras.utils.set_random_seed(seed)`, a quarter of the points), and returns a trained functional model, from float rows `(n, 784)` between 0 and 1 to 10 logits. Scale outside the model.
#
# The check trains on clothes (`datasets.fashion_mnist()`) and measures the accuracy on images that your function never gets: at least 59% must be right. How long to train is up to you.
# %% [markdown] id="ex02b-task" lang="zh"
# ### 练习 ex02b：从图片到训练好的模型
#
# 请写出 `train_classifier(images, labels, seed)`。它接收形状为 `(n, 28, 28)` 的 uint8 图片和 0 到 9 的整数标签，设定随机种子（`keras.utils.set_random_seed(seed)`，占四分之一的分数），返回一个训练好的函数式模型：输入为取值 0 到 1 的浮点数组 `(n, 784)`，每个样本一行，输出 10 个 logits。缩放在模型之外进行。
#
# 检查时用服装图片（`datasets.fashion_mnist()`）来训练，并在你的函数从未拿到的图片上测准确率：至少要对 59%。训练多久，由你决定。
# %% id="ex02b" role="solution"
def train_classifier(images, labels, seed):
    """A functional model (784,) -> 10 logits, trained on these images."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10)(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(rows, labels, batch_size=64, epochs=5, verbose=0)
    return model
    ### END SOLUTION


# %% id="check-ex02b" role="test" points=4
check("ex02b", train_classifier)
# %% [markdown] id="ex02e-task" lang="en"
# ### Exercise ex02e: until nothing more is learned
#
# Write `train_until_done(images, labels, seed)`: like ex02b, but nobody sets the number of epochs. Hold some of the images out, and let the training end by itself: at most five epochs after the best one, by the validation loss or accuracy, and with the weights of that best epoch put back. Train with `fit`, and return the model. For example, after `model = train_until_done(images, labels, 1)` its `model.history.epoch` (the epochs of its last `fit`) is longer than the best one needed, but not by more than five.
# %% [markdown] id="ex02e-task" lang="zh"
# ### 练习 ex02e：学够了就停
#
# 请写出 `train_until_done(images, labels, seed)`：和 ex02b 一样，但训练多少轮不由人来定。留出一部分图片，让训练自己结束：按验证损失或验证准确率，最多比最好的一轮多训练五轮，并换回那一轮的权重。用 `fit` 训练，返回模型。例如在 `model = train_until_done(images, labels, 1)` 之后，`model.history.epoch`（最后一次 `fit` 的各轮）比最好的那一轮要长，但最多长五轮。
# %% id="ex02e" role="solution"
def train_until_done(images, labels, seed):
    """Trains until the validation loss rises; the model with its best weights."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="rmsprop", loss=loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    model.fit(
        rows, labels, batch_size=64, epochs=60, validation_split=0.2, callbacks=[stop], verbose=0
    )
    return model
    ### END SOLUTION


# %% id="check-ex02e" role="test" points=3
check("ex02e", train_until_done)
# %% [markdown] id="predict-intro" lang="en"
# ## What the model says: `predict`
#
# `evaluate` compares with labels. `predict` needs no labels: it gives the model's outputs, one row of ten logits for each image. For the first test image, a seven:
# %% [markdown] id="predict-intro" lang="zh"
# ## 模型怎么说：`predict`
#
# `evaluate` 要与标签比较，`predict` 不需要标签：它给出模型的输出，每张图片一行，十个 logits。第一张测试图片是一个 7，输出如下：
# %% id="predict-logits" tags=["nbval-ignore-output"]
logits = mnist_model.predict(rows_test, verbose=0)
print(logits.shape)
logits[0].round(1)
# %% [markdown] id="softmax-intro" lang="en"
# Logits are free scores: negative or large, without a fixed sum. Softmax turns them into probabilities, each between 0 and 1, together 1:
# %% [markdown] id="softmax-intro" lang="zh"
# logits 是不受约束的得分：可正可负，可大可小，总和也不固定。softmax 把它们变成概率（probability）：每个都在 0 到 1 之间，加起来等于 1：
# %% id="softmax-run"
probabilities = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
print("rows sum to 1:", np.allclose(probabilities.sum(axis=1), 1, atol=1e-5))
print("class of the first image:", probabilities[0].argmax())
# %% [markdown] id="softmax-ask" lang="en" role="ask" tags=["review"]
# For how many of the 10,000 images does softmax change the winner?
#
# - [x] None.
#   Softmax keeps the order: the greatest score becomes the greatest probability.
# - [ ] A few, where two scores are close.
#   Close scores give close probabilities, but in the same order.
# - [ ] About one in ten.
#   Softmax is no second opinion: it is a growing function of each score.
# %% [markdown] id="softmax-ask" lang="zh" role="ask" tags=["review"]
# 10,000 张图片里，有多少张在做了 softmax 之后，得分最高的类别变了？
#
# - [x] 一张也没有。
#   softmax 不改变大小次序：得分最高的，概率也最大。
# - [ ] 有几张，两个得分接近的时候。
#   得分接近，概率也接近，但次序不变。
# - [ ] 大约十分之一。
#   softmax 不是另作判断：得分越高，概率就越大。
# %% id="softmax-winner"
right = logits.argmax(axis=1) == y_test
print("winners changed:", (logits.argmax(axis=1) != probabilities.argmax(axis=1)).sum())
print("share of right ones equals the accuracy:", np.isclose(right.mean(), result["accuracy"]))
# %% [markdown] id="softmax-meaning" lang="en"
# It changes the winner for none of them: a larger score stays larger. To name the class, logits are enough, and their share of right answers is what `evaluate` called accuracy.
#
# Where probabilities are wanted, say so in the graph. A second model takes one more step from the same tensors, and needs no training:
# %% [markdown] id="softmax-meaning" lang="zh"
# 一张也没有变：得分大的，概率也大。只想知道类别，有 logits 就够了；其中答对的比例，就是 `evaluate` 所说的准确率。
#
# 需要概率的时候，就在计算图（graph）里写明。第二个模型从同样的张量出发，多走一步，而且不需要训练：
# %% id="softmax-model"
probability_model = keras.Model(inputs, layers.Softmax(name="probabilities")(outputs))
again = probability_model.predict(rows_test, verbose=0)
print("same probabilities:", np.allclose(again, probabilities, atol=1e-5))


# %% [markdown] id="ex02c-task" lang="en"
# ### Exercise ex02c: from images to classes
#
# Write `predict_classes(model, images)`. It gets a model like `mnist_model` and uint8 images of shape `(n, 28, 28)`, and returns n whole numbers: the class that the model gives the highest score.
#
# For example, `predict_classes(mnist_model, x_test[:3])` is `array([7, 2, 1])`.
# %% [markdown] id="ex02c-task" lang="zh"
# ### 练习 ex02c：从图片到类别
#
# 请写出 `predict_classes(model, images)`。它接收一个类似 `mnist_model` 的模型，以及形状为 `(n, 28, 28)` 的 uint8 图片，返回 n 个整数：模型给分最高的类别。
#
# 例如 `predict_classes(mnist_model, x_test[:3])` 等于 `array([7, 2, 1])`。
# %% id="ex02c" role="solution"
def predict_classes(model, images):
    """The class of each image, as whole numbers of shape (n,)."""
    ### BEGIN SOLUTION
    rows = images.reshape(-1, 784).astype("float32") / 255
    logits = model.predict(rows, verbose=0)
    return logits.argmax(axis=-1)
    ### END SOLUTION


# %% id="check-ex02c" role="test" points=2
check("ex02c", predict_classes)
# %% [markdown] id="from-logits-predict" lang="en"
# ## A loss that doesn't fit
#
# **Predict, then run.** Twice the same model, the same 4,000 digits, four epochs. Only `from_logits` differs, and `False` is Keras's default. The model gives logits in both cases. What does the wrong setting cost?
# %% [markdown] id="from-logits-predict" lang="zh"
# ## 不匹配的损失函数
#
# **先预测，再运行。** 同样的模型训练两次，同样的 4,000 张图片，各四轮。只有 `from_logits` 不同，而 Keras 的默认值正是 `False`。两次模型给出的都是 logits。设错了，代价有多大？
# %% id="from-logits-run"
accuracy = {}
for setting in (True, False):
    fresh = keras.models.clone_model(mnist_model)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=setting)
    fresh.compile(optimizer="rmsprop", loss=loss, metrics=["accuracy"])
    fresh.fit(rows_train[:4000], y_train[:4000], epochs=4, verbose=0)
    _, accuracy[setting] = fresh.evaluate(rows_test, y_test, verbose=0)
    print(f"from_logits={setting!s:5}  accuracy: {accuracy[setting]:.3f}")
print("costs more than 0.3:", accuracy[True] - accuracy[False] > 0.3)
# %% [markdown] id="from-logits-meaning" lang="en"
# It costs more than half of the accuracy, without an error or a warning: the loss takes raw scores for probabilities. So keep the pair together: logits in the model, `from_logits=True` in the loss. It is also the safer pair. Softmax and logarithm in two steps can round a probability to zero; computed in one step, the logarithm stays finite:
# %% [markdown] id="from-logits-meaning" lang="zh"
# 准确率丢了一大半，却没有报错，也没有警告：损失函数把原始得分当成了概率。所以这两样要成对出现：模型输出 logits，损失函数用 `from_logits=True`。这样搭配在数值上也更稳妥：softmax 和对数分两步算，概率可能被舍入成零；合成一步来算，对数始终是有限值：
# %% id="from-logits-stable"
extreme = np.array([[1000.0, 0.0]], dtype="float32")
print("two steps:", keras.ops.convert_to_numpy(keras.ops.log(keras.ops.softmax(extreme))))
print("one step: ", keras.ops.convert_to_numpy(keras.ops.log_softmax(extreme)))
# %% [markdown] id="reverse-ask" lang="en" role="ask"
# Now the opposite mistake: `probability_model` ends in softmax, and the loss is told that it gets logits. Will the test loss be worse than that of `mnist_model`?
#
# - [ ] Yes: softmax is applied twice.
#   It should be so, and on JAX and PyTorch it is. On TensorFlow something steps in.
# - [x] No, it is the same.
#   On TensorFlow Keras finds the logits in front of the softmax and uses them.
# - [ ] No, there is an error.
#   Probabilities are numbers like logits: nothing about them shows the mistake.
# %% [markdown] id="reverse-ask" lang="zh" role="ask"
# 再看相反的错误：`probability_model` 以 softmax 结尾，损失函数却以为得到的是 logits。它的测试损失会比 `mnist_model` 的差吗？
#
# - [ ] 会：softmax 做了两次。
#   本该如此，在 JAX 和 PyTorch 上也确实如此。用 TensorFlow 时，另有一步插了进来。
# - [x] 不会，一样。
#   用 TensorFlow 时，Keras 会找到 softmax 之前的 logits，并直接使用它们。
# - [ ] 不会，会报错。
#   概率和 logits 一样都是数值，从数值本身看不出错误。
# %% id="reverse-run"
import warnings

probability_model.compile(optimizer="rmsprop", loss=crossentropy)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    value = probability_model.evaluate(rows_test, y_test, verbose=0)
print("same loss:", np.isclose(value, result["loss"]))
print(caught[-1].message)
# %% [markdown] id="reverse-meaning" lang="en"
# The two losses are the same. On the TensorFlow backend, Keras keeps beside the output of a softmax the logits that it was computed from; the loss uses those, and warns. So neither the loss nor the accuracy betrays this mistake; the warning does, and so does a look at the graph beside the loss.
#
# Don't rely on this rescue: the other backends don't have it, and neither has anybody who gives the loss plain numbers. Here are the same probabilities as an array:
# %% [markdown] id="reverse-meaning" lang="zh"
# 两个损失完全一样。在 TensorFlow 后端上，Keras 会在 softmax 的输出旁边记下它所用的 logits；损失函数用的就是这些 logits，同时给出一句警告。所以，这种错误从损失和准确率都看不出来；能看出来的是这句警告，或者把计算图和损失函数对照一下。
#
# 不要指望这种补救：别的后端没有它，把普通的数值交给损失函数也得不到它。下面是同样的概率，只是换成了数组：
# %% id="reverse-array"
print("another loss:", float(crossentropy(y_test, again)) > result["loss"] + 0.5)
# %% [markdown] id="mistakes-intro" lang="en"
# ## Where it is wrong
#
# An accuracy is a single number; the mistakes behind it tell you more. The figure shows the ten misread test digits that the model was most sure of. Above each: label → predicted class, and the probability that it gave.
# %% [markdown] id="mistakes-intro" lang="zh"
# ## 错在哪里
#
# 准确率只是一个数值，错误本身更能说明问题。下图是模型最有把握、却认错了的十张测试图片。上方写着：标签 → 预测的类别，以及模型给出的概率。
# %% id="mistakes-figure"
predicted = probabilities.argmax(axis=1)
wrong = np.flatnonzero(predicted != y_test)
surest = wrong[np.argsort(-probabilities[wrong].max(axis=1))[:10]]
figure, axes = plt.subplots(2, 5, figsize=(9, 4.2))
for ax, i in zip(axes.flat, surest):
    ax.imshow(x_test[i], cmap="gray")
    ax.set_title(f"{y_test[i]} → {predicted[i]}  ({probabilities[i].max():.3f})")
    ax.axis("off")
plt.show()
# %% [markdown] id="confusion-intro" lang="en"
# Some of these you would misread yourself; others not, and still the model is nearly certain. The next figure counts all mistakes: rows are labels, columns are predicted classes, and each field holds a number. The diagonal, right answers, is left empty.
# %% [markdown] id="confusion-intro" lang="zh"
# 有几张，换你也会认错；另一些不会，而模型同样几乎毫不怀疑。下一张图统计了所有错误：行是标签，列是预测的类别，每格写着张数。对角线是答对的，留空。
# %% id="confusion-figure"
counts = np.zeros((10, 10), dtype=int)
np.add.at(counts, (y_test[wrong], predicted[wrong]), 1)
figure, ax = plt.subplots(figsize=(5.2, 5.2))
ax.imshow(counts, cmap="Blues", vmax=2 * counts.max())
for row, column in np.argwhere(counts):
    ax.text(column, row, counts[row, column], ha="center", va="center")
ax.set(xlabel="predicted class", ylabel="label", xticks=range(10), yticks=range(10))
plt.show()
print(
    "1 - sum / 10000 is the accuracy:", np.isclose(1 - counts.sum() / 10000, result["accuracy"])
)


# %% [markdown] id="confusion-meaning" lang="en"
# Every number off the diagonal is one way to be wrong, and they add up to 1 minus the accuracy. Look for the largest fields: they name pairs that resemble each other, often 4 and 9, or 3 and 5.
# %% [markdown] id="confusion-meaning" lang="zh"
# 对角线之外的每一格，都是一种错法；加起来所占的比例，正好是 1 减去准确率。找找最大的几格：那是彼此相像的数字，常见的有 4 和 9、3 和 5。
# %% [markdown] id="broken-intro" lang="en"
# ## A pipeline that doesn't learn
#
# The next function takes images and labels, and trains. It runs without an error, and yet it learns next to nothing, even about its own training data. Three faults are planted in it.
# %% [markdown] id="broken-intro" lang="zh"
# ## 学不会的训练流程
#
# 下面的函数接收图片和标签，然后训练。它运行时不报错，却几乎什么也没学到，连自己的训练数据也认不出来。里面埋着三处错误。
# %% id="broken-code"
def broken(images, labels):
    rows = images.reshape(-1, 784).astype("float32")
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10, activation="relu")(x)
    model = keras.Model(inputs, outputs)
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer="rmsprop", loss=loss, metrics=["accuracy"])
    model.fit(rows, labels, batch_size=32, epochs=4, verbose=0)
    return model, rows


# %% id="broken-run"
model, rows = broken(x_train[:4000], y_train[:4000])
learned = model.evaluate(rows, y_train[:4000], verbose=0, return_dict=True)["accuracy"]
print(f"accuracy: {learned:.2f}  learned next to nothing: {learned < 0.5}")


# %% [markdown] id="ex02d-task" lang="en"
# ### Exercise ex02d: repair it
#
# Write `repair(images, labels)`: the same pipeline with its three faults removed; the rest may stay as it is. Like `broken`, it returns `(model, rows)`: the trained functional model, and the float rows between 0 and 1 that it was trained on.
#
# Be warned: with two faults repaired the accuracy may look fine while the third is still there. The check looks at the data, the graph and the loss, not only at the accuracy.
# %% [markdown] id="ex02d-task" lang="zh"
# ### 练习 ex02d：修好它
#
# 请写出 `repair(images, labels)`：同样的流程，去掉那三处错误，其余的可以照旧。和 `broken` 一样，它返回 `(model, rows)`：训练好的函数式模型，以及训练所用的、取值 0 到 1 的浮点数组（每个样本一行）。
#
# 提醒一句：改好两处之后，准确率可能已经很像样，第三处却还在。检查时要看数据、计算图和损失函数，不只看准确率。
# %% id="ex02d" role="solution"
def repair(images, labels):
    """The pipeline of `broken` without its faults: `(model, rows)`."""
    ### BEGIN SOLUTION
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10)(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(rows, labels, batch_size=32, epochs=4, verbose=0)
    return model, rows
    ### END SOLUTION


# %% id="check-ex02d" role="test" points=3
check("ex02d", repair)
# %% [markdown] id="training-summary" lang="en"
# ## Summary
#
# - `compile` takes a loss, an optimizer and metrics, each by name; the loss must fit what the model gives.
# - `fit` trains, `evaluate` measures on labelled data, `predict` gives the outputs. All three work alike for every kind of Keras model.
# - `validation_split` takes the last rows; `EarlyStopping` ends the training where the validation loss is lowest.
# - A model has learned when it does well on data that it has not seen, with a graph and a loss that you have checked.
#
# > **Further on:** where `fit` is too narrow, for two networks that train each other (a GAN), say, you can [write your own training step](https://keras.io/guides/custom_train_step_in_tensorflow/) and keep everything else.
# %% [markdown] id="training-summary" lang="zh"
# ## 小结
#
# - `compile` 接收损失函数、优化器和指标，都要写上参数名；损失函数必须与模型的输出相匹配。
# - `fit` 负责训练，`evaluate` 在带标签的数据上测量，`predict` 给出输出。三者对任何一种 Keras 模型用法都相同。
# - `validation_split` 取的是最后的那些样本；`EarlyStopping` 让训练停在验证损失最低的地方。
# - 在没见过的数据上表现好，而且计算图和损失函数都经你核对过，才算学会了。
#
# > **更进一步：** 如果 `fit` 不够用，比如要让两个网络互相训练（即 GAN），可以[自己编写训练步骤](https://keras.io/guides/custom_train_step_in_tensorflow/)，其余的照旧。
# %% [markdown] id="training-next" lang="en"
# **Next:** [03 · Saving and restoring](03_saving.ipynb). What exactly is in the file, and can training go on where it stopped?
# %% [markdown] id="training-next" lang="zh"
# **下一章：** [03 · 保存与恢复](03_saving.ipynb)。文件里到底有什么？训练能从停下的地方继续吗？
