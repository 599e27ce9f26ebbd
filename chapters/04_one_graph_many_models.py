# %% [markdown] id="graph-goals" lang="en"
# # 04 · One graph, many models
#
# After this chapter you can
#
# - cut several models out of one graph of layers, an encoder and an autoencoder for instance,
# - count models, layers and weights separately, and say which weights belong to whom,
# - foresee what training, freezing or saving one model does to the others.
#
# Time: about 45 minutes.
# %% [markdown] id="graph-goals" lang="zh"
# # 04 · 一张计算图，多个模型
#
# 学完本章，你能够
#
# - 从同一张由层组成的计算图（graph）里截取多个模型，例如编码器和自编码器，
# - 把模型、层、权重分开来数，并说清哪些权重归谁，
# - 预见训练、冻结或保存其中一个模型，会给其他模型带来什么。
#
# 用时：约 45 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(4)
# %% [markdown] id="graph-question" lang="en"
# The question of this chapter: **how many models do I have now, and whose weights are they?** It sounds simple. By the end, training a model that reads digits will have spoilt another one that nobody touched.
# %% [markdown] id="graph-question" lang="zh"
# 本章的问题是：**我现在有几个模型？权重又是谁的？** 听起来很简单。可到了本章末尾，训练一个认数字的模型，会弄坏另一个谁也没碰过的模型。
# %% id="graph-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

import helpers
from helpers import datasets
from helpers.training import plot_history

