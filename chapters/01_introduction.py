# %% [markdown] id="intro-goals" lang="en"
# # 01 · A model is a graph of layers
#
# After this chapter you can
#
# - build a model with the functional API: inputs, calls of layers, `keras.Model`,
# - predict every shape and every parameter count before Keras prints it,
# - read a picture of a model, and write the code that it stands for.
#
# Time: about 45 minutes. You have used `Sequential` before; no more is needed.
# %% [markdown] id="intro-goals" lang="zh"
# # 01 · 模型是由层组成的计算图
#
# 学完本章，你能够
#
# - 用函数式 API（functional API）搭建模型：输入、层的调用、`keras.Model`，
# - 在 Keras 打印之前，算出每一个形状和每一个参数量，
# - 看懂模型的示意图，并写出与之对应的代码。
#
# 用时：约 45 分钟。只要用过 `Sequential`，就可以开始了。
# %% id="setup"
from autograder.notebook import ask, lint, start, why

check, hint, solution, progress = start("en")
# %% [markdown] id="intro-question" lang="en"
# One question drives this chapter: **what does Keras know about a network before it has seen a single number?** Keep it in mind; the answer is longer than you may think.
#
# The course follows the [functional API guide](https://keras.io/guides/functional_api/) section by section, in its edition of 2022, here called *the guide*. That was Keras 2; where Keras 3 differs, a box says so. All code is plain Keras; `helpers` only draws pictures.
# %% [markdown] id="intro-question" lang="zh"
# 有一个问题贯穿本章：**还没有见到任何数据的时候，Keras 对一个网络知道多少？** 请带着它往下读，答案可能比你想的要长。
#
# 课程逐节对应 2022 年版的[函数式 API 指南](https://keras.io/guides/functional_api/)，下文称**原指南**。那时还是 Keras 2；Keras 3 有所不同的地方，会用引用块说明。代码都是普通的 Keras 代码；`helpers` 只用来画示意图。
# %% id="intro-imports"
import keras
import numpy as np
from keras import layers

import helpers

# %% [markdown] id="mlp-intro" lang="en"
# ## The first model
#
# A picture of a handwritten digit has 28 × 28 = 784 pixels. Two hidden layers of 64 units turn them into ten scores, one for each digit:
#
# ```text
# 784 pixels  ──▶  Dense 64, relu  ──▶  Dense 64, relu  ──▶  Dense 10  ──▶  10 scores
# ```
#
# You will draw exactly this graph (a set of boxes and arrows), one arrow at a time. Numbers follow the arrows and never come back to where they were: it is a *directed acyclic graph*, DAG for short.
# %% [markdown] id="mlp-intro" lang="zh"
# ## 第一个模型
#
# 一张手写数字图片有 28 × 28 = 784 个像素。两个隐藏层（各 64 个单元）把它们变成十个得分，每个数字一个：
#
# ```text
# 784 个像素  ──▶  Dense 64, relu  ──▶  Dense 64, relu  ──▶  Dense 10  ──▶  10 个得分
# ```
#
# 你要画的正是这样一张**计算图**（graph），也就是一组方框和箭头，一次画一个箭头。数值沿着箭头往前走，不会回到来过的地方，所以它是一张**有向无环图**（directed acyclic graph，DAG）。
# %% [markdown] id="sequential-known" lang="en"
# As a `Sequential` you would write the list of its layers:
# %% [markdown] id="sequential-known" lang="zh"
# 用 `Sequential`，就是把各层写成一个列表：
# %% id="sequential-list"
as_list = keras.Sequential(
    [keras.Input((784,)), layers.Dense(64, "relu"), layers.Dense(64, "relu"), layers.Dense(10)]
)
len(as_list.layers)
# %% [markdown] id="sequential-turned" lang="en"
# A list says one thing of a layer: which one comes before it. The functional API says it by *calling* each layer on what it gets. Here are the same three layers as a functional model; the rest of the chapter takes these lines apart, one by one.
# %% [markdown] id="sequential-turned" lang="zh"
# 列表只说明一件事：每个层前面是哪一层。函数式 API 则通过**调用**来说明：每个层都以自己的输入来调用。下面还是那三个层，写成了函数式模型；本章接下来就把这几行一一拆开来讲。
# %% id="sequential-functional"
x = inputs = keras.Input(shape=(784,))
for layer in as_list.layers:
    x = layer(x)
