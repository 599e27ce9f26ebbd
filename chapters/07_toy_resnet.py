# %% [markdown] id="resnet-goals" lang="en"
# # 07 · A small ResNet
#
# After this chapter you can
#
# - write a residual block, and make its two ways fit each other,
# - build a small ResNet from such blocks, with as many as you like,
# - measure whether a skip helps: in gradients, in learning curves, at several depths.
#
# Time: about 50 minutes.
# %% [markdown] id="resnet-goals" lang="zh"
# # 07 · 小型 ResNet
#
# 学完本章，你能够
#
# - 写出残差块（residual block），并让两条路在汇合处对得上，
# - 用残差块搭建一个小型 ResNet，块数任选，
# - 用测量说明跳跃连接有没有用：看梯度，看学习曲线，看不同的深度。
#
# 用时：约 50 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(7)
# %% [markdown] id="resnet-question" lang="en"
# The question of this chapter: **why does a skip help, and can you see it?** A *skip connection* carries the input of some layers past them and adds it to their output. That costs a plus sign and not one weight. You will build the same network with it and without it, and measure.
# %% [markdown] id="resnet-question" lang="zh"
# 本章的问题是：**跳跃连接为什么有用？能看得见吗？** **跳跃连接**（skip connection）让某几层的输入绕过这几层，再加到它们的输出上。代价只是一个加号，一个权重也不多。你将搭建同一个网络的两个版本，一个有跳跃连接，一个没有，然后动手测量。
# %% id="resnet-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="crops-intro" lang="en"
# ## The pictures
#
# The guide uses CIFAR-10: small colour images in ten classes. Its licence doesn't let the course carry it, so we use crops of ten photographs, of the same size. The task: from which photograph is a crop?
# %% [markdown] id="crops-intro" lang="zh"
# ## 图片
#
# 原指南用的是 CIFAR-10：十个类别的小幅彩色图片。它的许可不允许随课程分发，所以这里改用从十张照片上裁下的小图，尺寸与它相同。任务是：一张小图出自哪张照片？
# %% id="crops-load"
(images, labels), (test_images, test_labels) = datasets.photo_crops(7, 1000, 500)
x_train, x_test = images.astype("float32") / 255, test_images.astype("float32") / 255
images.shape, images.dtype, labels[:8]
# %% [markdown] id="crops-look" lang="en"
# The figure shows the ten photographs, in two rows of five with their names above: astronaut, brick, cat, coffee, flower; then galaxies, gravel, pagoda, retina, rocket. Below each stands one crop of it, enlarged. A crop is a small part, so texture and colour are often all there is: that of the rocket is a piece of evening sky. Training and test crops share no pixel.
# %% [markdown] id="crops-look" lang="zh"
# 下图是十张照片，排成两行，每行五张，名称写在上方：astronaut、brick、cat、coffee、flower；然后是 galaxies、gravel、pagoda、retina、rocket。每张照片下面是从中裁下的一张小图，已经放大。小图只是照片的一小部分，能看到的往往只有纹理和颜色：rocket 的那一张只是一片傍晚的天空。训练用的小图和测试用的小图没有任何公共像素。
# %% id="crops-figure"
figure, axes = plt.subplots(4, 5, figsize=(8, 6.4))
for label, (name, photo) in enumerate(datasets.photos().items()):
    row, column = 2 * (label // 5), label % 5
    axes[row, column].imshow(photo[::4, ::4])
    axes[row, column].set_title(name)
    axes[row + 1, column].imshow(images[labels == label][0])
for ax in axes.flat:
    ax.axis("off")
plt.show()
# %% [markdown] id="crops-cifar" lang="en"
# > **If you want the original:** `datasets.cifar10(download=True)` fetches CIFAR-10 from its authors (170 MB) and gives arrays of the same form, 50,000 and 10,000 images; without that argument nothing is downloaded. Take 1,000 and 500 of them, and everything below runs on them, too, with other figures.
# %% [markdown] id="crops-cifar" lang="zh"
# > **想用原来的数据：** `datasets.cifar10(download=True)` 会从作者的网站下载 CIFAR-10（170 MB），给出形式相同的数组，50,000 张和 10,000 张；不写这个参数，就不会下载。从中取 1,000 张和 500 张，下面的代码照样能跑，只是数值会不一样。
# %% [markdown] id="sum-predict" lang="en"
# ## Two ways that meet
#
# A block takes `x`, sends it through two 3 × 3 convolutions, and adds `x` to the result.
# %% [markdown] id="sum-predict" lang="zh"
# ## 两条路，一个汇合处
#
# 一个块接收 `x`，让它经过两个 3 × 3 卷积，再把 `x` 加到结果上。
# %% [markdown] id="sum-ask" lang="en" role="ask" tags=["review"]
# A block takes `x`, sends it through two 3 × 3 convolutions with Keras's default padding, and adds `x` to the result. Can the sum be made?
#
# - [ ] Yes: the channels are equal.
#   They are, but height and width differ by now.
# - [x] No: height and width have shrunk.
#   The default is `"valid"`: each 3 × 3 convolution takes 2 off.
# - [ ] Yes: the smaller one is stretched.
#   Only a size of 1 is ever repeated.
# %% [markdown] id="sum-ask" lang="zh" role="ask" tags=["review"]
# 一个块接收 `x`，让它经过两个 3 × 3 卷积（Keras 默认的填充方式），再把 `x` 加到结果上。这两者能相加吗？
#
# - [ ] 能：通道数相等。
#   通道数是相等，但高和宽已经不同了。
# - [x] 不能：高和宽变小了。
#   默认是 `"valid"`：每个 3 × 3 卷积会让高和宽各减 2。
# - [ ] 能：小的会被拉大。
#   只有大小为 1 的轴才会重复。
# %% id="sum-run"
x = keras.Input(shape=(9, 9, 64), name="x")
y = layers.Conv2D(64, 3, activation="relu")(x)
y = layers.Conv2D(64, 3, activation="relu")(y)
try:
    layers.add([y, x])
except ValueError as error:
    print(error)
# %% [markdown] id="sum-meaning" lang="en"
# The two can't be added: each 3 × 3 convolution without padding loses one pixel at every edge: 9, 7, 5. With `padding="same"` zeros are put around the image, and its size stays:
# %% [markdown] id="sum-meaning" lang="zh"
# 不能相加：不填充的 3 × 3 卷积，每边丢掉一个像素：9、7、5。写上 `padding="same"`，图片四周就补上零，尺寸保持不变：
# %% id="sum-same"
y = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
y = layers.Conv2D(64, 3, padding="same", activation="relu")(y)
block_model = keras.Model(x, layers.add([y, x]), name="block")
helpers.draw(block_model)
# %% [markdown] id="sum-picture" lang="en"
# In the picture one arrow leaves the input for the two convolutions, another goes past them straight to `Add`. A list of layers, a `Sequential`, can't say the second arrow.
# %% [markdown] id="sum-picture" lang="zh"
# 图中，一个箭头从输入出发，经过两个卷积；另一个箭头绕过它们，直达 `Add`。而 `Sequential` 只是一串层，根本表达不出第二个箭头。
# %% [markdown] id="params-predict" lang="en"
# **Predict, then run.** How many parameters does the block have, and how many of them belong to the skip?
# %% [markdown] id="params-predict" lang="zh"
# **先预测，再运行。** 这个块有多少个参数？其中多少属于跳跃连接？
# %% id="sum-params"
for layer in block_model.layers:
    print(f"{type(layer).__name__:10} {layer.count_params():>7,}")
# %% [markdown] id="sum-params-meaning" lang="en"
# Each convolution has 3 · 3 · 64 · 64 + 64 = 36,928 parameters; the skip has none, since adding needs no weights.
# %% [markdown] id="sum-params-meaning" lang="zh"
# 每个卷积层有 3 · 3 · 64 · 64 + 64 = 36,928 个参数；跳跃连接一个也没有，做加法不需要权重。
# %% [markdown] id="channels-predict" lang="en"
# ## When the channels differ
# %% [markdown] id="channels-predict" lang="zh"
# ## 通道数不同怎么办
# %% [markdown] id="channels-ask" lang="en" role="ask" tags=["review"]
# Three images meet the 64 channels: one with 64 channels, one with 3, one with a single channel. Which sums fail?
#
# - [ ] Those with 3 and with 1.
#   A single channel is repeated 64 times, without a word.
# - [ ] None: Keras fits them.
#   A size of 1 can be repeated, 3 can't become 64.
# - [x] Only that with 3.
#   64 fits, 1 is repeated (broadcast), 3 fits nothing.
# %% [markdown] id="channels-ask" lang="zh" role="ask" tags=["review"]
# 三种图片要与 64 个通道相加：64 通道的，3 通道的，单通道的。哪几个会失败？
#
# - [ ] 3 通道和单通道的。
#   单通道会悄悄地重复 64 次。
# - [ ] 都不失败：Keras 会让它们对上。
#   大小为 1 的轴可以重复，3 变不成 64。
# - [x] 只有 3 通道的。
#   64 正好，1 会重复（广播），3 怎么也对不上。
# %% id="channels-run"
for channels in (64, 3, 1):
    other = keras.Input(shape=(9, 9, channels))
    try:
        print(channels, "->", layers.add([y, other]).shape)
    except ValueError as error:
        print(channels, "->", error)
# %% [markdown] id="channels-meaning" lang="en"
# Only the sum with 3 channels fails. The single channel is the nasty case: as in NumPy it is *broadcast*, that is, added to each of the 64. No error, and perhaps not what you meant.
#
# The remedy for both is a *projection*: a convolution of size 1, which looks at one pixel at a time and makes 64 channels from whatever it finds there. It has no activation; it only has to make the ends fit.
# %% [markdown] id="channels-meaning" lang="zh"
# 只有 3 通道的会失败。麻烦的是单通道：和 NumPy 一样，它会被**广播**（broadcast），也就是分别加到 64 个通道的每一个上。不报错，却未必是你的本意。
#
# 两种情况的办法都是**投影**（projection）：用一个大小为 1 的卷积，每次只看一个像素，不管那里原来有几个通道，都变成 64 个。它没有激活函数（activation function），只负责让两端对得上。
# %% id="channels-project"
colour = keras.Input(shape=(9, 9, 3))
project = layers.Conv2D(64, 1, name="project")
print(layers.add([y, project(colour)]).shape, project.count_params())


# %% [markdown] id="ex07a-task" lang="en"
# ### Exercise ex07a: a residual block
#
# Write `residual_block(x, filters)`. It takes a tensor and returns a tensor, no model: two 3 × 3 convolutions with `filters` filters each, padded to the same size and each followed by relu, one after the other; then the sum with the skip, and nothing after it. The skip is `x` itself; only where the channels of `x` are not equal to `filters` it is projected, by a linear `Conv2D(filters, 1)` with its bias.
#
# For example, `residual_block(keras.Input((10, 10, 3)), 8).shape` is `(None, 10, 10, 8)`.
# %% [markdown] id="ex07a-task" lang="zh"
# ### 练习 ex07a：残差块
#
# 请写出 `residual_block(x, filters)`。它接收张量，返回张量，不返回模型：两个 3 × 3 卷积前后相接，各有 `filters` 个滤波器（filter），填充后尺寸不变，后面各跟一个 relu；然后与跳跃连接求和，求和之后什么也不加。跳跃连接就是 `x` 本身；只有当 `x` 的通道数不等于 `filters` 时，才用带偏置的线性 `Conv2D(filters, 1)` 做投影。
#
# 例如 `residual_block(keras.Input((10, 10, 3)), 8).shape` 等于 `(None, 10, 10, 8)`。
# %% id="ex07a" role="solution"
def residual_block(x, filters):
    """Two convolutions and a skip: a tensor in, a tensor out."""
    ### BEGIN SOLUTION
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1)(x)
    return layers.add([y, x])
    ### END SOLUTION