# %% [markdown] id="encoder-intro" lang="en"
# ## The encoder: an image becomes 16 numbers
#
# Chapter 02 compared images with labels. Here nobody tells the network what it sees; it has to find a short description by itself. The first half, the *encoder*, takes a grey image of 28 × 28 pixels with one channel. Its convolutions don't pad the image, so each 3 × 3 window costs two rows and two columns; its pooling layer keeps the maximum of each field of 3 × 3.
#
# **Predict, then run.** What are the shapes on the way, from 28 × 28 down?
# %% [markdown] id="encoder-intro" lang="zh"
# ## 编码器：一张图片变成 16 个数值
#
# 第 02 章里，图片是配着标签（label）来学的。这里没有人告诉网络它看到的是什么，它得自己找出一种简短的描述。前一部分叫**编码器**（encoder），接收 28 × 28、单通道的灰度图片。它的卷积（convolution）不填充边缘，所以每个 3 × 3 的窗口会让图片少两行两列；池化（pooling）层则在每个 3 × 3 的格子里只留最大值。
#
# **先预测，再运行。** 从 28 × 28 往下，一路上的形状各是什么？
# %% id="encoder-build"
keras.utils.set_random_seed(4)
image = keras.Input(shape=(28, 28, 1), name="image")
x = layers.Conv2D(16, 3, activation="relu", name="conv_1")(image)
x = layers.Conv2D(32, 3, activation="relu", name="conv_2")(x)
x = layers.MaxPooling2D(3, name="pool")(x)
x = layers.Conv2D(32, 3, activation="relu", name="conv_3")(x)
x = layers.Conv2D(16, 3, activation="relu", name="conv_4")(x)
code = layers.GlobalMaxPooling2D(name="code")(x)
encoder = keras.Model(image, code, name="encoder")
encoder.summary()
# %% [markdown] id="encoder-meaning" lang="en"
# The sizes are 28, 26, 24; a third of that, 8; then 6 and 4. At the end stand 16 *feature maps* of 4 × 4 numbers, and `GlobalMaxPooling2D` keeps the largest of each map: 16 numbers are all that is left of 784 pixels. They are called the *code*.
#
# A convolution has one 3 × 3 window for each pair of an input and an output channel, and a bias for each output channel: 32 · 16 · 9 + 32 = 4,640 for `conv_2`.
# %% [markdown] id="encoder-meaning" lang="zh"
# 尺寸依次是 28、26、24，除以三得 8，然后是 6 和 4。末尾有 16 张 4 × 4 的**特征图**（feature map），`GlobalMaxPooling2D` 从每张里取最大的一个：784 个像素，最后只剩 16 个数值。它们叫作**编码**（code）。
#
# 卷积层里，每一对输入通道和输出通道有一个 3 × 3 的窗口，每个输出通道还有一个偏置（bias）：`conv_2` 就是 32 · 16 · 9 + 32 = 4,640 个参数。
# %% id="encoder-count"
convolutions = [(1, 16), (16, 32), (32, 32), (32, 16)]
counts = [9 * a * b for a, b in convolutions]
print([n + bias for n, bias in zip(counts, (16, 32, 32, 16))], encoder.count_params())
# %% [markdown] id="decoder-intro" lang="en"
# ## And on, from the same tensor
#
# `code` is the end of a model, but it is still a symbolic tensor like any other. Nothing forbids calling further layers on it. The decoding part walks the way back, step by step:
#
# | encoding | shape | decoding | what it does |
# |---|---|---|---|
# | `Conv2D` | 28 → 26 | `Conv2DTranspose` | a 3 × 3 window adds two rows and columns |
# | `Conv2D` | 26 → 24 | `Conv2DTranspose` | the same |
# | `MaxPooling2D(3)` | 24 → 8 | `UpSampling2D(3)` | each number becomes a field of 3 × 3 |
# | `Conv2D` | 8 → 6 | `Conv2DTranspose` | adds two |
# | `Conv2D` | 6 → 4 | `Conv2DTranspose` | adds two |
# | `GlobalMaxPooling2D` | 16 numbers | `Reshape` | lays 16 numbers out as 4 × 4 × 1 |
#
# Read the last column from the bottom.
# %% [markdown] id="decoder-intro" lang="zh"
# ## 从同一个张量往下走
#
# `code` 是一个模型的末端，但它仍是一个普通的符号张量（symbolic tensor）。没有什么妨碍你把它接着传给别的层。解码部分按原路一步一步走回去：
#
# | 编码 | 形状 | 解码 | 做什么 |
# |---|---|---|---|
# | `Conv2D` | 28 → 26 | `Conv2DTranspose` | 3 × 3 的窗口，多出两行两列 |
# | `Conv2D` | 26 → 24 | `Conv2DTranspose` | 同上 |
# | `MaxPooling2D(3)` | 24 → 8 | `UpSampling2D(3)` | 每个数值变成 3 × 3 的一格 |
# | `Conv2D` | 8 → 6 | `Conv2DTranspose` | 多出两行两列 |
# | `Conv2D` | 6 → 4 | `Conv2DTranspose` | 多出两行两列 |
# | `GlobalMaxPooling2D` | 16 个数值 | `Reshape` | 把 16 个数值排成 4 × 4 × 1 |
#
# 最后一列请从下往上读。
# %% id="decoder-build"
x = layers.Reshape((4, 4, 1), name="square")(code)
x = layers.Conv2DTranspose(16, 3, activation="relu", name="deconv_1")(x)
x = layers.Conv2DTranspose(32, 3, activation="relu", name="deconv_2")(x)
x = layers.UpSampling2D(3, name="enlarge")(x)
x = layers.Conv2DTranspose(16, 3, activation="relu", name="deconv_3")(x)
restored = layers.Conv2DTranspose(1, 3, activation="relu", name="restored")(x)
autoencoder = keras.Model(image, restored, name="autoencoder")
print(autoencoder.input_shape, "->", autoencoder.output_shape)
print(encoder.count_params(), autoencoder.count_params())
# %% [markdown] id="decoder-meaning" lang="en"
# An image goes in, an image of the same shape comes out: this is an *autoencoder*. Its picture shows thirteen boxes in two columns. The left one is the encoder, from `image` down to `code`; from there an arrow leads to the top of the right one, where decoding begins with `square`.
# %% [markdown] id="decoder-meaning" lang="zh"
# 进去一张图片，出来一张形状相同的图片：这就是**自编码器**（autoencoder）。下图有十三个方框，排成两列。左边一列是编码器，从 `image` 到 `code`；从那里有一个箭头通向右边一列的顶端，解码从 `square` 开始。
# %% id="decoder-draw"
helpers.draw(autoencoder, shapes=True)
# %% [markdown] id="inverse-predict" lang="en"
# `Conv2DTranspose` is called the inverse of `Conv2D`, and `UpSampling2D` that of `MaxPooling2D`.
#
# **Predict, then run.** Nine numbers, pooled to one, and enlarged to nine again. Do you get the nine back?
# %% [markdown] id="inverse-predict" lang="zh"
# 常有人说，`Conv2DTranspose` 是 `Conv2D` 的逆运算，`UpSampling2D` 是 `MaxPooling2D` 的逆运算。
#
# **先预测，再运行。** 九个数值池化成一个，再放大成九个。还是原来那九个吗？
# %% id="inverse-run"
nine = np.arange(9, dtype="float32").reshape(1, 3, 3, 1)
there = layers.MaxPooling2D(3)(nine)
back = layers.UpSampling2D(3)(there)
print(nine[0, :, :, 0], back.numpy()[0, :, :, 0], sep="\n")
# %% [markdown] id="inverse-meaning" lang="en"
# You get nine eights. The *shapes* are undone, the values are not: what pooling has dropped is lost. The decoder has to learn to guess it.
# %% [markdown] id="inverse-meaning" lang="zh"
# 得到九个 8。还原的是**形状**，不是数值：池化丢掉的，就找不回来了。解码部分必须学会去猜。
# %% [markdown] id="count-predict" lang="en"
# ## How many do I have?
#
# You have called `keras.Model` twice. The encoder counts 18,672 parameters, the autoencoder 28,241.
# %% [markdown] id="count-predict" lang="zh"
# ## 我到底有几个？
#
# 你调用了两次 `keras.Model`。编码器有 18,672 个参数，自编码器有 28,241 个。
# %% [markdown] id="count-ask" lang="en" role="ask"
# How many different numbers are in memory?
#
# - [ ] 46,913
#   That is 18,672 + 28,241, as if the encoder's layers were there twice.
# - [ ] 9,569
#   That is the decoding part alone.
# - [x] 28,241
#   The encoder is a piece of the autoencoder's graph: it adds nothing.
# %% [markdown] id="count-ask" lang="zh" role="ask"
# 内存里一共有多少个不同的数值？
#
# - [ ] 46,913
#   这是 18,672 + 28,241，等于把编码器的层算了两遍。
# - [ ] 9,569
#   这只是解码部分。
# - [x] 28,241
#   编码器是自编码器计算图的一部分，什么也没有增加。
# %% id="count-run"
both = [encoder, autoencoder]
weights = {id(w): w for model in both for w in model.weights}
print("models:", len(both))
print("layers:", len({id(layer) for model in both for layer in model.layers}))
print("numbers:", sum(int(np.prod(w.shape)) for w in weights.values()))
# %% [markdown] id="count-meaning" lang="en"
# There are two models, but only thirteen layers and 28,241 numbers: the encoder adds nothing. From `image` on, `keras.Model` makes no layer and no weight; it marks two ends of a graph that is there already. The first seven layers are the very same objects:
# %% [markdown] id="count-meaning" lang="zh"
# 模型有两个，层却只有十三个，数值只有 28,241 个：编码器没有添加任何东西。从 `image` 开始，`keras.Model` 既不创建层，也不创建权重，它只是在一张现成的计算图上标出两端。前七个层就是同样的对象：
# %% id="count-same"
for ours, theirs in zip(encoder.layers, autoencoder.layers):
    print(f"{ours.name:7}", ours is theirs)
