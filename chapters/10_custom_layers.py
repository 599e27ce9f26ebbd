# %% [markdown] id="custom-goals" lang="en"
# # 10 · Layers of your own
#
# After this chapter you can
#
# - write a layer: options in `__init__`, weights in `build`, computation in `call`,
# - describe it by a config, and make it again from that config,
# - save a model that contains it, and load the file without telling Keras anything more.
#
# Time: about 50 minutes.
# %% [markdown] id="custom-goals" lang="zh"
# # 10 · 自定义层
#
# 学完本章，你能够
#
# - 写一个层：选项放在 `__init__`，权重在 `build` 里创建，计算写在 `call` 里，
# - 用配置（config）描述这个层，并凭配置重新创建它，
# - 保存含有这个层的模型，加载文件时无需再向 Keras 作任何说明。
#
# 用时：约 50 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(10)
# %% [markdown] id="custom-question" lang="en"
# The question of this chapter: **what must a layer say so that it can be saved?** Keras brings layers of many families: `Dense`; convolution and pooling; recurrent layers, such as `LSTM`; normalisation; dropout; embedding. All are classes below `keras.Layer`; some have weights, some only compute. When none fits, you write one, and it behaves like the others: it draws arrows, counts its parameters and trains. Only the file asks for something more.
# %% [markdown] id="custom-question" lang="zh"
# 本章的问题是：**一个层要交代些什么，才能被保存下来？** Keras 自带的层（layer）种类很多：`Dense`，卷积和池化，`LSTM` 这样的循环层，归一化，dropout，嵌入（embedding）。它们都是 `keras.Layer` 的子类；有的带权重，有的只做计算。都不合适时，你可以自己写一个。自己写的层和自带的一样：能画箭头，能数参数，能训练。只有要存成文件时，才需要多交代几句。
# %% id="custom-imports"
import json
import zipfile

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops

import helpers
from helpers import datasets

# %% id="custom-families"
for layer in (layers.Conv2D(8, 3), layers.MaxPooling2D(), layers.BatchNormalization()):
    layer.build((None, 28, 28, 3))
    print(layer.name, layer.count_params(), isinstance(layer, keras.Layer))
# %% [markdown] id="call-intro" lang="en"
# ## `call`: what a layer computes
#
# The smallest layer is a class with one method. This one subtracts from each row its mean:
# %% [markdown] id="call-intro" lang="zh"
# ## `call`：层要算什么
#
# 最小的层，就是一个只有一个方法的类。下面这个层让每个样本减去自己的平均值：


# %% id="call-class"
class Centre(layers.Layer):
    def call(self, inputs):
        return inputs - ops.mean(inputs, axis=-1, keepdims=True)


# %% id="call-numbers"
ops.convert_to_numpy(Centre()(np.array([[1.0, 2.0, 6.0]])))
# %% [markdown] id="call-symbolic" lang="en"
# You write `call`, but you call the *layer*: `Centre()(x)`. On a symbolic tensor, the same call draws an arrow, and Keras works out the shape by itself:
# %% [markdown] id="call-symbolic" lang="zh"
# 你写的是 `call`，但调用的是**层**：`Centre()(x)`。在符号张量（symbolic tensor）上，同样的调用会画出一个箭头，形状由 Keras 自己推算：
# %% id="call-arrow"
Centre()(keras.Input(shape=(3,))).shape
# %% [markdown] id="call-changed" lang="en"
# > **What changed since the guide:** inside `call` the guide uses TensorFlow's functions, such as `tf.matmul`. They still work on the TensorFlow backend. `keras.ops` works on every backend, and on symbolic tensors outside of layers, too.
# %% [markdown] id="call-changed" lang="zh"
# > **与原指南相比的变化：** 原指南在 `call` 里使用 TensorFlow 的函数，例如 `tf.matmul`。用 TensorFlow 作后端时，它们依然可用。`keras.ops` 则适用于所有后端，也能在层之外用于符号张量。
# %% [markdown] id="shape-intro" lang="en"
# To find the shape, Keras runs `call` once on symbols. Keras's own layers can also *say* it, by `compute_output_shape`. If your class has that method, Keras takes your word and leaves `call` alone; that is for a `call` that can't run on symbols. The one below is wrong on purpose:
# %% [markdown] id="shape-intro" lang="zh"
# 为了知道形状，Keras 会用符号张量把 `call` 执行一次。Keras 自带的层还能用 `compute_output_shape` 直接**说出**形状。如果你的类有这个方法，Keras 就信你的话，不再去执行 `call`；它是为无法在符号张量上执行的 `call` 准备的。下面这个方法故意写错了：