# %% id="check-ex07a" role="test" points=3
check("ex07a", residual_block)
# %% [markdown] id="identity-predict" lang="en"
# ## What a block does when it does nothing
# %% [markdown] id="identity-predict" lang="zh"
# ## 什么也不做的块，做了什么
# %% [markdown] id="identity-ask" lang="en" role="ask" tags=["review"]
# All weights of a residual block are set to zero: two convolutions, and a skip around them. What comes out of it, for random numbers?
#
# - [x] The input itself.
#   The two convolutions give zeros, and the skip adds the input.
# - [ ] Zeros.
#   So it would be without the skip.
# - [ ] The input, without its negative numbers.
#   There is no relu behind the sum.
# %% [markdown] id="identity-ask" lang="zh" role="ask" tags=["review"]
# 一个残差块有两个卷积和一条绕过它们的跳跃连接，把权重全部设成零。输入随机数，出来的是什么？
#
# - [x] 输入本身。
#   两个卷积给出零，跳跃连接加上输入。
# - [ ] 全是零。
#   没有跳跃连接才会这样。
# - [ ] 输入，但没有负数。
#   求和之后没有 relu。
# %% id="identity-run"
block_model.set_weights([np.zeros_like(array) for array in block_model.get_weights()])
numbers = np.random.default_rng(7).normal(size=(1, 9, 9, 64)).astype("float32")
print("with the skip, the input:", np.array_equal(block_model(numbers), numbers))
print("without it, nothing but zeros:", not ops.any(keras.Model(x, y)(numbers)))
# %% [markdown] id="identity-meaning" lang="en"
# With the skip the input comes out; without it, only zeros. So the convolutions needn't carry the image on; it gets through anyway. They only have to learn what to *add* to it: the rest, the *residual*, hence the name. And what holds for numbers on their way forward holds for gradients on their way back. Let a block multiply by 0.5, and chain twelve of them:
# %% [markdown] id="identity-meaning" lang="zh"
# 有跳跃连接，出来的就是输入；没有，就只有零。所以卷积不必负责把图片传下去，图片自己就能通过。卷积只需要学会在上面**加**些什么：这个差额就叫**残差**（residual），名称由此而来。数值向前传是这样，梯度（gradient）往回传也是这样。假设一个块就是乘以 0.5，把十二个连成一串：
# %% id="identity-gradient"
start_value = tf.constant(1.0)
for skip in (False, True):
    with tf.GradientTape() as tape:
        tape.watch(start_value)
        value = start_value
        for _ in range(12):
            value = value + 0.5 * value if skip else 0.5 * value
    print(f"skip={skip!s:5}  gradient: {float(tape.gradient(value, start_value)):.4f}")