# %% [markdown] id="count-middle-predict" lang="en"
# **Predict, then run.** And a model that begins in the *middle* of the graph, at `code`? Are all of its layers among the thirteen, too?
# %% [markdown] id="count-middle-predict" lang="zh"
# **先预测，再运行。** 如果模型从计算图的**中间**开始，以 `code` 为输入呢？它的层也都在那十三个之中吗？
# %% id="count-middle"
decoding = keras.Model(code, restored)
for layer in decoding.layers:
    print(f"{type(layer).__name__:15}", layer in autoencoder.layers)
# %% [markdown] id="count-middle-meaning" lang="en"
# All but the first: a model needs an input, and `code` is the output of a layer. So Keras makes a new input layer of the same shape, and calls the six others on it once more. They are the same objects with the same weights; only their calls are new.
# %% [markdown] id="count-middle-meaning" lang="zh"
# 除了第一个，都在。模型必须有输入，而 `code` 是某个层的输出，所以 Keras 会新建一个形状相同的输入层，再从它开始把另外六个层各调用一次。层还是那些对象，权重也还是那些权重，新的只是这些调用。


# %% [markdown] id="ex04a-task" lang="en"
# ### Exercise ex04a: build the pair
#
# Write `build_autoencoder()`. It returns two functional models over the same layers, as a pair `(encoder, autoencoder)`: the two of this chapter, with fresh weights at each call. All convolutions have size 3 and relu; the last one may also do without, which is safer (chapter 05 says why). Layer names are free.
#
# For example, `[model.count_params() for model in build_autoencoder()]` is `[18672, 28241]`.
# %% [markdown] id="ex04a-task" lang="zh"
# ### 练习 ex04a：搭建这一对
#
# 请写出 `build_autoencoder()`，返回建立在同样的层之上的两个函数式模型（functional model），写成一对 `(encoder, autoencoder)`：就是本章的这两个，每次调用都有全新的权重。所有卷积的大小都是 3，激活函数（activation function）都是 relu；最后一层也可以不加激活函数，那样更稳妥（原因见第 05 章）。层的名称可以任取。
#
# 例如 `[model.count_params() for model in build_autoencoder()]` 等于 `[18672, 28241]`。
# %% id="ex04a" role="solution"
def build_autoencoder():
    """`(encoder, autoencoder)`: two models over the same layers."""
    ### BEGIN SOLUTION
    image = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(16, 3, activation="relu")(image)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(16, 3, activation="relu")(x)
    code = layers.GlobalMaxPooling2D()(x)
    encoder = keras.Model(image, code)

    x = layers.Reshape((4, 4, 1))(code)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(32, 3, activation="relu")(x)
    x = layers.UpSampling2D(3)(x)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    restored = layers.Conv2DTranspose(1, 3, activation="relu")(x)
    autoencoder = keras.Model(image, restored)
    return encoder, autoencoder
    ### END SOLUTION