as_graph = keras.Model(inputs, x)
as_graph.layers[1:] == as_list.layers
# %% [markdown] id="input-intro" lang="en"
# ## An input: a place for data
#
# The graph begins with an input. You say the shape of *one* sample; how many samples come at a time stays open.
# %% [markdown] id="input-intro" lang="zh"
# ## 输入：给数据留的位置
#
# 计算图从输入（input）开始。你只需说明**一个**样本的形状；一次来多少个样本，先空着。
# %% id="input-create"
inputs = keras.Input(shape=(784,), name="pixels")
inputs
# %% [markdown] id="input-symbolic" lang="en"
# This is a `KerasTensor`: a tensor without numbers, a *symbolic* one. It has a shape, a dtype and a name, and notes whether its data are sparse or ragged (these are neither); it has no numbers. `None` is the number of samples in a batch, which may differ at each call.
# %% [markdown] id="input-symbolic" lang="zh"
# 这是一个 `KerasTensor`：一个没有数值的张量，也叫**符号张量**（symbolic tensor）。它有形状、数据类型和名称，还记着数据是否稀疏（sparse）、是否不等长（ragged），这里都不是；它没有的是数值。`None` 表示一个批次（batch）里的样本数，每次调用都可以不同。
# %% id="input-shape"
inputs.shape, inputs.dtype
# %% [markdown] id="input-batch" lang="en"
# The batch size can be fixed as well: `batch_shape` is the whole shape, with the number of samples in front. You will rarely need it; left open, the model takes any number of samples.
# %% [markdown] id="input-batch" lang="zh"
# 批次大小也可以固定下来：`batch_shape` 是完整的形状，最前面就是样本数。很少用得着；不固定，模型就能接收任意多个样本。
# %% id="input-batch-shape"
keras.Input(batch_shape=(16, 784)).shape
# %% [markdown] id="input-changed" lang="en"
# > **What changed since the guide:** in Keras 2 these were a `TensorShape` and `tf.float32`. Keras 3 also runs on JAX and PyTorch, so it answers with a plain tuple and a plain string: `inputs.shape[1] == 784` is true, and `inputs.dtype == "float32"` too.
# %% [markdown] id="input-changed" lang="zh"
# > **与原指南相比的变化：** 在 Keras 2 里，它们分别是 `TensorShape` 和 `tf.float32`。Keras 3 还能运行在 JAX 和 PyTorch 上，因此给出的是普通的元组和普通的字符串：`inputs.shape[1] == 784` 成立，`inputs.dtype == "float32"` 也成立。
# %% [markdown] id="input-image" lang="en"
# A colour image of 32 × 32 pixels has three dimensions: height, width, and one channel each for red, green and blue.
# %% [markdown] id="input-image" lang="zh"
# 一张 32 × 32 的彩色图片有三个维度：高、宽，以及红、绿、蓝三个通道（channel）。
# %% id="input-image-shape"
keras.Input(shape=(32, 32, 3), name="image").shape
# %% [markdown] id="input-ask" lang="en" role="ask" tags=["review"]
# Somebody leaves out the comma and writes `shape=(784)`. What comes of it?
#
# - [x] An error.
#   `(784)` is the number 784, and a shape is a tuple.
# - [ ] The same input.
#   It would be, if brackets alone made a tuple in Python; the comma does.
# - [ ] An input of 784 dimensions.
#   Keras doesn't read a number as a rank; it wants a tuple of sizes.
# %% [markdown] id="input-ask" lang="zh" role="ask" tags=["review"]
# 有人漏了逗号，写成 `shape=(784)`。会怎样？
#
# - [x] 报错。
#   `(784)` 就是数 784，而形状应当是元组。
# - [ ] 同样的输入。
#   要是有括号就算元组，确实如此；但在 Python 里，构成元组的是逗号。
# - [ ] 一个 784 维的输入。
#   Keras 不会把一个数当作维数，它要的是由各维大小组成的元组。
# %% id="input-comma"
try:
    keras.Input(shape=(784))
except ValueError as error:
    print(error)