# %% id="shape-said"
class Doubled(layers.Layer):
    def call(self, inputs):
        return ops.concatenate([inputs, inputs], axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], input_shape[-1] + 1)


print("asked:", layers.Conv2D(8, 3).compute_output_shape((None, 28, 28, 1)))
print("said:", Doubled()(keras.Input(shape=(3,))).shape, " given:", Doubled()(np.ones((2, 3))).shape)
# %% [markdown] id="shape-meaning" lang="en"
# The graph says 4, the data have 6, and nothing has complained; the next layer would be built for 4. So write the method only where it is needed, and try it on data.
# %% [markdown] id="shape-meaning" lang="zh"
# 计算图（graph）说是 4，数据却有 6 个数值，而且没有报错；下一层会按 4 来创建。所以，只在必要的时候才写这个方法，并且要用数据试一试。
# %% [markdown] id="build-intro" lang="en"
# ## `build`: where weights are made
#
# Take a layer that multiplies its input by a matrix, the kernel. The kernel's shape depends on how many numbers come in, and that isn't known before the first call. So Keras calls `build` then, once, with the input's shape.
#
# What all layers have, such as `name`, `dtype` and `trainable`, comes in `**kwargs` and goes on to the constructor of `Layer`:
# %% [markdown] id="build-intro" lang="zh"
# ## `build`：在这里创建权重
#
# 来看一个把输入乘以一个矩阵的层，这个矩阵叫作权重矩阵（kernel）。矩阵的形状取决于输入有多少个数值，而第一次调用之前，这是不知道的。所以 Keras 到那时才调用 `build`，只调用一次，并传入输入的形状。
#
# 每个层都有的选项，如 `name`、`dtype`、`trainable`，放在 `**kwargs` 里，再交给 `Layer` 的构造函数：


# %% id="build-class"
class Projection(layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)


# %% id="build-before"
projection = Projection(10, name="scores")
projection.name, projection.built, projection.weights
# %% [markdown] id="build-ask" lang="en" role="ask"
# Ten units on four inputs: how many parameters does `projection` have?
#
# - [x] 40
#   4 × 10, and `Projection` makes no bias.
# - [ ] 50
#   A `Dense` would have these; look at `build`.
# - [ ] None: it hasn't seen data.
#   The call on an `Input` tells the width.
# %% [markdown] id="build-ask" lang="zh" role="ask"
# 四个输入，十个单元：`projection` 有多少个参数？
#
# - [x] 40
#   4 × 10，而 `Projection` 没有创建偏置。
# - [ ] 50
#   `Dense` 才有这么多；看看 `build` 里写了什么。
# - [ ] 没有：它还没见过数据。
#   在 `Input` 上调用时，宽度就知道了。
# %% id="build-count"
inputs = keras.Input(shape=(4,))
model = keras.Model(inputs, projection(inputs))
model.count_params(), [weight.shape for weight in projection.weights]
# %% [markdown] id="build-meaning" lang="en"
# 4 × 10 = 40: a kernel, and no bias. The picture shows the model: your layer is one box, like any other, with the shapes `(None, 4)` going in and `(None, 10)` coming out.
# %% [markdown] id="build-meaning" lang="zh"
# 4 × 10 = 40：只有权重矩阵，没有偏置（bias）。下图是这个模型：你的层和别的层一样，是一个方框，输入形状为 `(None, 4)`，输出形状为 `(None, 10)`。
# %% id="build-picture"
helpers.draw(model, shapes=True)
# %% [markdown] id="build-same" lang="en"
# Given equal weights, it computes what `layers.Dense` computes without a bias:
# %% [markdown] id="build-same" lang="zh"
# 权重相同时，它的计算结果与不带偏置的 `layers.Dense` 一致：
# %% id="build-compare"
original = layers.Dense(10, use_bias=False)
original.build((None, 4))
original.set_weights(projection.get_weights())
rows = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
print("equal:", np.allclose(projection(rows), original(rows), atol=1e-6))
# %% [markdown] id="forgot-ask" lang="en" role="ask" tags=["review"]
# A layer of your own makes its kernel with `ops.ones` instead of `add_weight`. It computes without complaint. What can be trained?
#
# - [ ] The kernel: it is an attribute of the layer.
#   An attribute is found if it is a variable; this one is a plain tensor.
# - [x] Nothing.
#   A plain tensor is a constant.
# - [ ] The kernel, once the model is compiled.
#   `compile` makes no weights.
# %% [markdown] id="forgot-ask" lang="zh" role="ask" tags=["review"]
# 一个自定义的层不用 `add_weight`，而是用 `ops.ones` 创建权重矩阵。计算照样能做，也不报错。其中有什么可以训练？
#
# - [ ] 权重矩阵：它是层的属性。
#   属性是变量才会被找到，而它只是普通张量。
# - [x] 什么也没有。
#   普通张量只是常数。
# - [ ] 编译之后，权重矩阵就可以了。
#   `compile` 不会创建权重。