# %% id="check-ex04a" role="test" points=3
check("ex04a", build_autoencoder)
# %% [markdown] id="train-intro" lang="en"
# ## Train one
#
# Now for real digits: 2,000 images to train on, 1,000 to test with. This time they keep their shape, and get a channel.
# %% [markdown] id="train-intro" lang="zh"
# ## 训练其中一个
#
# 现在换上真实的数字图片：2,000 张用来训练，1,000 张用来测试。这次图片保持原来的形状，只是多一个通道。
# %% id="train-data"
(x_train, y_train), (x_test, y_test) = datasets.mnist()
pictures = x_train[:2000, :, :, np.newaxis].astype("float32") / 255
unseen = x_test[:1000, :, :, np.newaxis].astype("float32") / 255
labels, unseen_labels = y_train[:2000], y_test[:1000]
pictures.shape, unseen.shape
# %% [markdown] id="train-before" lang="en"
# Before training, we keep the codes that the encoder gives for the unseen digits, and measure how bad the untrained autoencoder is. The yardstick is a guess that needs no network: always answer with the mean of all training images.
# %% [markdown] id="train-before" lang="zh"
# 训练之前，先记下编码器对这些没见过的图片给出的编码，以及没有训练过的自编码器有多差。用来对照的，是一种不需要网络的猜法：永远回答所有训练图片的平均。
# %% id="train-compile"
codes_before = encoder.predict(unseen, verbose=0)
autoencoder.compile(optimizer=keras.optimizers.Adam(0.002), loss="mse")
untrained_loss = autoencoder.evaluate(unseen, unseen, verbose=0)
mean_loss = float(np.mean((unseen - pictures.mean(axis=0)) ** 2))
print(f"untrained loss: {untrained_loss:.3f}  mean image loss: {mean_loss:.3f}")
# %% [markdown] id="train-target" lang="en"
# `"mse"` is the mean of the squared differences, pixel by pixel. And the target of `fit` is the input itself; no label is ever shown.
# %% [markdown] id="train-target" lang="zh"
# `"mse"` 是逐个像素相减、平方、再取平均。而 `fit` 的目标就是输入本身，标签一个也没有给它看。
# %% id="train-fit"
history = autoencoder.fit(pictures, pictures, batch_size=16, epochs=6, verbose=0)
trained_loss = autoencoder.evaluate(unseen, unseen, verbose=0)
print(f"trained loss: {trained_loss:.3f}")
print("well below the mean image:", trained_loss < 0.75 * mean_loss)
# %% [markdown] id="train-curve" lang="en"
# The loss falls at each epoch; the figure shows it as one line over six points.
# %% [markdown] id="train-curve" lang="zh"
# 每一轮损失都在下降；下图是连接六个点的一条线。
# %% id="train-history" tags=["nbval-ignore-output"]
plot_history(history)


# %% [markdown] id="restored-intro" lang="en"
# The figure shows eight unseen digits in the upper row, and in the lower one what the autoencoder makes of them.
# %% [markdown] id="restored-intro" lang="zh"
# 下图上面一行是八张没见过的数字图片，下面一行是自编码器还原出来的样子。
# %% id="restored-figure"
def compare(model):
    figure, axes = plt.subplots(2, 8, figsize=(9, 2.5))
    answers = model.predict(unseen[:8], verbose=0)
    for column in range(8):
        axes[0, column].imshow(unseen[column], cmap="gray", vmin=0, vmax=1)
        axes[1, column].imshow(answers[column], cmap="gray", vmin=0, vmax=1)
    for ax in axes.flat:
        ax.axis("off")
    plt.show()