# %% [markdown] id="input-comma-meaning" lang="en"
# It is an error: in Python the comma makes the tuple, not the brackets, and `(784)` is just the number 784. A shape is a tuple (or a list), even with one dimension.
# %% [markdown] id="input-comma-meaning" lang="zh"
# 结果是报错：在 Python 里，构成元组的是逗号，不是括号，`(784)` 不过是整数 784。形状是元组（写成列表也行），只有一个维度也不例外。
# %% [markdown] id="call-intro" lang="en"
# ## A call draws an arrow
#
# Next, a layer. Making it is one thing, connecting it another; at first it stands alone. Is it built, and which weights does it have?
# %% [markdown] id="call-intro" lang="zh"
# ## 一次调用，就是一个箭头
#
# 接下来是层（layer）。创建一个层是一回事，把它连起来是另一回事；刚创建时，它孤零零的。它构建（build）好了吗？有哪些权重？
# %% id="call-layer"
hidden_1 = layers.Dense(64, activation="relu", name="hidden_1")
hidden_1.built, hidden_1.weights
# %% [markdown] id="call-unbuilt" lang="en"
# It isn't built and has no weights: it knows that it will have 64 units, but not how many numbers will come in.
# %% [markdown] id="call-unbuilt" lang="zh"
# 它还没有构建，也没有权重：它知道自己有 64 个单元，却不知道会有多少个数值进来。
# %% [markdown] id="call-ask" lang="en" role="ask"
# Now you call the layer on `inputs`, as if it were a function. How many parameters does it have afterwards?
#
# - [ ] 50,176
#   That is 784 × 64, the kernel alone; each unit has a bias as well.
# - [x] 50,240
#   784 × 64 numbers of the kernel and 64 of the bias.
# - [ ] Still none: there are no data yet.
#   The shape of the input is enough: a layer makes its weights at its first call, also on a symbolic tensor.
# %% [markdown] id="call-ask" lang="zh" role="ask"
# 现在像调用函数一样，以 `inputs` 为参数调用这个层。调用之后，它有多少个参数？
#
# - [ ] 50,176
#   这是 784 × 64，只有权重矩阵（kernel）；每个单元还有一个偏置。
# - [x] 50,240
#   权重矩阵（kernel）784 × 64 个，加上偏置 64 个。
# - [ ] 还是没有：还没有数据。
#   有输入的形状就够了：层在第一次调用时创建权重，在符号张量上调用也算。
# %% id="call-arrow"
x = hidden_1(inputs)
x.shape, hidden_1.count_params()
# %% [markdown] id="call-meaning" lang="en"
# 50,240, where there were none. The call did two things. It drew an arrow from `inputs` to `hidden_1` and gave you the arrow's other end, a new `KerasTensor` of 64 numbers a sample. And it told the layer its input size: 784 · 64 weights and 64 biases.
# %% [markdown] id="call-meaning" lang="zh"
# 参数从无到有，一共 50,240 个。这次调用做了两件事。它从 `inputs` 到 `hidden_1` 画了一个箭头，并把另一端交给你：一个新的 `KerasTensor`，每个样本 64 个数值。同时，层也知道了输入的大小：784 · 64 个权重，加上 64 个偏置。
# %% id="call-weights"
{weight.name: tuple(weight.shape) for weight in hidden_1.weights}
# %% [markdown] id="call-rest" lang="en"
# Two more calls complete the chain. The name `x` is used again and again; that is common and does no harm, for the graph keeps its tensors, whatever you call them.
# %% [markdown] id="call-rest" lang="zh"
# 再调用两次，链条就完整了。变量名 `x` 被反复使用，这是惯常的写法，也没有坏处：张量由计算图保存着，你怎么命名都不影响它。
# %% id="call-chain"
x = layers.Dense(64, activation="relu", name="hidden_2")(x)
outputs = layers.Dense(10, name="logits")(x)
outputs.shape
# %% [markdown] id="model-intro" lang="en"
# ## From tensors to a model
#
# A model is a part of the graph with two ends. You name the ends, and Keras finds everything between them by following the arrows back from `outputs` to `inputs`.
# %% [markdown] id="model-intro" lang="zh"
# ## 从张量到模型
#
# 模型（model）是计算图的一部分（子图），有两端。你指明两端，Keras 便从 `outputs` 沿箭头往回走到 `inputs`，找出中间的一切。
# %% id="model-create"
mnist_model = keras.Model(inputs, outputs, name="mnist_model")
mnist_model.summary()
# %% [markdown] id="model-params" lang="en"
# Each total is a product and a sum. A `Dense` layer has one weight for each pair of an input and a unit, and one bias for each unit:
#
# | layer | weights | biases | parameters |
# |---|---|---|---|
# | `hidden_1` | 784 · 64 | 64 | 50,240 |
# | `hidden_2` | 64 · 64 | 64 | 4,160 |
# | `logits` | 64 · 10 | 10 | 650 |
#
# In programs ask `count_params()`: once a model has been trained, the total under the summary counts the optimizer's numbers too.
# %% [markdown] id="model-params" lang="zh"
# 每个总数都是一次乘法加一次加法。`Dense` 层里，每一对输入和单元有一个权重，每个单元有一个偏置：
#
# | 层 | 权重 | 偏置 | 参数量 |
# |---|---|---|---|
# | `hidden_1` | 784 · 64 | 64 | 50,240 |
# | `hidden_2` | 64 · 64 | 64 | 4,160 |
# | `logits` | 64 · 10 | 10 | 650 |
#
# 写程序时请用 `count_params()`：模型训练过之后，摘要下方的总数会把优化器（optimizer）的变量也算进去。
# %% id="model-count"
for layer in mnist_model.layers:
    print(f"{layer.name:10} {layer.count_params():>7,}")