# %% [markdown] id="identity-gradient-meaning" lang="en"
# Without the skip the gradient is 0.5 twelve times over, almost nothing: the beginning of the chain hardly learns which way to go. With it each factor is 1 + 0.5, so something always arrives. It may even be too much: see the end of the chapter.
# %% [markdown] id="identity-gradient-meaning" lang="zh"
# 没有跳跃连接，梯度就是十二个 0.5 相乘，几乎为零：链的开头几乎不知道该往哪个方向学。有了它，每个因子变成 1 + 0.5，总有东西传得回来，甚至可能传得太多，这一点后面再说。
# %% [markdown] id="toy-intro" lang="en"
# ## The network
#
# Three parts, each a function from tensor to tensor. The *stem* turns 32 × 32 colours into 9 × 9 places with 64 channels; no padding here. The *block* is that from above, with a switch that leaves the skip out, for the comparison later:
# %% [markdown] id="toy-intro" lang="zh"
# ## 整个网络
#
# 网络分三部分，每部分写成一个从张量到张量的函数。**起始部分**（stem）把 32 × 32 的彩色图片变成 9 × 9 个位置、64 个通道；这里不填充。**块**（block）就是上面的那种，只是加了一个可以去掉跳跃连接的开关，留待后面比较：
# %% id="toy-stem"
def stem(x):
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    return layers.MaxPooling2D(3)(x)


# %% id="toy-block"
def block(x, skip=True):
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(y)
    return layers.add([y, x]) if skip else y


# %% [markdown] id="toy-head-intro" lang="en"
# The *head* makes ten logits. `GlobalAveragePooling2D` takes the mean of each channel over all places. `Dropout(0.5)` sets half of the 256 numbers to zero, at random and only in training, so that the network doesn't lean on a few of them. Then all is put together, with two blocks in the middle.
# %% [markdown] id="toy-head-intro" lang="zh"
# **头部**（head）给出十个 logits。`GlobalAveragePooling2D` 对每个通道取所有位置的平均值。`Dropout(0.5)` 在训练时（也只在训练时）随机把 256 个数值中的一半置零，以免网络过分依赖其中几个。随后把各部分合在一起，中间放两个块。
# %% id="toy-head"
def head(x):
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    return layers.Dense(10)(layers.Dropout(0.5)(x))