# %% id="forgot-class"
class Forgot(layers.Layer):
    def build(self, input_shape):
        self.kernel = ops.ones((input_shape[-1], 2))

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)


# %% id="forgot-run"
forgot = Forgot()
print(forgot(rows).shape, len(forgot.trainable_weights), forgot.count_params())


# %% [markdown] id="forgot-meaning" lang="en"
# Nothing. A plain tensor is a constant. A weight is a variable, which training changes and a file keeps. The next layer sets one as an attribute by itself, and Keras finds it:
# %% [markdown] id="forgot-meaning" lang="zh"
# 什么也没有。普通张量只是常数。权重（weight）是变量，训练会改变它，文件会保存它。下面的层自己创建一个变量，存成属性，Keras 同样能找到它：
# %% id="forgot-variable"
class Remembered(Forgot):
    def build(self, input_shape):
        self.kernel = keras.Variable(ops.ones((input_shape[-1], 2)))


remembered = Remembered()
print(remembered(rows).shape, len(remembered.trainable_weights), remembered.count_params())


# %% [markdown] id="forgot-weight" lang="en"
# `add_weight` makes such a variable for you, with an initializer, and in the dtype that the layer was given. So it is the usual way.
# %% [markdown] id="forgot-weight" lang="zh"
# `add_weight` 替你创建的就是这样的变量，还会按初始化器赋值，并采用这个层的数据类型。所以通常都用它。
# %% [markdown] id="ex10a-task" lang="en"
# ### Exercise ex10a: a dense layer of your own
#
# Write `CustomDense(units, activation=None, **kwargs)`, without a Keras layer that has weights inside or as its parent. `build` makes two weights, both trainable: first the kernel, of shape `(inputs, units)`, then the bias, of shape `(units,)`. Given equal weights, it computes what `layers.Dense` does, on the last axis of inputs of any rank, `(n, 3, 4)` as well as `(n, 4)`.
#
# `activation` is a string, a function or `None`; `keras.activations.get` makes a function of all three. The rest, `name`, `dtype` and `trainable`, goes through `**kwargs` to `super().__init__`. For example, `CustomDense(10, activation="relu", name="scores")` on four inputs has 50 parameters and the name `scores`.
# %% [markdown] id="ex10a-task" lang="zh"
# ### 练习 ex10a：自己的全连接层
#
# 请写出 `CustomDense(units, activation=None, **kwargs)`；内部不要使用 Keras 自带的、有权重的层，也不要继承它们。`build` 创建两个可训练的权重：先是权重矩阵（kernel），形状为 `(inputs, units)`，再是偏置（bias），形状为 `(units,)`。权重相同时，结果应与 `layers.Dense` 一致；计算作用于输入的最后一个轴，维数不限，`(n, 4)` 和 `(n, 3, 4)` 都可以。
#
# `activation` 是激活函数（activation function），可以是字符串、函数或 `None`，`keras.activations.get` 能把三者都变成函数。其余的 `name`、`dtype`、`trainable` 通过 `**kwargs` 交给 `super().__init__`。例如 `CustomDense(10, activation="relu", name="scores")` 作用于四个输入时，有 50 个参数，名称为 `scores`。
# %% id="ex10a" role="solution"
class CustomDense(layers.Layer):
    """Inputs times kernel, plus bias, then the activation."""

    def __init__(self, units, activation=None, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.activation(ops.matmul(inputs, self.kernel) + self.bias)
        ### END SOLUTION


# %% id="check-ex10a" role="test" points=3
check("ex10a", CustomDense)
# %% [markdown] id="config-intro" lang="en"
# ## The config: what a layer says about itself
#
# A config is a dict of plain data: numbers, strings, lists. It answers one question: *with which arguments was this layer made?* To leave your class as it is, the lesson goes on with a smaller one, `Affine`:
# %% [markdown] id="config-intro" lang="zh"
# ## 配置：层的自我介绍
#
# 配置是一个字典，里面都是普通数据：数值、字符串、列表。它回答一个问题：**创建这个层时，用了哪些参数？** 为了不改动你写的类，下面换一个更小的类 `Affine` 来讲：


# %% id="config-class"
class Affine(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) + self.bias


# %% [markdown] id="config-predict" lang="en"
# **Predict, then run.** `Affine` has no `get_config`. What will Keras say?
# %% [markdown] id="config-predict" lang="zh"
# **先预测，再运行。** `Affine` 没有写 `get_config`。Keras 会怎么说？
# %% id="config-guessed"
config = Affine(10, name="scores").get_config()
config
# %% [markdown] id="config-changed" lang="en"
# > **What changed since the guide:** Keras 3 guesses. It remembers the arguments of `__init__`, and where all of them are plain data, it writes the config for you. In Keras 2, `get_config` had to be written as soon as `__init__` had arguments of its own.
# %% [markdown] id="config-changed" lang="zh"
# > **与原指南相比的变化：** Keras 3 会猜。它记住 `__init__` 的参数，只要全是普通数据，就替你写出配置。在 Keras 2 里，只要 `__init__` 有自己的参数，就必须写 `get_config`。
# %% [markdown] id="guess-predict" lang="en"
# **Predict, then run.** The guess ends where an argument isn't plain data. The next layer is given a function:
# %% [markdown] id="guess-predict" lang="zh"
# **先预测，再运行。** 参数一旦不是普通数据，就猜不下去了。下面的层接收一个函数：


# %% id="guess-class"
class Apply(layers.Layer):
    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self.function = function


# %% id="guess-run"
try:
    Apply(ops.tanh).get_config()
except NotImplementedError as error:
    print("\n".join(str(error).strip().splitlines()[:4]))
# %% [markdown] id="guess-meaning" lang="en"
# The message asks for `get_config`. Write it always: then you decide what is kept, and a reader of the class sees it. The guide's form returns only the layer's own option.
#
# **Predict, then run.** A layer with a name and a dtype is made again from such a config. What is lost?
# %% [markdown] id="guess-meaning" lang="zh"
# 错误信息要求写 `get_config`。建议每次都写：保留什么由你决定，读代码的人也一目了然。原指南的写法只返回这个层自己的选项。
#
# **先预测，再运行。** 一个设定了名称和数据类型的层，凭这样的配置重新创建，会丢掉什么？


# %% id="super-without"
class Forgetful(Affine):
    def get_config(self):
        return {"units": self.units}


layer = Forgetful(10, name="scores", dtype="float64")
again = Forgetful.from_config(layer.get_config())
print(layer.name, layer.dtype, "->", again.name, again.dtype)
# %% [markdown] id="super-meaning" lang="en"
# The name and the dtype: they belong to every layer, and `super().get_config()` knows them. Add your own options to what it returns.
#
# **Predict, then run.** This class does so, but its `__init__` takes `units` only:
# %% [markdown] id="super-meaning" lang="zh"
# 丢掉了名称和数据类型：这些是每个层都有的，`super().get_config()` 知道它们。请在它的返回值上添加自己的选项。
#
# **先预测，再运行。** 下面的类照做了，但它的 `__init__` 只接收 `units`：


# %% id="kwargs-without"
class Narrow(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def get_config(self):
        return super().get_config() | {"units": self.units}


try:
    Narrow.from_config(Narrow(10).get_config())
except TypeError as error:
    print(str(error).splitlines()[-1])
# %% [markdown] id="kwargs-meaning" lang="en"
# What the config says, the constructor must accept: the `from_config` that layers inherit calls `cls(**config)`. With `**kwargs`, passed on to `super().__init__`, name and dtype find their way back. The next cell makes the layer both ways, from one and the same config:
# %% [markdown] id="kwargs-meaning" lang="zh"
# 配置里写了什么，构造函数就必须能接收什么：层继承来的 `from_config`，就是调用 `cls(**config)`。加上 `**kwargs` 并交给 `super().__init__`，名称和数据类型就能传回来。下面用同一个配置，以两种方式创建这个层：


# %% id="config-whole"
class Complete(Affine):
    def get_config(self):
        return super().get_config() | {"units": self.units}


config = Complete(10, name="scores", dtype="float64").get_config()
for again in (Complete.from_config(config), Complete(**config)):
    print(again.units, again.name, again.dtype, again.weights)
# %% [markdown] id="config-weights" lang="en"
# Look at the last item: no weights. A config says how a layer was made, not what it has learned.
#
# > **What changed since the guide:** it writes `from_config(cls, config)` without the line `@classmethod` above it. Called on a class, such a method lacks an argument. Write the line, or leave the method out: the inherited one will do here.
# %% [markdown] id="config-weights" lang="zh"
# 注意最后一项：没有权重。配置只说明层是怎样创建的，不说明它学到了什么。
#
# > **与原指南相比的变化：** 原指南写 `from_config(cls, config)` 时，上面少了一行 `@classmethod`。这样的方法在类上调用，会缺一个参数。要么补上这一行，要么干脆不写这个方法：这里用继承来的就够了。
# %% [markdown] id="model-intro" lang="en"
# ## A model from its config
#
# A model's config holds those of its layers. To turn it back, Keras needs the class, since the config only knows its name. `custom_objects` says which class is meant:
# %% [markdown] id="model-intro" lang="zh"
# ## 凭配置重新创建模型
#
# 模型的配置包含每一层的配置。要还原模型，Keras 还需要那个类，因为配置里只有类名。`custom_objects` 用来说明类名指的是哪个类：
# %% id="model-config"
inputs = keras.Input(shape=(4,))
model = keras.Model(inputs, Complete(10, name="scores")(inputs))
config = model.get_config()
again = keras.Model.from_config(config, custom_objects={"Complete": Complete})
again.count_params(), again.layers[-1].name
# %% [markdown] id="emptied-ask" lang="en" role="ask"
# The layer's config served twice, a few cells ago. Now the model's `config`, once more. What do you get?
#
# - [ ] Another model of 50 parameters.
#   A layer's `from_config` leaves its dict alone; a model's doesn't.
# - [ ] An error: the names are taken.
#   Names may occur again in another model.
# - [x] A model without layers.
#   It is the trap of chapter 03: the dict is empty by now.
# %% [markdown] id="emptied-ask" lang="zh" role="ask"
# 前面那个层的配置用了两次，都没问题。现在把模型的 `config` 也再用一次。会得到什么？
#
# - [ ] 又一个 50 个参数的模型。
#   层的 `from_config` 不动字典，模型的却会动。
# - [ ] 报错：名称已被占用。
#   在另一个模型里，名称可以重复。
# - [x] 一个没有层的模型。
#   这就是第 03 章的陷阱：字典已经空了。
# %% id="emptied-run"
third = keras.Model.from_config(config, custom_objects={"Complete": Complete})
third.layers, config
# %% [markdown] id="emptied-meaning" lang="en"
# > **What changed since the guide:** this is the trap of chapter 03. `Model.from_config` empties the dict that it is given, a layer's doesn't. The second call gets an empty config and returns, without an error, a model without layers. Call `model.get_config()` anew each time.
# %% [markdown] id="emptied-meaning" lang="zh"
# > **与原指南相比的变化：** 这就是第 03 章的那个陷阱。`Model.from_config` 会清空传给它的字典，层的则不会。第二次调用拿到的是空配置，返回一个没有任何层的模型，而且不报错。请每次都重新调用 `model.get_config()`。
# %% [markdown] id="file-intro" lang="en"
# ## The file, and a class that it can't find
#
# Now a model worth keeping: one `Complete(10)` on the pixels of 8,000 digits.
# %% [markdown] id="file-intro" lang="zh"
# ## 文件，以及找不到的类
#
# 现在来一个值得保存的模型：在 8,000 张数字图片的像素上，放一个 `Complete(10)`。
# %% id="file-train"
keras.utils.set_random_seed(10)
(x_train, y_train), (x_test, y_test) = datasets.mnist()
rows_train = x_train[:8000].reshape(-1, 784).astype("float32") / 255
rows_test = x_test.reshape(-1, 784).astype("float32") / 255
inputs = keras.Input(shape=(784,))
digits = keras.Model(inputs, Complete(10, name="scores")(inputs))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
digits.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
digits.fit(rows_train, y_train[:8000], epochs=4, verbose=0)
accuracy = digits.evaluate(rows_test, y_test, verbose=0, return_dict=True)["accuracy"]
print("learned, accuracy above 0.85:", accuracy > 0.85)
# %% [markdown] id="file-ask" lang="en" role="ask"
# Saving works. And loading, without `custom_objects`?
#
# - [x] No: Keras can't find the class.
#   The file says its name, not its code, and the class isn't registered.
# - [ ] Yes: it is defined in this notebook.
#   Keras doesn't look there.
# - [ ] Yes, as a plain `Dense`.
#   Keras never puts one layer in another's place.
# %% [markdown] id="file-ask" lang="zh" role="ask"
# 保存没有问题。那么不写 `custom_objects`，能加载吗？
#
# - [x] 不能：Keras 找不到这个类。
#   文件里只有类名，没有代码，而这个类没有注册。
# - [ ] 能：它就定义在这个笔记本里。
#   Keras 不会到那里去找。
# - [ ] 能，变成普通的 `Dense`。
#   Keras 不会用一种层代替另一种。
# %% id="file-load"
digits.save("digits.keras")
try:
    keras.saving.load_model("digits.keras")
except TypeError as error:
    print(str(error)[str(error).index("Could not locate") :].split(". ")[0])
# %% [markdown] id="file-meaning" lang="en"
# The file names the class, but holds no Python code. With `load_model("digits.keras", custom_objects={"Complete": Complete})` it loads. Better, the class enters Keras's register, under a package name and its own:
# %% [markdown] id="file-meaning" lang="zh"
# 文件里写了类名，但没有 Python 代码。写成 `load_model("digits.keras", custom_objects={"Complete": Complete})` 就能加载。更好的办法是让这个类在 Keras 里注册，注册名由包名和类名组成：


# %% id="register-class"
@keras.saving.register_keras_serializable(package="lesson")
class Template(Complete):
    pass


keras.saving.get_registered_name(Template)
# %% id="register-load"
known = keras.Model(inputs, Template(10, name="scores")(inputs))
known.set_weights(digits.get_weights())
known.save("known.keras")
loaded = keras.saving.load_model("known.keras")
before, after = (m.predict(rows_test, verbose=0) for m in (digits, loaded))
print("the same scores:", np.allclose(before, after, atol=1e-5))
type(loaded.layers[-1]).__name__, loaded.layers[-1].name
# %% [markdown] id="register-file" lang="en"
# No word about classes any more. Look into the file, a zip archive: this is what it says of your layer.
# %% [markdown] id="register-file" lang="zh"
# 不用再交代是哪个类了。打开文件看看（它是一个 zip 压缩包），关于你的层，里面是这样写的：
# %% id="register-look"
with zipfile.ZipFile("known.keras") as archive:
    saved = json.loads(archive.read("config.json"))["config"]["layers"][-1]
saved["registered_name"], saved["config"]["units"], saved["build_config"]
# %% [markdown] id="register-order" lang="en"
# So loading takes three steps: find the class by its registered name, make the layer by `from_config`, then `build` it with the saved shape, so that the weights have a place to go.
#
# The figure shows what each way keeps. A column of the kernel is a picture of 28 × 28 numbers, the template for one digit: bright pixels speak for it, dark ones against it, such as those in the middle of the 0. Top row: as trained, digits 0 to 4. Middle row: from the file, the same pictures. Bottom row: from the config alone, noise.
# %% [markdown] id="register-order" lang="zh"
# 可见加载分三步：按注册名找到类，用 `from_config` 创建层，再用保存下来的形状调用 `build`，让权重有处可放。
#
# 下图比较两种方式各保留了什么。权重矩阵的每一列是 28 × 28 个数值，可以看作一个数字的模板：亮的像素支持这个数字，暗的反对，比如 0 的中间就是暗的。上排：训练所得，数字 0 到 4。中排：从文件加载，图案相同。下排：只凭配置，全是噪声。
# %% id="register-figure"
fresh = keras.Model.from_config(known.get_config())
figure, axes = plt.subplots(3, 5, figsize=(8, 4.8))
for row, model in zip(axes, (digits, loaded, fresh)):
    kernel = ops.convert_to_numpy(model.layers[-1].kernel)
    for ax, column in zip(row, kernel.T):
        ax.imshow(column.reshape(28, 28), cmap="gray", vmin=-0.4, vmax=0.4)
        ax.set(xticks=[], yticks=[])
for ax, label in zip(axes[:, 0], ("trained", "file", "config")):
    ax.set_ylabel(label)
plt.show()


# %% [markdown] id="ex10b-task" lang="en"
# ### Exercise ex10b: a layer that can be saved
#
# Write `CustomDense` once more, copying your methods of ex10a, and add `get_config` (write it, although Keras would guess). The decorator that registers the class is there already; leave it. A model with such layers must survive `save` to a `.keras` file and `load_model` without `custom_objects`, and a layer `from_config`, each time with its `units`, `activation`, `name` and `dtype`.
#
# A config holds plain data: `keras.activations.serialize` makes a name of the function. For example, `CustomDense(3, activation="tanh").get_config()["activation"]` is `"tanh"`.
# %% [markdown] id="ex10b-task" lang="zh"
# ### 练习 ex10b：能保存的层
#
# 请再写一遍 `CustomDense`：方法照抄 ex10a 的，再加上 `get_config`（虽然 Keras 会猜，这里仍要自己写）。注册这个类的装饰器已经写好，请保留。含有这种层的模型，用 `save` 存成 `.keras` 文件之后，要能用 `load_model` 加载，不写 `custom_objects`；单独的层要能用 `from_config` 重新创建。两种情况下，`units`、`activation`、`name` 和 `dtype` 都不能丢。
#
# 配置里只放普通数据：`keras.activations.serialize` 把函数变成名称。例如 `CustomDense(3, activation="tanh").get_config()["activation"]` 是 `"tanh"`。
# %% id="ex10b" role="solution"
@keras.saving.register_keras_serializable(package="course")
class CustomDense(layers.Layer):
    """The layer of ex10a, with a config."""

    def __init__(self, units, activation=None, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.activation(ops.matmul(inputs, self.kernel) + self.bias)
        ### END SOLUTION

    def get_config(self):
        ### BEGIN SOLUTION
        config = super().get_config()
        config["units"] = self.units
        config["activation"] = keras.activations.serialize(self.activation)
        return config
        ### END SOLUTION


# %% id="check-ex10b" role="test" points=3
check("ex10b", CustomDense)
# %% [markdown] id="wrap-intro" lang="en"
# ## A layer inside a layer
#
# A layer can hold another one: keep it as an attribute, and Keras finds its weights. But a layer object is no plain data. These two functions translate, there and back:
# %% [markdown] id="wrap-intro" lang="zh"
# ## 层里面的层
#
# 一个层里面可以有另一个层：存成属性，Keras 就能找到它的权重。但层对象不是普通数据。下面两个函数负责来回翻译：
# %% id="wrap-serialise"
data = keras.saving.serialize_keras_object(layers.Dense(6, activation="tanh", name="inner"))
print(data["class_name"], data["config"]["units"], data["config"]["activation"])
inner = keras.saving.deserialize_keras_object(data)
print(type(inner).__name__, inner.units, inner.name)
# %% [markdown] id="wrap-built" lang="en"
# In such a class `get_config` serialises the inner layer. Here the inherited `from_config` isn't enough: it would hand the constructor a dict where a layer belongs. So the class has a `from_config` of its own, marked `@classmethod`: it copies the dict with `dict(config)`, so that the caller's config stays whole, takes the entry out with `pop("layer")`, turns it back into a layer, and then calls `cls`.
#
# One trap is left. The outer `build` has to build the inner layer. But when a file is loaded, Keras has built that one already.
#
# **Predict, then run.** What happens when a layer is built twice?
# %% [markdown] id="wrap-built" lang="zh"
# 在这样的类里，`get_config` 要把内层序列化。继承来的 `from_config` 在这里不够用：构造函数要的是层，它给的却是字典。所以这个类要有自己的 `from_config`，上面标着 `@classmethod`：先用 `dict(config)` 复制一份字典，这样调用者手里的配置不会被改动；再用 `pop("layer")` 取出这一项，还原成层，然后调用 `cls`。
#
# 还剩一个陷阱。外层的 `build` 要负责构建内层；可是加载文件时，Keras 已经先把内层构建好了。
#
# **先预测，再运行。** 一个层构建两次，会怎么样？
# %% id="wrap-twice"
inner.build((None, 6))
try:
    inner.build((None, 6))
except ValueError as error:
    print(error)


# %% [markdown] id="ex10c-task" lang="en"
# ### Exercise ex10c: a residual with a scale
#
# Write `ScaledResidual(layer, **kwargs)`, which computes `x + scale * layer(x)`. `scale` is one trainable weight of shape `()`, initially 1, and the wrapped layer's weights train, too. Keep the given layer object itself, and in `build` build it only `if not self.layer.built`: a layer that comes from a file is built already. The class is registered. A model with it must load from a `.keras` file without `custom_objects`, with the same outputs and the layer's `name`.
#
# For example, `ScaledResidual(layers.Dense(6), name="skip")` on six inputs has 42 + 1 = 43 parameters. You will meet the class again in chapter 13.
# %% [markdown] id="ex10c-task" lang="zh"
# ### 练习 ex10c：带缩放系数的残差
#
# 请写出 `ScaledResidual(layer, **kwargs)`，计算 `x + scale * layer(x)`。`scale` 是一个可训练的权重，形状为 `()`，初始值为 1；被包裹的层的权重也要参与训练。请保留传入的层对象本身；在 `build` 里，只在 `if not self.layer.built` 时才构建它，因为从文件里来的层已经构建好了。这个类已经注册好。含有它的模型存成 `.keras` 文件后，要能不写 `custom_objects` 就加载，输出和层的 `name` 都不变。
#
# 例如 `ScaledResidual(layers.Dense(6), name="skip")` 作用于六个输入时，有 42 + 1 = 43 个参数。第 13 章还会用到这个类。
# %% id="ex10c" role="solution"
@keras.saving.register_keras_serializable(package="course")
class ScaledResidual(layers.Layer):
    """`x + scale * layer(x)`, where the scale learns."""

    def __init__(self, layer, **kwargs):
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.layer = layer
        ### END SOLUTION

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.scale = self.add_weight(shape=(), initializer="ones")
        if not self.layer.built:
            self.layer.build(input_shape)
        ### END SOLUTION

    def call(self, x):
        ### BEGIN SOLUTION
        return x + self.scale * self.layer(x)
        ### END SOLUTION

    def get_config(self):
        ### BEGIN SOLUTION
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}
        ### END SOLUTION

    @classmethod
    def from_config(cls, config):
        ### BEGIN SOLUTION
        config = dict(config)
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)
        ### END SOLUTION


# %% id="check-ex10c" role="test" points=4
check("ex10c", ScaledResidual)
# %% [markdown] id="adapt-intro" lang="en"
# ## One file that takes raw data
#
# Some of Keras's layers have a state that no training makes: `adapt` looks at the data once. `Normalization` remembers their mean and spread, `TextVectorization` their words. As layers they stand in the graph, so the file holds them, and the loaded model takes text and numbers as they are. (Text inside a graph takes the TensorFlow backend.)
# %% [markdown] id="adapt-intro" lang="zh"
# ## 一个文件，直接接收原始数据
#
# Keras 有些层的状态不是训练出来的：`adapt` 把数据看一遍就够了。`Normalization` 记住均值和方差，`TextVectorization` 记住有哪些词。它们是层，就在计算图里，文件也会保存它们；加载之后，文字和数值原样送进去即可。（在计算图里处理文字，要用 TensorFlow 后端。）
# %% id="adapt-run"
tickets = datasets.tickets(400, seed=10)
titles = [datasets.ticket_words(row) for row in tickets["title"]]
lengths = (tickets["body"] > 0).sum(axis=1, keepdims=True).astype("float32")
to_ids = layers.TextVectorization(output_sequence_length=10)
to_ids.adapt(titles)
scale = layers.Normalization()
scale.adapt(lengths)

title = keras.Input(shape=(), dtype="string", name="title")
length = keras.Input(shape=(1,), name="length")
x = layers.GlobalAveragePooling1D()(layers.Embedding(to_ids.vocabulary_size(), 8)(to_ids(title)))
raw = keras.Model([title, length], layers.Dense(4)(layers.Concatenate()([x, scale(length)])))
raw.save("raw.keras")
asked = [np.array(["my parcel is late"]), np.array([[55.0]])]
print("the same from the file:", np.allclose(raw(asked), keras.saving.load_model("raw.keras")(asked)))
print("trainable:", len(scale.trainable_weights), " mean now 0:", abs(float(ops.mean(scale(lengths)))) < 1e-3)
# %% [markdown] id="optional-intro" lang="en"
# ## An input that may be missing
#
# Not every sample has everything. `keras.Input(..., optional=True)` lets a caller pass `None`; the layer that gets it must know what to do then, and Keras's own mostly don't. One of your own does:
# %% [markdown] id="optional-intro" lang="zh"
# ## 可以省略的输入
#
# 样本的数据不一定齐全。`keras.Input(..., optional=True)` 允许调用时传入 `None`；接收它的层必须知道这时该怎么办，而 Keras 自带的层大多不知道。自己写一个就行：


# %% id="optional-run"
class Plus(layers.Layer):
    def call(self, first, second=None):
        return first if second is None else first + second


first = keras.Input(shape=(2,), name="first")
second = keras.Input(shape=(2,), name="second", optional=True)
either = keras.Model([first, second], Plus()(first, second))
ones = np.ones((1, 2))
print("both:", either([ones, ones]).numpy(), " one:", either([ones, None]).numpy())
try:
    keras.Model([first, second], layers.Add()([first, second]))([ones, None])
except ValueError:
    print("Add: it needs both")
# %% [markdown] id="custom-summary" lang="en"
# ## Summary
#
# | a layer says | where |
# |---|---|
# | what its options are | `__init__`, with `**kwargs` for what every layer has |
# | which weights it has | `build`, by `add_weight` |
# | what it computes | `call`, by `keras.ops` |
# | with which arguments it was made | `get_config`: `super().get_config()` and its own options, as plain data |
# | where its class is found | `register_keras_serializable` |
#
# The first three make a layer; the last two make it one that can be saved.
# %% [markdown] id="custom-summary" lang="zh"
# ## 小结
#
# | 层要交代的 | 写在哪里 |
# |---|---|
# | 有哪些选项 | `__init__`，每个层都有的那些用 `**kwargs` |
# | 有哪些权重 | `build`，用 `add_weight` |
# | 算什么 | `call`，用 `keras.ops` |
# | 创建时用了哪些参数 | `get_config`：`super().get_config()` 加上自己的选项，都是普通数据 |
# | 到哪里找它的类 | `register_keras_serializable` |
#
# 有了前三项，就是一个层；再加上后两项，才是能保存的层。
# %% [markdown] id="custom-next" lang="en"
# **Next:** [11 · When to use the functional API](11_when_to_use.ipynb). If classes can do all this, why draw graphs at all?
# %% [markdown] id="custom-next" lang="zh"
# **下一章：** [11 · 何时使用函数式 API](11_when_to_use.ipynb)。既然类什么都能做，为什么还要画计算图？