compare(autoencoder)
# %% [markdown] id="restored-meaning" lang="en"
# The digits come back blurred, and some of them wrong (the 2 most of all). But each is made of only 16 numbers, after six short epochs. The maximum keeps *how strong*, not *where*, so this small network has a hard task.
#
# Where does the 2 get lost? Look into the autoencoder, with eight unseen digits as its sample. In a running notebook, set the sample row to 2, which happens to be the 2, and click the layers one after another (on a page without a kernel, you see the picture of the graph again): the maps shrink, at the middle only 16 numbers are left, and from there the picture has to be made anew.
# %% [markdown] id="restored-meaning" lang="zh"
# 还原的图片模糊，有的还不对（尤其是 2），但每张都只凭 16 个数值画出来，而且只训练了短短六轮。取最大值只留下**有多强**，不留下**在哪里**：对这个小网络来说，实在不容易。
#
# 2 是在哪里丢掉的？用八张没见过的数字图片作样本，到自编码器里面看看。在运行着的笔记本里，把样本序号改成 2（恰好就是数字 2），再把各层依次点开（在没有内核的网页上，看到的还是那张计算图）：特征图越来越小，到中间只剩 16 个数值，后面的图片只能从这 16 个数值重新画起。
# %% id="restored-explore"
helpers.explore(autoencoder, unseen[:8])
# %% [markdown] id="save-intro" lang="en"
# We save both models now; the files will be needed.
# %% [markdown] id="save-intro" lang="zh"
# 现在把两个模型都保存下来，这些文件后面用得着。
# %% id="restored-save"
autoencoder.save("autoencoder.keras")
encoder.save("encoder.keras")
# %% [markdown] id="moved-predict" lang="en"
# ## What happened to the other?
#
# You have compiled and trained the autoencoder. The encoder, never.
# %% [markdown] id="moved-predict" lang="zh"
# ## 另一个怎样了？
#
# 编译（compile）和训练的都是自编码器，编码器一次也没有。
# %% [markdown] id="moved-ask" lang="en" role="ask" tags=["review"]
# You have compiled and trained the autoencoder, the encoder never. What about the encoder now?
#
# - [x] It isn't compiled, and gives other codes.
#   Compiling belongs to a model, weights to the layers, which both share.
# - [ ] It is compiled, and gives other codes.
#   `compile` writes into the model that it is called on, no other.
# - [ ] It isn't compiled, and gives the same codes.
#   Its layers are the ones that were trained.
# %% [markdown] id="moved-ask" lang="zh" role="ask" tags=["review"]
# 编译（compile）和训练的都是自编码器，编码器一次也没有。编码器现在怎样？
#
# - [x] 没有编译过，给出的编码变了。
#   编译属于模型，权重属于层，而层是共用的。
# - [ ] 编译过了，给出的编码变了。
#   `compile` 只写进调用它的那个模型。
# - [ ] 没有编译过，给出的编码不变。
#   它的层正是训练过的那些。
# %% id="moved-run"
codes = encoder.predict(unseen, verbose=0)
print("compiled:", encoder.compiled)
print("same codes:", np.allclose(codes, codes_before))
first = encoder.get_layer("conv_1").kernel
print("one kernel:", first is autoencoder.get_layer("conv_1").kernel)


# %% [markdown] id="moved-meaning" lang="en"
# The encoder isn't compiled: loss and optimizer belong to one model. But it gives other codes: weights belong to layers, and these layers stand in both models. Training one *is* training the other, as far as they overlap.
# %% [markdown] id="moved-meaning" lang="zh"
# 编码器没有编译：损失函数（loss function）和优化器（optimizer）只属于一个模型。编码却变了：权重属于层，而这些层同时在两个模型里。两者重叠的部分，训练一个**就是**训练另一个。
# %% [markdown] id="space-intro" lang="en"
# ## What the 16 numbers mean
#
# So the encoder has learned something, though nobody told it what a digit is. Each image is a point in a space of 16 dimensions. To look at it, we lay a plane through the points, the one in which they spread most.
#
# The figure has two panels, before training and after. Each of 300 unseen images is drawn as its own label, at the place of its code; the axes are the two directions of the plane. Where do equal digits lie together?
# %% [markdown] id="space-intro" lang="zh"
# ## 16 个数值是什么意思
#
# 可见编码器学到了些什么，尽管没有人告诉它数字是什么。每张图片是 16 维空间里的一个点。为了看得见，我们取一个平面，使这些点在上面散得最开。
#
# 下图有左右两栏：训练之前和训练之后。300 张没见过的图片，每张用自己的标签画在编码所在的位置；两条坐标轴就是平面的两个方向。相同的数字在哪里聚到了一起？
# %% id="space-figure"
def plane(points):
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:2].T


figure, panels = plt.subplots(1, 2, figsize=(10, 5))
for ax, title, points in zip(panels, ("before training", "after training"), (codes_before, codes)):
    flat = plane(points)[:300]
    ax.scatter(*flat.T, alpha=0)  # the frame leaves room for each label
    ax.margins(0.08)
    ax.set(title=title, xlabel="direction of most spread", ylabel="direction of second most")
    for (across, up), label in zip(flat, unseen_labels):
        place = {"ha": "center", "va": "center", "fontsize": 8}
        ax.text(across, up, str(label), color=plt.cm.tab10(label), **place)
figure.tight_layout()
plt.show()
# %% [markdown] id="space-measure" lang="en"
# After training, ones lie close together; fours, sevens and nines, which look alike, share a region. A number says it without a plane: for each image, take the one whose code is nearest. Is it the same digit? By chance, that is so in one of ten cases.
# %% [markdown] id="space-measure" lang="zh"
# 训练之后，1 紧紧聚在一处；4、7、9 长得像，挤在同一片区域。不用平面，一个数值也能说明问题：对每张图片，找出编码离它最近的那一张，是同一个数字吗？如果全凭运气，十次里有一次碰对。
# %% id="space-neighbours"
def same_digit(points):
    distance = ((points[:, np.newaxis] - points) ** 2).sum(axis=-1)
    np.fill_diagonal(distance, np.inf)
    return (unseen_labels[distance.argmin(axis=1)] == unseen_labels).mean()