# %% id="toy-build"
img = keras.Input(shape=(32, 32, 3), name="img")
toy_resnet = keras.Model(img, head(block(block(stem(img)))), name="toy_resnet")
toy_resnet.summary()
# %% [markdown] id="toy-count" lang="en"
# 223,242 parameters. The last column, *Connected to*, appears when a model is more than a chain: both rows named `add…` have two entries, the end of the convolutions and the beginning of the block.
#
# | part | shape after it | parameters |
# |---|---|---|
# | stem | 9 × 9 × 64 | 896 + 18,496 |
# | two blocks | 9 × 9 × 64 | 4 · 36,928 |
# | head | 10 | 36,928 + 16,640 + 2,570 |
# %% [markdown] id="toy-count" lang="zh"
# 共 223,242 个参数。最后一列 *Connected to* 只有在模型不是一条链时才会出现：名为 `add…` 的两行各有两项，一项是卷积的末端，一项是块的开头。
#
# | 部分 | 之后的形状 | 参数量 |
# |---|---|---|
# | 起始部分 | 9 × 9 × 64 | 896 + 18,496 |
# | 两个块 | 9 × 9 × 64 | 4 · 36,928 |
# | 头部 | 10 | 36,928 + 16,640 + 2,570 |
# %% id="toy-picture"
helpers.draw(toy_resnet)
# %% [markdown] id="toy-picture-meaning" lang="en"
# Read down the left column, then down the right one: two convolutions and a pooling in one line; then twice the same figure, two convolutions with an arrow past them, meeting in `Add`, the second at the top of the right column; then the head in one line. Follow the arrows that go past: they form a road from the stem to the head that meets no convolution at all.
#
# Keras's own picture says the same:
# %% [markdown] id="toy-picture-meaning" lang="zh"
# 先从上往下看左列，再看右列：先是两个卷积和一个池化，排成一条线；接着同样的图形出现两次，两个卷积，旁边一个箭头绕过去，在 `Add` 汇合，第二次出现在右列的顶端；最后是头部，又是一条线。顺着绕行的箭头看：它们连成了一条从起始部分直通头部的路，一个卷积也不经过。
#
# Keras 自己画的图内容相同：
# %% id="toy-plot" tags=["nbval-ignore-output"]
try:
    display(keras.utils.plot_model(toy_resnet, "toy_resnet.png", show_shapes=True, dpi=60))
except ImportError as error:
    print(error)