print(f"{'total':10} {mnist_model.count_params():>7,}")


# %% [markdown] id="ex01a-task" lang="en"
# ### Exercise ex01a: any number of units
#
# Write `build_mlp(hidden_units, num_classes)`. It returns a functional model: 784 numbers in, two `Dense` layers of `hidden_units` units with relu, then one score for each of `num_classes` classes, without an activation.
#
# For example, `build_mlp(64, 10).count_params()` is 55050. The check asks for other sizes as well.
# %% [markdown] id="ex01a-task" lang="zh"
# ### 练习 ex01a：单元数任选
#
# 请写出 `build_mlp(hidden_units, num_classes)`，返回一个函数式模型：输入 784 个数值，经过两个 `Dense` 层，各有 `hidden_units` 个单元，激活函数（activation function）为 relu；最后给 `num_classes` 个类别各一个得分，不加激活函数。
#
# 例如 `build_mlp(64, 10).count_params()` 等于 55050。检查时还会用别的大小。
# %% id="ex01a" role="solution"
def build_mlp(hidden_units, num_classes):
    """A functional model: (784,) -> two hidden layers -> one logit per class."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(hidden_units, activation="relu")(inputs)
    x = layers.Dense(hidden_units, activation="relu")(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex01a" role="test" points=3
check("ex01a", build_mlp)


# %% [markdown] id="ex01b-task" lang="en"
# ### Exercise ex01b: count without building
#
# Write `count_dense_params(sizes)`: the number of parameters of a chain of `Dense` layers. The first entry of `sizes` is the input, each further one the units of a layer. Use plain Python and build nothing.
#
# For example, `count_dense_params([784, 64, 64, 10])` is 55050.
# %% [markdown] id="ex01b-task" lang="zh"
# ### 练习 ex01b：不搭建，只计算
#
# 请写出 `count_dense_params(sizes)`：一串 `Dense` 层一共有多少个参数。`sizes` 的第一项是输入的大小，之后每一项是一个层的单元数。只用普通的 Python，不搭建任何模型。
#
# 例如 `count_dense_params([784, 64, 64, 10])` 等于 55050。
# %% id="ex01b" role="solution"
def count_dense_params(sizes):
    """The number of parameters of a chain of Dense layers."""
    ### BEGIN SOLUTION
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))
    ### END SOLUTION


# %% id="check-ex01b" role="test" points=2
check("ex01b", count_dense_params)
# %% [markdown] id="plot-intro" lang="en"
# ## See the graph
#
# Keras draws a model with `plot_model`. It needs a system program, Graphviz; where that is missing, it raises an `ImportError`, and this cell prints the message instead. The picture shows four boxes in a column, joined by arrows.
# %% [markdown] id="plot-intro" lang="zh"
# ## 把计算图画出来
#
# Keras 用 `plot_model` 画模型。它依赖一个系统程序 Graphviz；如果没有安装，就会抛出 `ImportError`，这里把它打印出来。画出来的是自上而下的四个方框，由箭头相连。
# %% id="plot-plain" tags=["nbval-ignore-output"]
try:
    display(keras.utils.plot_model(mnist_model, "mnist_model.png", dpi=80))
except ImportError as error:
    print(error)
# %% [markdown] id="plot-options" lang="en"
# Two options make the same four boxes worth reading: the shapes that come in and go out, and the activations.
# %% [markdown] id="plot-options" lang="zh"
# 加上两个选项，同样的四个方框就值得细看了：进出的形状，以及激活函数。
# %% id="plot-shapes" tags=["nbval-ignore-output"]
options = {"show_shapes": True, "show_layer_activations": True, "dpi": 80}
try:
    display(keras.utils.plot_model(mnist_model, "mnist_model_shapes.png", **options))
except ImportError as error:
    print(error)
# %% [markdown] id="draw-intro" lang="en"
# The course has a drawing of its own, which needs no other program. It reads the same graph: one box for each layer, one arrow for each call, with the shape that flows along it.
# %% [markdown] id="draw-intro" lang="zh"
# 课程有自己的画法，不需要别的程序。它读取的是同一张计算图：每个层一个方框，每次调用一个箭头，旁边写着流过的形状。
# %% id="draw-mlp"
helpers.draw(mnist_model, shapes=True)
# %% [markdown] id="explore-intro" lang="en"
# You can also look *into* the boxes. `helpers.explore` draws the same graph. In a running notebook each box can be clicked, and shows its configuration, its weights and how they are spread; on a page without a kernel the picture stands still, and looks like the one above. Click `hidden_1`: a kernel of 784 × 64 small random numbers around zero, and a bias of 64 zeros. That is what "untrained" looks like.
# %% [markdown] id="explore-intro" lang="zh"
# 还可以看到方框**里面**。`helpers.explore` 画的是同一张计算图。在运行着的笔记本里，每个方框都可以点击，显示这一层的配置、权重以及权重的分布；在没有内核的网页上，它只是一张静态图，和上面那张一样。点一下 `hidden_1`：里面有一个 784 × 64 的权重矩阵（kernel），都是零附近的小随机数；还有一个偏置，是 64 个零。“没有训练过”，就是这个样子。
# %% id="explore-mlp"
helpers.explore(mnist_model)
# %% [markdown] id="graph-intro" lang="en"
# ## The graph is data
#
# The picture was drawn from a data structure that you can read as well. Each layer of this model knows its `input` and its `output`, both symbolic tensors. Where one layer's output *is* another's input, there is an arrow.
# %% [markdown] id="graph-intro" lang="zh"
# ## 计算图就是数据
#
# 刚才的图，是根据一个数据结构画出来的，你同样可以读取它。这个模型的每个层都知道自己的 `input` 和 `output`，两者都是符号张量。一个层的输出**就是**另一个层的输入，这里便有一个箭头。
# %% id="graph-edges"
for source in mnist_model.layers:
    for target in mnist_model.layers[1:]:
        if target.input is source.output:
            print(f"{source.name} -> {target.name}  {source.output.shape}")
# %% [markdown] id="graph-inner" lang="en"
# Any tensor inside can be an end of another model. This one stops before the last layer. It copies nothing: its layers are the very same objects. Chapters 04 and 09 live on this.
# %% [markdown] id="graph-inner" lang="zh"
# 计算图里的任何一个张量，都可以成为另一个模型的端点。下面这个模型停在最后一层之前。它没有复制任何东西，用的就是原来那些层对象。第 04 章和第 09 章都以此为基础。
# %% id="graph-features"
hidden_2 = mnist_model.get_layer("hidden_2")
features = keras.Model(mnist_model.input, hidden_2.output, name="features")
features.count_params(), features.get_layer("hidden_1") is hidden_1
# %% [markdown] id="numbers-predict" lang="en"
# ## Numbers, at last
#
# Call the model on an array instead of a symbolic tensor, and it computes numbers.
# %% [markdown] id="numbers-predict" lang="zh"
# ## 终于见到数值
#
# 不用符号张量，而用数组来调用模型，它就开始计算。
# %% [markdown] id="numbers-ask" lang="en" role="ask"
# The model is untrained; its weights are random, its biases start at zero. It gets one black picture: 784 zeros. Which ten scores come out?
#
# - [ ] Ten random numbers.
#   The weights are random, but all of them are multiplied by zero.
# - [ ] Ten times 0.1: it can't decide.
#   That would be probabilities. These are scores: nothing makes them add up to 1.
# - [x] Ten zeros.
#   Zero times any weight, plus a bias of zero, is zero, layer after layer.
# %% [markdown] id="numbers-ask" lang="zh" role="ask"
# 模型没有训练过，权重是随机的，偏置初始为零。给它一张全黑的图片，也就是 784 个零。会得到怎样的十个得分？
#
# - [ ] 十个随机数。
#   权重是随机的，但它们都要乘以零。
# - [ ] 十个 0.1：它拿不定主意。
#   那是概率。这里是得分，没有什么让它们加起来等于 1。
# - [x] 十个零。
#   零乘以任何权重，再加上为零的偏置，还是零，每一层都如此。
# %% id="numbers-zeros"
black = np.zeros((1, 784), dtype="float32")
scores = mnist_model(black)
scores.numpy()
# %% [markdown] id="numbers-meaning" lang="en"
# Ten zeros come out, whatever the random weights are: zero times anything is zero, the biases add nothing, relu keeps zero. An untrained network has no opinion about a black picture. As probabilities, ten equal scores are ten times one tenth:
# %% [markdown] id="numbers-meaning" lang="zh"
# 得到十个零，不管随机的权重是多少：零乘任何数都是零，偏置什么也没加，relu 也保持零不变。没有训练过的网络，对一张全黑的图片没有任何判断。换算成概率，十个相等的得分就是十个十分之一：
# %% id="numbers-softmax"
keras.ops.softmax(scores).numpy().round(3)
# %% [markdown] id="numbers-logits" lang="en"
# Scores before softmax are called *logits*. Many drawings of this network, the guide's too, write "softmax" on the last box, while the code ends in a `Dense` layer without an activation. Believe the code: this model gives logits. Chapter 02 shows why that is the better habit.
# %% [markdown] id="numbers-logits" lang="zh"
# softmax 之前的得分叫作 **logits**（未归一化的得分）。这个网络的许多示意图，包括原指南的那张，都在最后一个方框里写着“softmax”，代码里却是一个没有激活函数的 `Dense` 层。请以代码为准：这个模型给出的是 logits。第 02 章会说明，为什么这样更好。
# %% [markdown] id="error-predict" lang="en"
# ## Mistakes show while you build
#
# A convolution slides over height, width and channels.
# %% [markdown] id="error-predict" lang="zh"
# ## 搭建时就能发现错误
#
# 卷积（convolution）要在高、宽和通道上滑动。
# %% [markdown] id="error-ask" lang="en" role="ask"
# You call one on `inputs`, whose samples are flat rows of 784 numbers. There are no data yet. When does Keras complain?
#
# - [x] Now, at the call.
#   The shape is known, so each call is checked as you write it.
# - [ ] When `keras.Model` is made.
#   The graph is checked earlier: at each single call.
# - [ ] At training, when numbers come.
#   Other libraries do so. Here shapes flow through the graph without numbers.
# %% [markdown] id="error-ask" lang="zh" role="ask"
# `inputs` 的每个样本只是排成一行的 784 个数值，却把它传给一个卷积层。此时还没有任何数据。Keras 什么时候报错？
#
# - [x] 现在，调用的时候。
#   形状是已知的，所以每写下一次调用就检查一次。
# - [ ] 创建 `keras.Model` 的时候。
#   检查得更早：每一次调用时就查。
# - [ ] 训练的时候，有了数值才行。
#   有些库是这样。这里没有数值，形状也会沿着计算图传下去。
# %% id="error-conv"
try:
    layers.Conv2D(8, 3, name="conv")(inputs)
except ValueError as error:
    print(error)
# %% [markdown] id="error-conv-meaning" lang="en"
# Keras complains at once, at the very call that is wrong. The message names the layer (`conv`), says what it wants (at least 4 dimensions, the batch included) and what came: `(None, 784)`. Read such a message from its end.
#
# The next mistake is about the arrows. The model's input is a fresh one, from which no arrow leads to `outputs`:
# %% [markdown] id="error-conv-meaning" lang="zh"
# Keras 马上报错，就在写错的那一次调用。信息里说明了是哪个层（`conv`）、它需要什么（至少 4 个维度，包括批次），以及实际来了什么：`(None, 784)`。这类信息，请从末尾读起。
#
# 下一个错误与箭头有关。这个模型的输入是新建的，从它出发没有箭头通向 `outputs`：
# %% id="error-disconnected"
try:
    keras.Model(keras.Input(shape=(784,)), outputs)
except ValueError as error:
    print(error)
# %% [markdown] id="error-disconnected-meaning" lang="en"
# It has the same shape and dtype, and yet it is another input. Following the arrows back from `outputs`, Keras never meets it. This is the answer to the chapter's question: before any number, Keras knows each shape, each dtype, each parameter count and each arrow, and refuses what can't fit.
# %% [markdown] id="error-disconnected-meaning" lang="zh"
# 形状相同，数据类型相同，却是另一个输入。Keras 从 `outputs` 沿箭头往回走，始终遇不到它。这也回答了本章的问题：还没有任何数据，Keras 就已经知道每个形状、每个数据类型、每个参数量和每个箭头，对不上的就会拒绝。
# %% [markdown] id="ops-changed" lang="en"
# > **What changed since the guide:** TensorFlow's own functions no longer take symbolic tensors. Use `keras.ops`, operators such as `+`, or slices: each draws an arrow, too.
# %% [markdown] id="ops-changed" lang="zh"
# > **与原指南相比的变化：** TensorFlow 自己的函数不再接受符号张量。请改用 `keras.ops`、`+` 之类的运算符，或者切片：它们同样会画出箭头。
# %% id="ops-instead"
import tensorflow as tf

try:
    tf.nn.relu(x)
except ValueError as error:
    print(str(error).split(". ")[0])
keras.ops.relu(x).shape, (x + x).shape, x[:, :8].shape
# %% [markdown] id="sequential-intro" lang="en"
# ## A chain, and more than a chain
#
# Our model is a chain, so the `Sequential` of the beginning says it too: the same kinds of layers, the same count. A list is shorter; use it where a list is all that you have.
# %% [markdown] id="sequential-intro" lang="zh"
# ## 链，以及比链更复杂的计算图
#
# 我们的模型是一条链，所以开头的那个 `Sequential` 也能表达：同样的几种层，同样的参数量。列表更短；如果你的模型只是一个列表，就用它。
# %% id="sequential-same"
as_list.count_params() == as_graph.count_params() == mnist_model.count_params()
# %% [markdown] id="ex01d-task" lang="en"
# ### Exercise ex01d: from the list to the graph
#
# Write `from_sequential(model)`. It takes a built `Sequential`, any one, and returns a functional model over the same layer objects: each is called by itself, in the order of the list, and the input has the shape and the dtype of the given model's. For example, `from_sequential(as_list).layers[1:] == as_list.layers` is `True`.
# %% [markdown] id="ex01d-task" lang="zh"
# ### 练习 ex01d：从列表到计算图
#
# 请写出 `from_sequential(model)`。它接收任意一个已经构建好的 `Sequential`，返回由同一批层对象组成的函数式模型：按列表中的次序逐个调用各层，输入的形状和数据类型与给定的模型相同。例如 `from_sequential(as_list).layers[1:] == as_list.layers` 为 `True`。
# %% id="ex01d" role="solution"
def from_sequential(model):
    """The same layers as in a Sequential, as a functional model."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    x = inputs
    for layer in model.layers:
        x = layer(x)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %% id="check-ex01d" role="test" points=2