print(f"before, accuracy: {same_digit(codes_before):.2f}")
print(f"after,  accuracy: {same_digit(codes):.2f}")
print("much better after training:", same_digit(codes) > same_digit(codes_before) + 0.15)
# %% [markdown] id="third-intro" lang="en"
# ## A third model
#
# If the codes know the digits already, ten more units should be enough to name them. Another arrow leaves the same tensor, and `keras.Model` marks two ends once more. Encoder and autoencoder stay as they are.
# %% [markdown] id="third-intro" lang="zh"
# ## 第三个模型
#
# 既然编码里已经有了数字的信息，再加十个单元，应该就能认出是哪个数字。从同一个张量再引出一个箭头，再用 `keras.Model` 标出两端。编码器和自编码器保持原样。
# %% id="third-build"
logits = layers.Dense(10, name="logits")(encoder.output)
classifier = keras.Model(encoder.input, logits, name="classifier")
for model in (encoder, autoencoder, classifier):
    print(f"{model.name:12} {model.count_params():>7,}")
# %% [markdown] id="third-draw-intro" lang="en"
# To see all of it at once, we name both outputs. The picture forks after `code`: one arrow leads to decoding, down to `restored`, the other to a single box, `logits`. The three models are three ways through this one graph.
# %% [markdown] id="third-draw-intro" lang="zh"
# 想一眼看到全部，就把两个输出都写上。计算图在 `code` 之后分叉：一个箭头通向解码，直到 `restored`；另一个只通向一个方框 `logits`。三个模型，就是这一张计算图里的三条路线。
# %% id="third-draw"
whole = keras.Model(image, [restored, logits], name="whole")
helpers.draw(whole)
# %% [markdown] id="freeze-predict" lang="en"
# The last layers of a classifier are called its *head*. Here the head is one `Dense` layer. It is to learn from the labels, while the encoder stays as it is: we *freeze* the encoder.
#
# **Predict, then run.** Each convolution has a kernel and a bias. How many weights can still be trained in each of the three models, before and after the line with `trainable`? Don't forget the autoencoder.
# %% [markdown] id="freeze-predict" lang="zh"
# 分类器的最后几层叫作**头部**（head）。这里的头部就是一个 `Dense` 层。让它从标签里学习，编码器保持原样：我们把编码器**冻结**（freeze）。
#
# **先预测，再运行。** 每个卷积层有一个卷积核（kernel）和一个偏置。写有 `trainable` 的那一行，前后各有多少个权重还能训练？三个模型分别说说，别忘了自编码器。
# %% id="freeze-run"
three = {model.name: model for model in (encoder, autoencoder, classifier)}
print({name: len(model.trainable_weights) for name, model in three.items()})
encoder.trainable = False
print({name: len(model.trainable_weights) for name, model in three.items()})


# %% [markdown] id="freeze-meaning" lang="en"
# Before, they are 8, 16 and 10; after it, only the head's two are left in the classifier, and the autoencoder has lost eight of its sixteen as well: being frozen is a property of the layers, in every model that uses them.
# %% [markdown] id="freeze-meaning" lang="zh"
# 之前是 8、16 和 10 个；之后，分类器里只剩下头部的两个，自编码器的十六个也少了八个：冻结与否，是层的属性，凡是用到这些层的模型，都一起受影响。
# %% [markdown] id="ex04b-task" lang="en"
# ### Exercise ex04b: add a head
#
# Write `add_classifier(encoder, num_classes)`. It freezes the given encoder and returns a new functional model on the same graph: from the encoder's input, through its own layers (no copies), to one `Dense` layer that gives `num_classes` logits. The new layer stays trainable.
#
# For example, `len(add_classifier(encoder, 3).trainable_weights)` is 2. The check brings an encoder of its own, and looks at other numbers of classes.
# %% [markdown] id="ex04b-task" lang="zh"
# ### 练习 ex04b：加一个头部
#
# 请写出 `add_classifier(encoder, num_classes)`：把给定的编码器冻结，并返回同一张计算图上的一个新的函数式模型：从编码器的输入出发，经过它自己的层（不是副本），到一个给出 `num_classes` 个 logits 的 `Dense` 层。新加的层仍可训练。
#
# 例如 `len(add_classifier(encoder, 3).trainable_weights)` 等于 2。检查时会用另外的编码器，以及别的类别数。
# %% id="ex04b" role="solution"
def add_classifier(encoder, num_classes):
    """A classifier on the frozen encoder's output."""
    ### BEGIN SOLUTION
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
    ### END SOLUTION