# %% [markdown] id="ex07b-task" lang="en"
# ### Exercise ex07b: as many blocks as you like
#
# Write `build_toy_resnet(input_shape, num_classes, num_blocks)`. It returns the functional model above, for other images, other numbers of classes and of blocks. Stem: convolutions of 32 and 64 filters, pooling of 3. Then `num_blocks` residual blocks of 64 filters. Head: a convolution of 64 filters, the mean of each channel, Dense of 256, dropout of 0.5, and logits. All convolutions are 3 × 3 with relu; only those inside of the blocks are padded.
#
# For example, `build_toy_resnet((32, 32, 3), 10, 2).count_params()` is 223242.
# %% [markdown] id="ex07b-task" lang="zh"
# ### 练习 ex07b：块数任选
#
# 请写出 `build_toy_resnet(input_shape, num_classes, num_blocks)`。它返回上面的函数式模型，但图片尺寸、类别数和块数都可以不同。起始部分：32 个和 64 个滤波器的卷积，大小为 3 的池化。然后是 `num_blocks` 个残差块，各 64 个滤波器。头部：64 个滤波器的卷积，每个通道取平均，256 个单元的 Dense，0.5 的 dropout，最后是 logits。所有卷积都是 3 × 3，带 relu；只有块里的卷积需要填充。
#
# 例如 `build_toy_resnet((32, 32, 3), 10, 2).count_params()` 等于 223242。
# %% id="ex07b" role="solution"
def build_toy_resnet(input_shape, num_classes, num_blocks):
    """The toy ResNet with `num_blocks` residual blocks."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=input_shape, name="img")
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    for _ in range(num_blocks):
        skip = x
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.add([x, skip])
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs, name="toy_resnet")
    ### END SOLUTION


# %% id="check-ex07b" role="test" points=4
check("ex07b", build_toy_resnet)
# %% [markdown] id="astray-intro" lang="en"
# ## Skips that go astray
#
# `skip` is a name of Python, and a name may be given to another tensor at any time. The graph keeps what the name stood for when `add` was called. Here are three residual blocks, meant to be like yours: each adds what goes into it to what its two convolutions make of it.
# %% [markdown] id="astray-intro" lang="zh"
# ## 走错路的跳跃连接
#
# `skip` 只是 Python 的一个变量名，随时可以指向另一个张量。计算图（graph）记下的，是调用 `add` 时这个名称所指的张量。下面是三个残差块，本意和你写的一样：每个块都把进入块的张量，与两个卷积算出的结果相加。
# %% id="astray-broken"
def broken_skips(input_shape, num_classes):
    same = {"padding": "same", "activation": "relu"}
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(16, 3, **same, name="stem")(inputs)
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_1")(x)
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_2")(x)
    x = layers.add([x, skip], name="sum_1")
    x = layers.Conv2D(16, 3, **same, name="conv_3")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_4")(x)
    x = layers.add([x, skip], name="sum_2")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_5")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_6")(x)
    x = layers.add([x, skip], name="sum_3")
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(num_classes, name="logits")(x))


# %% id="astray-draw"
helpers.draw(broken_skips((16, 16, 3), 10))


# %% [markdown] id="astray-meaning" lang="en"
# Nothing complained: all these tensors have one shape, so any of them can be added. But look where the arrows of `sum_1` and `sum_2` come from. The first skip passes one convolution instead of two; the second comes out of the middle of the block before.
# %% [markdown] id="astray-meaning" lang="zh"
# 没有任何报错：这些张量形状都一样，随便哪两个都能相加。可是请看 `sum_1` 和 `sum_2` 的箭头从哪里来：第一个跳跃连接只绕过了一个卷积，而不是两个；第二个是从前一个块的中间出来的。
# %% [markdown] id="ex07d-task" lang="en"
# ### Exercise ex07d: bring the skips back
#
# Repair it as `repair_skips(input_shape, num_classes)`: every skip begins where its block begins, at `stem` or at the sum before. Layers and options stay as they are; names are free. The code is in the cell below already, behind the line with `raise`: take that line away, and mend the rest. For example, `repair_skips((16, 16, 3), 10)` has an arrow from `stem` to `sum_1`, and one from `sum_1` to `sum_2`.
# %% [markdown] id="ex07d-task" lang="zh"
# ### 练习 ex07d：让跳跃连接回到正路
#
# 请把它修好，写成 `repair_skips(input_shape, num_classes)`：每个跳跃连接都从块的开头出发，也就是 `stem` 或前一个和。各层及其选项保持不变，名称可以任取。代码已经放在下面的单元格里，就在 `raise` 那一行后面：删去那一行，再改其余的部分。例如 `repair_skips((16, 16, 3), 10)` 有一个箭头从 `stem` 到 `sum_1`，还有一个从 `sum_1` 到 `sum_2`。
# %% id="ex07d" role="solution" broken="astray-broken"
def repair_skips(input_shape, num_classes):
    """Three residual blocks, each skip from the beginning of its block."""
    ### BEGIN SOLUTION
    same = {"padding": "same", "activation": "relu"}
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(16, 3, **same, name="stem")(inputs)
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_1")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_2")(x)
    x = layers.add([x, skip], name="sum_1")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_3")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_4")(x)
    x = layers.add([x, skip], name="sum_2")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_5")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_6")(x)
    x = layers.add([x, skip], name="sum_3")
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(num_classes, name="logits")(x))
    ### END SOLUTION


# %% id="check-ex07d" role="test" points=2
check("ex07d", repair_skips)
# %% [markdown] id="epoch-predict" lang="en"
# ## One epoch, as in the guide
#
# The guide trains on 1,000 images for one epoch: one-hot labels, RMSprop, batches of 64, a fifth set aside. Ten classes of equal size, so a guess is right with 0.1, and a network that knows nothing has a loss of ln 10 = 2.303.
#
# **Predict, then run.** What will the loss be after this epoch?
# %% [markdown] id="epoch-predict" lang="zh"
# ## 训练一轮，和原指南一样
#
# 原指南用 1,000 张图片训练一轮：独热（one-hot）标签，RMSprop，每批 64 张，留出五分之一。十个类别一样大，瞎猜的准确率（accuracy）是 0.1；什么都不知道的网络，损失是 ln 10 = 2.303。
#
# **先预测，再运行。** 这一轮下来，损失会是多少？
# %% id="epoch-run"
keras.utils.set_random_seed(0)
small_run = keras.models.clone_model(toy_resnet)
loss = keras.losses.CategoricalCrossentropy(from_logits=True)
small_run.compile(optimizer=keras.optimizers.RMSprop(1e-3), loss=loss, metrics=["accuracy"])
one_hot = keras.utils.to_categorical(labels, 10)
log = small_run.fit(x_train, one_hot, batch_size=64, epochs=1, validation_split=0.2, verbose=2)
print("training loss still above 2.1:", log.history["loss"][0] > 2.1)
# %% [markdown] id="epoch-meaning" lang="en"
# The loss is hardly below 2.303. The guide's own run reports a validation accuracy of 0.115 on CIFAR-10, which is guessing. On our crops we saw 0.15 to 0.3, by the seed. Is the network bad? Look at what it says for the 500 test crops:
# %% [markdown] id="epoch-meaning" lang="zh"
# 损失几乎没有低于 2.303。原指南自己那次运行，在 CIFAR-10 上的验证准确率是 0.115，与瞎猜无异；在这里的小图上，换几个随机种子（random seed），得到 0.15 到 0.3。是网络不行吗？看看它对 500 张测试小图都说了什么：
# %% id="epoch-classes" tags=["nbval-ignore-output"]
named = small_run.predict(x_test, verbose=0).argmax(axis=1)
print("how often each class is named:", np.bincount(named, minlength=10))
# %% [markdown] id="epoch-classes-meaning" lang="en"
# It names a few classes over and over and others never, though each stands for 50 of the crops. It has only just begun: 800 images in batches of 64 are 13 steps, and the weights have changed 13 times. There aren't too few images, but too few steps. To show it we take *half* of the images, smaller batches and five epochs:
# %% [markdown] id="epoch-classes-meaning" lang="zh"
# 它总在说那几个类别，另一些从来不提，其实每个类别都有 50 张。它才刚刚起步：800 张图片，每批 64 张，一共 13 步，权重只改了 13 次。缺的不是图片，而是步数。为了说明这一点，我们只用**一半**的图片，把批次变小，训练五轮：
# %% id="epoch-steps"
for number, batch, epochs in ((800, 64, 1), (500, 16, 5)):
    print(f"{number} images, batches of {batch}: {np.ceil(number / batch) * epochs:.0f} steps")


# %% [markdown] id="twins-intro" lang="en"
# ## With and without
#
# While we are at it, we train two networks: the ResNet, and a *plain* one without the two skips. Adding has no weights, so the same seed gives both the very same numbers to begin with:
# %% [markdown] id="twins-intro" lang="zh"
# ## 有和没有
#
# 顺便训练两个网络：一个是 ResNet，另一个去掉两个跳跃连接，称为**普通**网络。加法没有权重，所以用同样的随机种子，两者一开始的数值完全相同：
# %% id="twins-build"
def toy_network(skip):
    keras.utils.set_random_seed(1)
    inputs = keras.Input(shape=(32, 32, 3))
    return keras.Model(inputs, head(block(block(stem(inputs), skip), skip)))


twins = {"skips": toy_network(True), "plain": toy_network(False)}
pairs = zip(twins["skips"].get_weights(), twins["plain"].get_weights())
print("parameters:", [model.count_params() for model in twins.values()])
print("the same numbers:", all(np.array_equal(one, other) for one, other in pairs))
# %% [markdown] id="gradients-intro" lang="en"
# How strongly does the loss act on each layer, before any training? The length of the gradient of its weights says so. We take the kernels, from the first convolution to the last `Dense`.
#
# **Predict, then run.** The two networks have equal weights and see the same 128 crops. At the first convolution, before any skip: are the gradients equal, too?
# %% [markdown] id="gradients-intro" lang="zh"
# 训练之前先看看：损失对每一层的影响有多大？这由该层权重的梯度有多长来衡量。这里看各层的 kernel（卷积核，以及 Dense 的权重矩阵），从第一个卷积到最后一个 `Dense`。
#
# **先预测，再运行。** 两个网络权重相同，看的是同样的 128 张小图。第一个卷积在所有跳跃连接之前：两边的梯度也相同吗？
# %% id="gradients-function"
crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def gradient_lengths(model, images, labels):
    with tf.GradientTape() as tape:
        loss = crossentropy(labels, model(images))
    kernels = [weight for weight in model.trainable_weights if weight.name == "kernel"]
    return [float(tf.norm(gradient)) for gradient in tape.gradient(loss, kernels)]


# %% id="gradients-run" tags=["nbval-ignore-output"]
lengths = {}
for name, model in twins.items():
    lengths[name] = gradient_lengths(model, x_train[:128], labels[:128])
    print(name, np.round(lengths[name], 3))
print(
    "first layer, at least three times as long:", lengths["skips"][0] > 3 * lengths["plain"][0]
)
# %% [markdown] id="gradients-meaning" lang="en"
# They aren't equal: with the skips the gradient is much longer, five to thirteen times as long, with six seeds that we tried. On the way back to the first layer the plain network's gradient must go through every convolution; here part of it takes the road past them. Now both get the same 500 crops in the same order, for five epochs:
# %% [markdown] id="gradients-meaning" lang="zh"
# 不相同，有跳跃连接时要长得多：我们试了六个随机种子，都是没有时的五到十三倍。普通网络的梯度要穿过每一个卷积，才能回到第一层；而在这里，有一部分走的是绕行的那条路。现在让两者用同样的 500 张小图、按同样的顺序，各训练五轮：
# %% id="twins-fit"
logs = {}
for name, model in twins.items():
    keras.utils.set_random_seed(1)
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3), loss=crossentropy, metrics=["accuracy"]
    )
    logs[name] = model.fit(
        x_train[:500], labels[:500], batch_size=16, epochs=5, verbose=0
    ).history
    score = model.evaluate(x_test, test_labels, verbose=0, return_dict=True)["accuracy"]
    logs[name]["test"] = score
    print(f"{name}  test accuracy: {score:.2f}")
print("with skips, well above guessing:", logs["skips"]["test"] > 0.3)
print("with skips, lower training loss:", logs["skips"]["loss"][-1] < logs["plain"]["loss"][-1])
# %% [markdown] id="twins-look" lang="en"
# The figure has one line for each network over the five epochs: the training loss, with skips (full line, dots), plain (dashed, squares). The dotted level is guessing, 2.303.
# %% [markdown] id="twins-look" lang="zh"
# 下图中每个网络一条线，横轴是五轮，纵轴是训练损失：有跳跃连接的是实线加圆点，普通的是虚线加方块。水平的点线是瞎猜的损失 2.303。
# %% id="twins-figure"
figure, ax = plt.subplots(figsize=(6, 3))
for (name, log), style in zip(logs.items(), ("o-", "s--")):
    ax.plot(range(1, 6), log["loss"], style, label=name)
ax.axhline(np.log(10), linestyle=":", color="gray", label="guessing")
ax.set(xlabel="epoch", ylabel="loss", xticks=range(1, 6), ylim=(None, 2.45))
ax.legend()
plt.show()


# %% [markdown] id="twins-meaning" lang="en"
# Two observations. Half of the images and twelve times the steps did what one epoch couldn't. And from the third epoch on, the line of the network with skips is the lower one. We trained eleven such pairs, with several seeds, before writing it down. The training loss was lower with skips each time. The test accuracy was 0.35 to 0.6 with skips and 0.15 to 0.5 without; with skips ahead in ten pairs, and behind in one. One run proves little, so repeat yours before you believe it.
#
# This doesn't say that the plain network can't get there. It is slower, and five epochs are few.
#
# What is in the sum? Look into the network with skips, with eight of the crops it was not trained on. In a running notebook, click the last convolution of a block, then the `Add` behind it: each map of the sum is the convolution's map of the same number plus the block's input, pixel by pixel. Even where the convolutions add little, what came in is still there.
# %% [markdown] id="twins-meaning" lang="zh"
# 可以看到两点。图片减半，步数增加到十二倍，就做到了一轮做不到的事。另外，从第三轮起，有跳跃连接的那条线更低。写下这些之前，我们换着随机种子训练了十一对这样的网络：训练损失每次都是有跳跃连接的更低；测试准确率有跳跃连接的为 0.35 到 0.6，没有的为 0.15 到 0.5，十对是前者领先，一对落后。只跑一次说明不了多少问题，先重复几次，再下结论。
#
# 这并**不**说明普通网络永远达不到。它只是更慢，五轮也太少。
#
# 相加之后得到了什么？用八张没有参与训练的小图，看看有跳跃连接的网络里面。在运行着的笔记本里，先点某个块的最后一个卷积，再点它后面的加法层：`Add` 输出的每一张特征图（feature map），都是卷积输出中编号相同的那一张，逐像素加上块的输入。即使卷积几乎没有加进什么，传进来的内容依然在。
# %% id="explore-twins"
helpers.explore(twins["skips"], x_test[:8])
# %% [markdown] id="depth-intro" lang="en"
# ## Deeper
#
# Two blocks are few. Convolutions are slow, so we go deeper with a small net of `Dense` layers on 3,000 digits of chapter 02: one layer of 32 units, then blocks of two such layers each, with or without skips.
# %% [markdown] id="depth-intro" lang="zh"
# ## 再深一些
#
# 两个块不算多。卷积算得慢，所以我们换一个由 `Dense` 层组成的小网络，用第 02 章的 3,000 张数字图片来试更大的深度：先是一个 32 个单元的层，然后是若干个块，每块两个这样的层，带或不带跳跃连接。
# %% id="depth-net"
def dense_net(blocks, skip):
    keras.utils.set_random_seed(0)
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(32, activation="relu")(inputs)
    for _ in range(blocks):
        y = layers.Dense(32, activation="relu")(x)
        y = layers.Dense(32, activation="relu")(y)
        x = layers.add([x, y]) if skip else y
    return keras.Model(inputs, layers.Dense(10)(x))


(digits, digit_labels), (test_digits, test_digit_labels) = datasets.mnist()
rows = digits[:3000].reshape(-1, 784).astype("float32") / 255
test_rows = test_digits[:2000].reshape(-1, 784).astype("float32") / 255
# %% [markdown] id="depth-look" lang="en"
# First the gradients at the start, for eight blocks, that is, 18 layers. The figure shows them from the first layer (left) to the last (right), on a scale where each step is a factor of ten: with skips dots on a full line, plain squares on a dashed one.
# %% [markdown] id="depth-look" lang="zh"
# 先看训练开始之前的梯度，八个块，也就是 18 层。下图从第一层（左）画到最后一层（右），纵轴每一格是十倍：有跳跃连接的是实线加圆点，普通的是虚线加方块。
# %% id="depth-gradients"
figure, ax = plt.subplots(figsize=(7, 3))
for skip, style in ((True, "o-"), (False, "s--")):
    found = gradient_lengths(dense_net(8, skip), rows[:256], digit_labels[:256])
    ax.semilogy(range(1, 19), found, style, label="skips" if skip else "plain")
    print("skips" if skip else "plain", "first layer longer than 0.1:", found[0] > 0.1)
ax.set(xlabel="layer", ylabel="gradient", xticks=range(1, 19))
ax.legend()
plt.show()
# %% [markdown] id="depth-gradients-meaning" lang="en"
# The dashed line lies near a thousandth from end to end, the full line between 1 and 20: that is a *vanishing gradient*. Why at *every* layer? A kernel's gradient is a product: what comes in from the image, times what comes back from the loss. Both shrink with each plain layer. At the first layer nearly nothing is left of the loss, at the last nearly nothing of the image.
# %% [markdown] id="depth-gradients-meaning" lang="zh"
# 虚线从头到尾都在千分之一上下，实线则在 1 到 20 之间：这就是所谓的**梯度消失**（vanishing gradient）。为什么**每一层**都这么小？因为权重矩阵（kernel）的梯度是一个乘积：从图片传来的数值，乘以从损失传回的数值。每经过一个普通的层，两者都变小。到了第一层，损失几乎传不回来；到了最后一层，图片几乎传不过去。
# %% [markdown] id="depth-ask" lang="en" role="ask" tags=["review"]
# Three depths, with and without skips, three epochs each. Where does depth hurt?
#
# - [ ] In both: more layers are harder to train.
#   Skips let something of the gradient arrive at every layer.
# - [x] In the plain network.
#   Its gradient gets smaller with each layer, in both directions.
# - [ ] In the one with skips: it has more to compute.
#   A skip adds one sum and no weight.
# %% [markdown] id="depth-ask" lang="zh" role="ask" tags=["review"]
# 三种深度，有无跳跃连接，各训练三轮。哪里会因为深而变差？
#
# - [ ] 都会：层越多越难训练。
#   有了跳跃连接，每一层都能收到一些梯度。
# - [x] 没有跳跃连接的网络。
#   它的梯度每过一层就变小，两个方向都是如此。
# - [ ] 有跳跃连接的网络：要算的更多。
#   跳跃连接只多一次求和，不增加权重。
# %% id="depth-fit"
scores = {}
for blocks in (1, 4, 8):
    for skip in (True, False):
        model = dense_net(blocks, skip)
        model.compile(optimizer="adam", loss=crossentropy, metrics=["accuracy"])
        model.fit(rows, digit_labels[:3000], batch_size=64, epochs=3, verbose=0)
        _, score = model.evaluate(test_rows, test_digit_labels[:2000], verbose=0)
        scores[blocks, skip] = score
        print(f"{blocks} blocks, {'skips' if skip else 'plain'}  accuracy: {score:.2f}")
print("8 blocks, skips ahead by 0.15:", scores[8, True] > scores[8, False] + 0.15)
# %% [markdown] id="depth-meaning" lang="en"
# Depth hurts the plain network. These are the ranges over six seeds:
#
# | blocks | with skips | plain |
# |---|---|---|
# | 1 | 0.83 to 0.86 | 0.81 to 0.84 |
# | 4 | 0.83 to 0.86 | 0.69 to 0.73 |
# | 8 | 0.70 to 0.84 | 0.26 to 0.53 |
#
# With one block the skip hardly matters. At four and eight it decides. So a skip is no trick that makes any network better; it is what keeps a *deep* one trainable.
#
# Eight blocks with skips are no better than one here, either: for these digits, depth isn't needed at all. And remember the factor 1 + 0.5:
# %% [markdown] id="depth-meaning" lang="zh"
# 深度拖累的是普通网络。六个随机种子的范围如下：
#
# | 块数 | 有跳跃连接 | 普通 |
# |---|---|---|
# | 1 | 0.83 到 0.86 | 0.81 到 0.84 |
# | 4 | 0.83 到 0.86 | 0.69 到 0.73 |
# | 8 | 0.70 到 0.84 | 0.26 到 0.53 |
#
# 只有一个块时，跳跃连接几乎无关紧要；到了四个、八个，它就起决定作用。所以，跳跃连接不是让任何网络都变好的窍门，它的作用是让**深**的网络还能训练下去。
#
# 不过，有跳跃连接的八个块，在这里也不比一个块好：认这些数字，根本用不着这么深。另外，还记得 1 + 0.5 那个因子吗？
# %% id="limit-run" tags=["nbval-ignore-output"]
for blocks in (1, 8, 16, 32):
    first = gradient_lengths(dense_net(blocks, True), rows[:256], digit_labels[:256])[0]
    print(f"{blocks:2} blocks, gradient of the first layer: {first:12,.1f}")


# %% [markdown] id="limit-meaning" lang="en"
# Each block adds, so numbers and gradients grow with the depth: too much is no better than too little. Real ResNets, fifty layers and more, put a *normalisation* into each block that keeps the numbers in bounds. The toy of this chapter, with its two blocks, does without.
#
# Theirs is `BatchNormalization`: it subtracts the mean of the batch and divides by its spread.
#
# **Predict, then run.** In training it may use the batch. A prediction for one image must not depend on the other images of its batch. What does the layer do then, before it has been trained at all?
# %% [markdown] id="limit-meaning" lang="zh"
# 每个块都在往上加，数值和梯度就随深度增长：太多并不比太少好。真正的 ResNet 有五十层甚至更多，每个块里都放了**归一化**（normalisation）层，让数值保持在一定范围内。本章的小网络只有两个块，不需要它。
#
# 它们用的是**批归一化**（batch normalisation），即 `BatchNormalization`：减去批次的均值，再除以批次的标准差。
#
# **先预测，再运行。** 训练时可以用批次来算。可是对一张图片的预测，不应取决于同一批次里的其他图片。那时这个层会怎么做？如果它还完全没有训练过呢？
# %% id="norm-run"
normalise = layers.BatchNormalization()
numbers = np.random.default_rng(7).normal(5, 10, size=(256, 8)).astype("float32")


def show(words, answer):
    print(f"{words:24} mean {abs(np.mean(answer)):.1f}  spread {np.std(answer):.1f}")


show("training=False", normalise(numbers, training=False))
show("training=True", normalise(numbers, training=True))
normalise.trainable = False
show("frozen, training=True", normalise(numbers, training=True))
# %% [markdown] id="norm-meaning" lang="en"
# Outside of training it uses averages that it has collected in training; at first they are 0 and 1, so the numbers pass unchanged. Inside, it uses the batch: mean 0, spread 1, and each such call moves its averages a little. When frozen, it keeps to its averages, even if the call says `training=True`.
#
# That is how a trained network is used as a part of a new one, as in chapter 09: its normalisation stays frozen, even where the rest of it learns on.
# %% [markdown] id="norm-meaning" lang="zh"
# 训练之外，它用的是训练中累积下来的均值和方差；起初是 0 和 1，所以数值原样通过。训练时，它用批次来算：均值 0，标准差 1，而且每次这样的调用都会让累积值移动一点。冻结（freeze）之后，哪怕调用时写了 `training=True`，它也只用累积值。
#
# 把训练好的网络用作新网络的一部分时，就是这样做的（见第 09 章）：哪怕其余的层继续学习，它的归一化层也保持冻结。
# %% [markdown] id="ex07c-task" lang="en"
# ### Exercise ex07c: train it
#
# Write `train_toy_resnet(images, labels, seed)`. It gets uint8 images of shape `(n, 32, 32, 3)` and whole-number labels from 0 to 9, sets the random seed (a quarter of the points), and returns a trained functional model, from float images between 0 and 1 to 10 logits. Scale outside the model. You may use your `build_toy_resnet`; any other network that learns will do as well.
#
# The check trains on 500 crops and measures on 500 others: at least 25% must be right (a guess gets 10%). Think of the steps. It takes as long as your training. After `model = train_toy_resnet(images[:500], labels[:500], 1)`, for example, `model(x_test[:3]).shape` is `(3, 10)`.
# %% [markdown] id="ex07c-task" lang="zh"
# ### 练习 ex07c：训练它
#
# 请写出 `train_toy_resnet(images, labels, seed)`。它接收形状为 `(n, 32, 32, 3)` 的 uint8 图片和 0 到 9 的整数标签，设定随机种子（占四分之一的分数），返回一个训练好的函数式模型：输入为 0 到 1 之间的浮点数图片，输出 10 个 logits。缩放在模型之外进行。你可以使用自己的 `build_toy_resnet`，换成别的网络也行，只要学得会。
#
# 检查时用 500 张小图训练，在另外 500 张上测量：至少要对 25%（瞎猜是 10%）。想想步数。检查的用时取决于你的训练。例如 `model = train_toy_resnet(images[:500], labels[:500], 1)` 之后，`model(x_test[:3]).shape` 等于 `(3, 10)`。
# %% id="ex07c" role="solution"
def train_toy_resnet(images, labels, seed):
    """A functional model (32, 32, 3) -> 10 logits, trained on these images."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    model = build_toy_resnet((32, 32, 3), 10, 2)
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(images.astype("float32") / 255, labels, batch_size=16, epochs=5, verbose=0)
    return model
    ### END SOLUTION