check("ex01d", from_sequential)
# %% [markdown] id="fork-ask" lang="en" role="ask" tags=["review"]
# A graph may fork and join; a list can't. Here two layers of 32 units look at the same pixels, `Concatenate` puts their outputs side by side, and a `Dense` layer follows. How many arrows will the picture have, and which shape leaves `merged`?
#
# - [ ] Four arrows, `(None, 64)`.
#   The pixels are one tensor, but it goes to two layers: two arrows.
# - [x] Five arrows, `(None, 64)`.
#   Two from the input, two into `merged`, one out of it, with 32 + 32 numbers.
# - [ ] Five arrows, `(None, 32)`.
#   That would be a sum of the two; side by side they get wider.
# %% [markdown] id="fork-ask" lang="zh" role="ask" tags=["review"]
# 计算图可以分叉，也可以汇合，列表做不到。下面两个各有 32 个单元的层看的是同样的像素，`Concatenate` 把它们的输出并排拼在一起，后面再接一个 `Dense` 层。画出来会有几个箭头？从 `merged` 出来的是什么形状？
#
# - [ ] 四个箭头，`(None, 64)`。
#   像素只是一个张量，但它通向两个层：两个箭头。
# - [x] 五个箭头，`(None, 64)`。
#   从输入出来两个，进入 `merged` 两个，从它出来一个，带着 32 + 32 个数值。
# - [ ] 五个箭头，`(None, 32)`。
#   那是两者相加；并排放置会变宽。
# %% id="fork-build"
left = layers.Dense(32, activation="relu", name="left")(inputs)
right = layers.Dense(32, activation="tanh", name="right")(inputs)
merged = layers.Concatenate(name="merged")([left, right])
forked = keras.Model(inputs, layers.Dense(10, name="forked_logits")(merged), name="forked")
helpers.draw(forked, shapes=True)
# %% [markdown] id="fork-meaning" lang="en"
# It has five arrows: `pixels` feeds two layers, both feed `merged`, and one goes on from there, with 32 + 32 = 64 numbers a sample: the shape is `(None, 64)`. You wrote no arrow down; each is the trace of a call. That is the whole functional API.
# %% [markdown] id="fork-meaning" lang="zh"
# 一共五个箭头：`pixels` 通向两个层，两个层都通向 `merged`，再有一个从那里往下走，每个样本带着 32 + 32 = 64 个数值：形状是 `(None, 64)`。你没有专门画过箭头，每个箭头都是一次调用留下的痕迹。函数式 API 说到底就是这么回事。
# %% [markdown] id="ex01c-task" lang="en"
# ### Exercise ex01c: from the picture to the code
#
# Write `build_from_picture()`. It returns the functional model of this picture: a chain of convolution and pooling layers from a grey image to ten scores. What a box doesn't say has Keras's default; layer names are free.
# %% [markdown] id="ex01c-task" lang="zh"
# ### 练习 ex01c：从示意图到代码
#
# 请写出 `build_from_picture()`，返回下图中的函数式模型：由卷积层和池化层组成的一条链，从一张灰度图片到十个得分。方框里没有写明的，都取 Keras 的默认值；层的名称可以任取。
# %% id="ex01c-picture"
check.picture("ex01c")