# %% id="check-ex04b" role="test" points=2
check("ex04b", add_classifier)
# %% [markdown] id="head-predict" lang="en"
# ## Train the third
#
# 170 parameters, six epochs. **Predict, then run.** Does the autoencoder's loss on the unseen images change meanwhile?
# %% [markdown] id="head-predict" lang="zh"
# ## 训练第三个
#
# 170 个参数，训练六轮。**先预测，再运行。** 在此期间，自编码器在没见过的图片上的损失会变吗？
# %% id="head-run"
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def fit_classifier(rate, epochs):
    adam = keras.optimizers.Adam(rate)
    classifier.compile(optimizer=adam, loss=crossentropy, metrics=["accuracy"])
    classifier.fit(pictures, labels, epochs=epochs, verbose=0)
    return classifier.evaluate(unseen, unseen_labels, verbose=0, return_dict=True)["accuracy"]


head_accuracy = fit_classifier(0.02, 6)
print(f"accuracy: {head_accuracy:.2f}  above 0.65: {head_accuracy > 0.65}")
loss = autoencoder.evaluate(unseen, unseen, verbose=0)
print("autoencoder unchanged:", np.isclose(loss, trained_loss))
# %% [markdown] id="head-meaning" lang="en"
# It doesn't change: the encoder was frozen, and the head isn't part of the autoencoder. And the classifier reads about three digits of four, from a code that was made without labels.
# %% [markdown] id="head-meaning" lang="zh"
# 不会变：编码器是冻结的，而头部不在自编码器里。分类器则认对了大约四分之三的数字，所凭的编码还是在没有标签的情况下得到的。
# %% [markdown] id="unfreeze-predict" lang="en"
# Now the encoder is to learn along.
# %% [markdown] id="unfreeze-predict" lang="zh"
# 现在想让编码器也跟着学。
# %% [markdown] id="unfreeze-ask" lang="en" role="ask" tags=["review"]
# One line thaws the encoder, and `fit` goes on for an epoch. Will the encoder's weights move?
#
# - [ ] Yes: they are trainable again.
#   They are, but the training step was made before that.
# - [x] No, not before the next `compile`.
#   `fit` goes on with what it prepared when it first ran after `compile`.
# - [ ] No, frozen is frozen.
#   Freezing can be undone, at any time.
# %% [markdown] id="unfreeze-ask" lang="zh" role="ask" tags=["review"]
# 一行代码给编码器解冻，`fit` 再继续训练一轮。编码器的权重会动吗？
#
# - [ ] 会：它们又可以训练了。
#   确实又可以训练了，但训练的步骤在那之前就定下了。
# - [x] 不会，要等下一次 `compile`。
#   `fit` 沿用的，是 `compile` 之后第一次运行时准备好的一切。
# - [ ] 不会，冻结了就不能再动。
#   冻结随时可以解除。
# %% id="unfreeze-run"
encoder.trainable = True
before = encoder.get_weights()
again = classifier.fit(pictures, labels, epochs=1, verbose=0)
pairs = zip(before, encoder.get_weights())
print("encoder unchanged:", all(np.array_equal(a, b) for a, b in pairs))
# %% [markdown] id="unfreeze-meaning" lang="en"
# They don't move. `fit` goes on with what it prepared when it first ran after `compile`, the list of trainable weights included. So after every change of `trainable`: compile. (The other way round it is worse: a layer frozen too late goes on learning, silently.)
# %% [markdown] id="unfreeze-meaning" lang="zh"
# 编码器的权重没有动。`fit` 沿用的，是 `compile` 之后第一次运行时准备好的一切，可训练权重的清单也在其中。所以每次改动 `trainable` 之后，都要重新编译。（反过来更糟：冻结得晚了，那个层会不声不响地继续学。）
# %% [markdown] id="finetune-ask" lang="en" role="ask"
# The classifier is compiled again, and trained for two epochs with a small learning rate; this is called *fine-tuning*. What happens to the autoencoder, which nobody touches?
#
# - [ ] Nothing: it was not trained.
#   Its layers were, through the classifier.
# - [ ] It gets better, too: the codes say more.
#   The codes say more about classes; the decoding part was made for the old ones.
# - [x] It gets worse.
#   Its encoding part has moved away from what its decoding part has learned.
# %% [markdown] id="finetune-ask" lang="zh" role="ask"
# 重新编译分类器，用较小的学习率（learning rate）训练两轮，这叫*微调*（fine-tuning）。没有人碰的自编码器会怎样？
#
# - [ ] 没有变化：训练的不是它。
#   通过分类器，它的层也被训练了。
# - [ ] 也会变好：编码更丰富了。
#   编码更能说明类别，而解码部分是按旧编码学出来的。
# - [x] 会变差。
#   编码部分变了，解码部分还停留在原来学到的编码上。
# %% id="finetune-run"
tuned_accuracy = fit_classifier(0.001, 2)
print(f"accuracy: {tuned_accuracy:.2f}  better: {tuned_accuracy > head_accuracy}")
ruined_loss = autoencoder.evaluate(unseen, unseen, verbose=0)
print(f"autoencoder loss: {trained_loss:.3f} -> loss: {ruined_loss:.3f}")
print("worse than the mean image:", ruined_loss > mean_loss)
# %% [markdown] id="finetune-figure-intro" lang="en"
# The same eight digits as before above; below them, what the autoencoder gives now:
# %% [markdown] id="finetune-figure-intro" lang="zh"
# 上面一行还是那八张图片，下面一行是自编码器现在的还原结果：
# %% id="finetune-figure"
compare(autoencoder)
print("codes larger than before:", encoder.predict(unseen, verbose=0).mean() > codes.mean())
# %% [markdown] id="finetune-meaning" lang="en"
# The autoencoder has got worse than the mean image: its digits are too bright and too thick. The encoder now gives codes that suit the classifier, and the decoding part reads them as it learned to read the old ones. Nobody called `autoencoder.fit`; shared weights were enough. With five different seeds the loss rose each time to between 0.07 and 0.13, more than the mean image's.
# %% [markdown] id="finetune-meaning" lang="zh"
# 自编码器变得比平均图还差：画出来的数字太亮，也太粗。编码器现在给出的编码，适合的是分类器；而解码部分还是按从前学到的方式去读。没有人调用过 `autoencoder.fit`，共享权重就足以造成这一切。试了五个不同的随机种子（random seed），每次损失都升到 0.07 到 0.13 之间，高过平均图。
# %% [markdown] id="files-predict" lang="en"
# ## Apart for good
#
# Luckily, both models were saved, each in its own file.
#
# **Predict, then run.** Is the autoencoder of the file as good as before? And how many different numbers do the two loaded models hold: 28,241, or 46,913?
# %% [markdown] id="files-predict" lang="zh"
# ## 彻底分开
#
# 好在两个模型都保存过，各有一个文件。
#
# **先预测，再运行。** 从文件里读出来的自编码器，还和当初一样好吗？两个加载回来的模型一共有多少个不同的数值：28,241，还是 46,913？
# %% id="files-run"
rescued = keras.saving.load_model("autoencoder.keras")
other = keras.saving.load_model("encoder.keras")
loss = rescued.evaluate(unseen, unseen, verbose=0)
print("as good as before:", np.isclose(loss, trained_loss))
weights = {id(w): w for model in (rescued, other) for w in model.weights}
print("numbers:", sum(int(np.prod(w.shape)) for w in weights.values()))
# %% [markdown] id="files-meaning" lang="en"
# It is as good as before. But sharing did not survive, and there are 46,913 numbers: a file holds one model, and knows nothing of others. What you load has weights of its own. When you *want* that, before fine-tuning for example, a copy in memory does it too: `keras.models.clone_model`, then `set_weights`.
#
# To have both models over the same layers again, load the large one only, and mark the two ends as you did at first:
# %% [markdown] id="files-meaning" lang="zh"
# 和当初一样好。但共享没有保留下来，数值有 46,913 个：一个文件里是一个模型，它对别的模型一无所知。加载出来的模型，有自己的一套权重。如果这**正是**你想要的，比如在微调之前，那么在内存里复制一份也行：先 `keras.models.clone_model`，再 `set_weights`。
#
# 如果又想让两个模型用同样的层，就只加载大的那个，再像开头那样标出两端：
# %% id="files-again"
shared = keras.Model(rescued.input, rescued.get_layer("code").output, name="encoder")
print(shared.count_params(), shared.get_layer("conv_1") is rescued.get_layer("conv_1"))
# %% [markdown] id="graph-summary" lang="en"
# ## Summary
#
# | belongs to | what |
# |---|---|
# | a layer | its weights, and whether they are frozen |
# | a model | its two ends, its loss, optimizer and metrics |
# | a file | one model, with weights of its own |
#
# - `keras.Model` marks a part of the graph; it makes no layer, apart from an input where it begins in the middle. So further models over one graph cost next to nothing, and share all weights.
# - Training, freezing or loading weights through one of them is felt by all that use these layers.
# - After a change of `trainable`, compile again.
# %% [markdown] id="graph-summary" lang="zh"
# ## 小结
#
# | 属于谁 | 有什么 |
# |---|---|
# | 层 | 权重，以及是否冻结 |
# | 模型 | 两端，损失函数、优化器和指标（metric） |
# | 文件 | 一个模型，有自己的一套权重 |
#
# - `keras.Model` 标出计算图的一部分（子图），不创建层（从中间开始时，只新建一个输入层）。所以同一张计算图上的多个模型几乎没有额外开销，并共享全部权重。
# - 通过其中一个来训练、冻结或加载权重，凡是用到这些层的模型都会受影响。
# - 改动 `trainable` 之后，要重新编译。
# %% [markdown] id="graph-next" lang="en"
# **Next:** [05 · Models are callable](05_models_are_callable.ipynb). The decoder becomes a model too: what does calling a model copy?
# %% [markdown] id="graph-next" lang="zh"
# **下一章：** [05 · 模型可以像层一样调用](05_models_are_callable.ipynb)。解码器也成为一个模型：调用一个模型，会复制什么？