# %% id="check-ex07c" role="test" points=3
check("ex07c", train_toy_resnet)
# %% [markdown] id="resnet-summary" lang="en"
# ## Summary
#
# - A residual block adds its input to what its layers make of it. Sizes must agree (`padding="same"`), and so must channels (a 1 × 1 projection). A single channel is broadcast without a word.
# - A skip has no weights (a projection has). It gives the image a way forward past the layers, and the gradient a way back.
# - You can see it: in longer gradients, in a loss that falls faster, most of all in deep networks. In shallow ones it hardly matters.
# - A network that guesses may just have had too few steps.
#
# > **What changed since the guide:** the network, its code in Keras 3 and its total are the same. Data and training are ours: crops instead of CIFAR-10, and beside the guide's single epoch a training that learns.
# %% [markdown] id="resnet-summary" lang="zh"
# ## 小结
#
# - 残差块把输入加到各层的结果上。尺寸要一致（`padding="same"`），通道数也要一致（1 × 1 投影）。单通道会被悄悄广播，不报错。
# - 跳跃连接没有权重（投影有）。它让图片有路绕过各层向前走，也让梯度有路往回走。
# - 这是看得见的：各层的梯度更长，损失下降得更快。网络越深越明显，浅的网络里几乎看不出来。
# - 一个还在瞎猜的网络，也许只是步数太少。
#
# > **与原指南相比的变化：** 网络、它在 Keras 3 里的写法和参数总量都没有变。数据和训练是我们自己的：用小图代替 CIFAR-10；除了原指南的那一轮，另有一次真正学会的训练。
# %% [markdown] id="resnet-next" lang="en"
# **Next:** [08 · Shared layers](08_shared_layers.ipynb). One layer in two places: what does it learn, and from whom?
# %% [markdown] id="resnet-next" lang="zh"
# **下一章：** [08 · 共享层](08_shared_layers.ipynb)。同一个层出现在两个地方：它学到了什么，又是从哪里学来的？