# %% id="ex01c" role="solution"
def build_from_picture():
    """The convolutional model of the picture above."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(16, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(10)(x)
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex01c" role="test" points=3
check("ex01c", build_from_picture)
# %% [markdown] id="intro-summary" lang="en"
# ## Summary
#
# | you write | it means |
# |---|---|
# | `keras.Input(shape=(784,))` | a symbolic tensor: shape and dtype, no numbers |
# | `layer(x)` | an arrow; at the first one the layer makes its weights |
# | `keras.Model(inputs, outputs)` | everything between these two ends |
# | `model(array)` | numbers flow along the arrows |
#
# The graph is known before any data are: it can be drawn, read, checked and used again.
# %% [markdown] id="intro-summary" lang="zh"
# ## 小结
#
# | 你写的代码 | 它的含义 |
# |---|---|
# | `keras.Input(shape=(784,))` | 一个符号张量：有形状和数据类型，没有数值 |
# | `layer(x)` | 一个箭头；第一次调用时，层会创建自己的权重 |
# | `keras.Model(inputs, outputs)` | 这两端之间的一切 |
# | `model(array)` | 数值沿着箭头流动 |
#
# 还没有数据，计算图就已经确定：可以画，可以读，可以核对，也可以重复使用。
# %% [markdown] id="intro-next" lang="en"
# **Next:** [02 · Training, evaluation, prediction](02_training.ipynb). The model gets its opinion: 60,000 digits, two epochs, and a close look at what its scores mean.
# %% [markdown] id="intro-next" lang="zh"
# **下一章：** [02 · 训练、评估和预测](02_training.ipynb)。模型将会有自己的判断：60,000 张数字图片，训练两轮，再仔细看看它的得分意味着什么。
