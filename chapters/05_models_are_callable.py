# %% [markdown] id="callable-goals" lang="en"
# # 05 · Models are callable
#
# After this chapter you can
#
# - call a model like a layer, and build a large model from models that you have,
# - say what is shared after such a call, and use it: train the whole, then use a part on its own,
# - let several models vote in an ensemble, with equal or unequal weights.
#
# Time: about 40 minutes.
# %% [markdown] id="callable-goals" lang="zh"
# # 05 · 模型可以像层一样调用
#
# 学完本章，你能够
#
# - 像调用层那样调用一个模型，用现成的模型搭出更大的模型，
# - 说清楚这样调用之后哪些东西是共享的，并加以利用：训练整体，再单独使用其中一部分，
# - 让几个模型一起投票，组成集成（ensemble），每个成员的权重可以相同，也可以不同。
#
# 用时：约 40 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(5)
# %% [markdown] id="callable-question" lang="en"
# The question of this chapter: **what does calling a model copy?** You will call an encoder and a decoder, one after the other, and train what comes out of it. Keep asking where the weights are.
# %% [markdown] id="callable-question" lang="zh"
# 本章的问题是：**调用一个模型，会复制什么？** 你将先后调用一个编码器和一个解码器，再训练由此得到的模型。读的时候请一直想着：权重在哪里？
# %% id="callable-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="parts-intro" lang="en"
# ## Two models, made apart
#
# The encoder is that of chapter 04: it turns a picture of 28 × 28 pixels into a code of 16 numbers. It is built anew here, so its weights are random.
# %% [markdown] id="parts-intro" lang="zh"
# ## 两个各自独立的模型
#
# 编码器（encoder）就是第 04 章的那一个：把一张 28 × 28 的图片变成由 16 个数值组成的编码。这里重新搭建，所以权重是随机的。
# %% id="parts-encoder"
keras.utils.set_random_seed(5)
image = keras.Input(shape=(28, 28, 1), name="image")
x = layers.Conv2D(16, 3, activation="relu", name="conv_1")(image)
x = layers.Conv2D(32, 3, activation="relu", name="conv_2")(x)
x = layers.MaxPooling2D(3, name="pool")(x)
x = layers.Conv2D(32, 3, activation="relu", name="conv_3")(x)
x = layers.Conv2D(16, 3, activation="relu", name="conv_4")(x)
encoder = keras.Model(image, layers.GlobalMaxPooling2D(name="strongest")(x), name="encoder")
encoder.count_params()
# %% [markdown] id="parts-decoder-intro" lang="en"
# In chapter 04 the decoding part began where the encoder ended, and was no model of its own. Now the decoder is a model too, with an input of its own: 16 numbers. It knows nothing of any picture.
# %% [markdown] id="parts-decoder-intro" lang="zh"
# 在第 04 章里，解码部分接在编码器后面，不是独立的模型。现在解码器（decoder）也是一个模型，有自己的输入：16 个数值。它对图片一无所知。
# %% id="parts-decoder"
code = keras.Input(shape=(16,), name="code")
x = layers.Reshape((4, 4, 1), name="square")(code)
x = layers.Conv2DTranspose(16, 3, activation="relu", name="deconv_1")(x)
x = layers.Conv2DTranspose(32, 3, activation="relu", name="deconv_2")(x)
x = layers.UpSampling2D(3, name="enlarge")(x)
x = layers.Conv2DTranspose(16, 3, activation="relu", name="deconv_3")(x)
decoder = keras.Model(code, layers.Conv2DTranspose(1, 3, name="restored")(x), name="decoder")
decoder.count_params(), decoder.output_shape
# %% [markdown] id="parts-changed" lang="en"
# > **What changed since the guide:** its last layer has a relu (and so has that of chapter 04), ours has no activation. Relu turns everything below zero into 0 and passes no gradient there. A network that happens to start below zero for all pixels then answers black for ever; in our trials this happened in one run of twenty. The counts stay the same.
# %% [markdown] id="parts-changed" lang="zh"
# > **与原指南相比的变化：** 原指南的最后一层带 relu（第 04 章也是），这里不加激活函数（activation function）。relu 把小于零的值一律变成 0，那里也没有梯度通过。如果网络一开始恰好对所有像素都给出负值，它就永远只会回答全黑；在我们的试验中，二十次里遇到了一次。参数量不受影响。
# %% [markdown] id="call-predict" lang="en"
# ## The call
#
# Here is a new input for pictures, and the encoder is called on it, as if it were a layer.
#
# **Predict, then run.** What is `latent`: an array, a model or a symbolic tensor? Which shape does it have? And how many parameters has the encoder after the call?
# %% [markdown] id="call-predict" lang="zh"
# ## 调用
#
# 下面新建一个图片输入，再像调用层那样，把它传给编码器。
#
# **先预测，再运行。** `latent` 是什么：数组、模型，还是符号张量（symbolic tensor）？形状是什么？调用之后，编码器有多少个参数？
# %% id="call-run"
photo = keras.Input(shape=(28, 28, 1), name="photo")
latent = encoder(photo)
print(type(latent).__name__, latent.shape)
print("parameters of the encoder:", encoder.count_params())
print("the same tensor as encoder.output:", latent is encoder.output)
# %% [markdown] id="call-meaning" lang="en"
# `latent` is a symbolic tensor of 16 numbers a picture, such as a layer gives. No parameter was added: there are 18,672, as before. What *is* new is the arrow: `latent` comes from `photo`, while `encoder.output` still comes from the encoder's own `image`.
# %% [markdown] id="call-meaning" lang="zh"
# `latent` 是符号张量，每张图片 16 个数值，和调用一个层没有两样。参数一个也没有增加，还是 18,672 个。**新**的只有箭头：`latent` 来自 `photo`，而 `encoder.output` 仍然来自编码器自己的 `image`。
# %% [markdown] id="nested-intro" lang="en"
# ## A model of models
#
# Call the decoder on `latent`, name the two ends, and the autoencoder is there. A model inside another is called *nested*.
# %% [markdown] id="nested-intro" lang="zh"
# ## 由模型组成的模型
#
# 把 `latent` 传给解码器，指明两端，自编码器（autoencoder）就有了。放在另一个模型里面的模型，叫作**嵌套模型**（nested model）。
# %% id="nested-build"
autoencoder = keras.Model(photo, decoder(latent), name="autoencoder")
autoencoder.summary()
# %% [markdown] id="nested-meaning" lang="en"
# The summary has three rows for a network of twelve layers: an input and two boxes marked `Functional`. 18,672 + 9,569 = 28,241, as in chapter 04. As a picture:
# %% [markdown] id="nested-meaning" lang="zh"
# 整个网络有十二层，摘要却只有三行：一个输入，两个标着 `Functional` 的方框。18,672 + 9,569 = 28,241，与第 04 章相同。画出来是这样：
# %% id="nested-closed"
helpers.draw(autoencoder, direction="right")
# %% [markdown] id="nested-open-intro" lang="en"
# With `expand=True` both boxes are drawn open: a frame titled `encoder` around six layers, a frame titled `decoder` around six, and between them a single arrow with the 16 numbers. It is the same model; only the picture differs.
# %% [markdown] id="nested-open-intro" lang="zh"
# 加上 `expand=True`，两个方框就画成打开的样子：标题为 `encoder` 的框里有六个层，标题为 `decoder` 的框里也有六个层，中间只有一个箭头，传的是那 16 个数值。模型还是同一个，只是画法不同。
# %% id="nested-open"
helpers.draw(autoencoder, expand=True)
# %% [markdown] id="same-predict" lang="en"
# ## Where are the weights?
# %% [markdown] id="same-predict" lang="zh"
# ## 权重在哪里？
# %% [markdown] id="same-ask" lang="en" role="ask"
# The next cell writes zeros into the first layer of `encoder`, then looks for that layer through `autoencoder`. What does it find?
#
# - [ ] The old numbers: a call takes a copy.
#   A call copies nothing; it uses the model's layers again.
# - [x] Zeros.
#   Both hold the one encoder, weights included.
# - [ ] Other random numbers.
#   Weights are made once, at a layer's first call.
# %% [markdown] id="same-ask" lang="zh" role="ask"
# 下面的单元格把 `encoder` 第一层的权重全部写成零，再从 `autoencoder` 这边去看那一层。看到的是什么？
#
# - [ ] 原来的数值：调用时复制了一份。
#   调用什么也不复制，用的就是模型的那些层。
# - [x] 零。
#   两者拿着的是同一个编码器，连同权重。
# - [ ] 另一组随机数。
#   权重只创建一次，就在层第一次被调用的时候。
# %% id="same-run"
conv_1 = encoder.get_layer("conv_1")
kept = conv_1.get_weights()
conv_1.set_weights([np.zeros_like(array) for array in kept])
seen = autoencoder.layers[1].get_layer("conv_1").get_weights()
print("zeros:", all((array == 0).all() for array in seen))
print("the same object:", autoencoder.layers[1] is encoder)
conv_1.set_weights(kept)
# %% [markdown] id="same-meaning" lang="en"
# It finds zeros. The second row of the summary is not a picture of the encoder, it *is* the encoder: one object, which both of them hold. So the answer to the chapter's question is: **nothing**. A call uses a model's layers again, their weights included.
#
# To get a copy, you have to ask for one:
# %% [markdown] id="same-meaning" lang="zh"
# 看到的是零。摘要的第二行不是编码器的翻版，它**就是**编码器：同一个对象，从两处都能访问到。所以本章问题的答案是：**什么也不复制**。调用一个模型，是再次使用它的层，连同层里的权重。
#
# 想要副本，就得明说：
# %% id="same-clone"
twin = keras.models.clone_model(encoder)
one, other = encoder.get_weights()[0], twin.get_weights()[0]
print("as many parameters:", twin.count_params() == encoder.count_params())
print("the same numbers:", np.array_equal(one, other))
# %% [markdown] id="same-clone-meaning" lang="en"
# The clone has the same architecture, with layers and random weights of its own.
# %% [markdown] id="same-clone-meaning" lang="zh"
# 克隆出来的模型架构（architecture）相同，层和随机权重都是它自己的。
# %% [markdown] id="error-predict" lang="en"
# ## Which calls are wrong?
#
# **Predict, then run.** A model checks the input of a call, as a layer does. What does the decoder say when it is called on `photo`?
# %% [markdown] id="error-predict" lang="zh"
# ## 哪些调用是错的？
#
# **先预测，再运行。** 和层一样，模型也会检查传给它的输入。把 `photo` 传给解码器，它会说什么？
# %% id="error-run"
try:
    decoder(photo)
except ValueError as error:
    print(error)
# %% [markdown] id="error-meaning" lang="en"
# The message names the model (`decoder`), its input (`code`), what it wants and what came. The names that you give turn up here, so give good ones.
# %% [markdown] id="error-meaning" lang="zh"
# 信息里有模型的名称（`decoder`）、它的输入（`code`）、它需要什么，以及实际来了什么。你起的名称会在这里出现，所以值得起得好一些。
# %% [markdown] id="inside-ask" lang="en" role="ask"
# One more: `conv_1` is in there somewhere. Does the autoencoder find it with `get_layer`?
#
# - [ ] Yes: it is one of its layers.
#   Its layers are three: an input and two models.
# - [ ] Yes, but only its first call.
#   `get_layer` looks for layers, not for calls; and it doesn't look inside of models.
# - [x] No.
#   It stands one level down: ask the encoder.
# %% [markdown] id="inside-ask" lang="zh" role="ask"
# 再来一个：`conv_1` 肯定在里面。自编码器用 `get_layer` 找得到它吗？
#
# - [ ] 找得到：它是其中的一层。
#   自编码器只有三个层：一个输入，两个模型。
# - [ ] 找得到，但只有第一次调用。
#   `get_layer` 找的是层，不是调用；而且它不往模型里面看。
# - [x] 找不到。
#   它还在里面一级：要去问编码器。
# %% id="inside-run"
try:
    autoencoder.get_layer("conv_1")
except ValueError as error:
    print(error)
print(autoencoder.get_layer("encoder").get_layer("conv_1").name)
# %% [markdown] id="inside-meaning" lang="en"
# It doesn't find it: from outside, a nested model is one layer. Its own layers are found inside it, one step at a time.
# %% [markdown] id="inside-meaning" lang="zh"
# 找不到：从外面看，嵌套模型就是一个层。它内部的层，要一级一级往里找。
# %% [markdown] id="opened-ask" lang="en" role="ask" tags=["review"]
# Somebody saves a line, and starts from the encoder's ends instead of a new input: `decoder(encoder.output)`. How many layers does this model have?
#
# - [x] Eight.
#   Keras walks back through all layers of the encoder's graph; the encoder as a box doesn't appear.
# - [ ] Three again.
#   That takes a call of the encoder; here it isn't called.
# - [ ] Two: an input and the decoder.
#   The decoder's input needs the encoder's layers to be computed.
# %% [markdown] id="opened-ask" lang="zh" role="ask" tags=["review"]
# 有人想省一行，不新建输入，直接从编码器的两端出发：`decoder(encoder.output)`。这个模型有几个层？
#
# - [x] 八个。
#   Keras 会沿编码器的计算图一层一层往回走；作为整体的编码器并不出现。
# - [ ] 还是三个。
#   那需要调用编码器，而这里没有调用它。
# - [ ] 两个：一个输入和解码器。
#   要算出解码器的输入，少不了编码器的那些层。
# %% id="opened-run"
opened = keras.Model(encoder.input, decoder(encoder.output), name="opened")
print([layer.name for layer in opened.layers])
print("parameters:", opened.count_params())


# %% [markdown] id="opened-meaning" lang="en"
# It has eight layers. `encoder.output` is a tensor *inside* the encoder's graph, so Keras walks back through all its layers; the encoder as a box never appears. What it computes is right all the same, and the weights are the same again. But there is no `encoder` left to be taken out, frozen or saved by name. So to nest a model, call it on a new input.
# %% [markdown] id="opened-meaning" lang="zh"
# 有八个层。`encoder.output` 是编码器的计算图（graph）**内部**的张量，Keras 往回走时会经过里面的每一层，作为一个方框的编码器根本没有出现。计算结果没有错，权重也还是那些权重。但是，再也没有一个 `encoder` 可以按名称取出、冻结或保存了。所以，想嵌套一个模型，就用一个新的输入去调用它。
# %% [markdown] id="ex05a-task" lang="en"
# ### Exercise ex05a: two models in a row
#
# Write `chain(encoder, decoder)`. It gets two models, where the second takes what the first gives, and returns a functional model (no bare `Sequential`) that runs first one, then the other. Both stay closed: each is a single layer of the new model. Copy nothing, change nothing about the two, add no other layers.
#
# For example, the layers of `chain(encoder, decoder)` are an input, `encoder` and `decoder`, with 28241 parameters. The check brings models with other shapes, too.
# %% [markdown] id="ex05a-task" lang="zh"
# ### 练习 ex05a：前后相接的两个模型
#
# 请写出 `chain(encoder, decoder)`。它接收两个模型，第一个的输出正好是第二个的输入；返回一个函数式模型（不能只是一个 `Sequential`），先运行前者，再运行后者。两个模型都不拆开：在新模型里各是一个层。不要复制，不要改动这两个模型，也不要添加别的层。
#
# 例如 `chain(encoder, decoder)` 的层是一个输入、`encoder` 和 `decoder`，共有 28241 个参数。检查时还会用别的形状的模型。
# %% id="ex05a" role="solution"
def chain(encoder, decoder):
    """A functional model: the encoder as one layer, then the decoder as one layer."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex05a" role="test" points=2
check("ex05a", chain)
# %% [markdown] id="train-intro" lang="en"
# ## Train the whole, use the parts
#
# Now the numbers: 2,000 digits as images with one channel, from 0 to 1, and 500 more for testing.
# %% [markdown] id="train-intro" lang="zh"
# ## 训练整体，使用局部
#
# 现在轮到数值了：2,000 张手写数字，单通道，取值 0 到 1；另取 500 张用来测试。
# %% id="train-data"
(x_train, y_train), (x_test, y_test) = datasets.mnist()
train = x_train[:2000, ..., None].astype("float32") / 255
test = x_test[:500, ..., None].astype("float32") / 255
train.shape, test.shape
# %% [markdown] id="train-predict" lang="en"
# We train the autoencoder as in chapter 04: its target is its own input, the loss the mean squared error (`"mse"`).
#
# **Predict, then run.** Only `autoencoder` is compiled and trained; `encoder` and `decoder` never are. Will the encoder give another code for the first test image afterwards?
# %% [markdown] id="train-predict" lang="zh"
# 和第 04 章一样训练自编码器：目标就是它自己的输入，损失函数（loss function）是均方误差（`"mse"`）。
#
# **先预测，再运行。** 编译（compile）和训练的只有 `autoencoder`，`encoder` 和 `decoder` 从头到尾都没有。训练之后，编码器对第一张测试图片给出的编码会变吗？
# %% id="train-fit" tags=["nbval-ignore-output"]
before = encoder(test[:1]).numpy()
autoencoder.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
history = autoencoder.fit(
    train, train, batch_size=32, epochs=5, validation_data=(test, test), verbose=2
)
# %% id="train-compare"
after = encoder(test[:1]).numpy()
print("another code:", not np.allclose(before, after))
plain = np.mean((test - train.mean(axis=0)) ** 2)
print(f"val_loss: {history.history['val_loss'][-1]:.3f}, mean image, loss: {plain:.3f}")
assert history.history["val_loss"][-1] < 0.85 * plain
# %% [markdown] id="train-meaning" lang="en"
# The encoder gives another code: there is one set of weights, and training the whole has changed it. The second line compares the losses: that of the autoencoder is well below 0.065, the loss of the mean image.
# %% [markdown] id="train-meaning" lang="zh"
# 会变：权重只有一份，训练整体时改的就是它。第二行比较两个损失：自编码器的损失明显低于 0.065，也就是平均图的损失。
# %% [markdown] id="alone-intro" lang="en"
# ## The encoder alone
#
# What chapter 04 had to cut out of a graph is a model from the start here. Each part can be called, saved and loaded without the other.
#
# **Predict, then run.** How large is the file of the encoder: does it hold the weights of the decoder as well, or the optimizer's variables?
# %% [markdown] id="alone-intro" lang="zh"
# ## 单独使用编码器
#
# 在第 04 章里要从计算图中截取的，在这里从一开始就是模型。每个部分都可以脱离另一个，单独调用、保存和加载。
#
# **先预测，再运行。** 编码器存成的文件里有多少内容：有解码器的权重吗？有优化器（optimizer）的变量吗？
# %% id="alone-save"
encoder.save("encoder.keras")
loaded = keras.saving.load_model("encoder.keras")
test_codes = encoder(test).numpy()
print("same codes:", np.allclose(loaded(test).numpy(), test_codes, atol=1e-5))
print("parameters:", loaded.count_params(), " compiled:", loaded.compiled)
# %% [markdown] id="alone-meaning" lang="en"
# Neither of the two is in it: the file holds the encoder's 18,672 trained weights and its architecture. The optimizer belongs to the autoencoder, which was compiled.
# %% [markdown] id="alone-meaning" lang="zh"
# 两样都没有：文件里是编码器训练好的 18,672 个权重和它的架构。优化器属于自编码器，编译过的是它。
# %% [markdown] id="between-intro" lang="en"
# ## The decoder alone
#
# The decoder takes any 16 numbers, also those that no picture gives. Take the codes of two test images, a seven and a zero, and walk from one to the other in equal steps. The figure shows what the decoder draws along the way, from 0% to 100% of the second code.
# %% [markdown] id="between-intro" lang="zh"
# ## 单独使用解码器
#
# 解码器接收任意 16 个数值，哪怕没有哪张图片给出这样的编码。取两张测试图片的编码，一张是 7，一张是 0，从前者等距地走到后者。下图是解码器沿途画出的图片，第二个编码所占的比例从 0% 到 100%。
# %% id="between-figure"
shares = np.linspace(0, 1, 7)[:, None]
path = (1 - shares) * test_codes[0] + shares * test_codes[3]
figure, axes = plt.subplots(1, 7, figsize=(9, 1.7))
for ax, share, picture in zip(axes, shares.ravel(), decoder(path).numpy()):
    ax.imshow(picture, cmap="gray", vmin=0, vmax=1)
    ax.set_title(f"{share:.0%}")
    ax.axis("off")
plt.show()


# %% [markdown] id="slide-intro" lang="en"
# Seven stops are few. With the slider you can stand anywhere on the way, in steps of 2%. Where does the seven stop being a seven? And is there a place that reads as another digit altogether?
# %% [markdown] id="slide-intro" lang="zh"
# 七个站点不算多。用下面的滑块，可以停在途中的任何地方，每步 2%。7 从哪里开始不再是 7？途中有没有一处，看上去完全是另一个数字？
# %% id="slide-codes"
helpers.between(decoder, test_codes[0], test_codes[3])
# %% [markdown] id="ensemble-intro" lang="en"
# ## Many models side by side
#
# Models can also be called in parallel. An *ensemble* asks several models the same question and averages their answers. Three models, each from 128 numbers to one:
# %% [markdown] id="ensemble-intro" lang="zh"
# ## 多个模型并排
#
# 模型也可以并排调用。**集成**（ensemble）就是拿同一个问题去问几个模型，再取答案的平均。先做三个模型，都是输入 128 个数值，输出一个：
# %% id="ensemble-members"
def make_member(name):
    features = keras.Input(shape=(128,))
    return keras.Model(features, layers.Dense(1)(features), name=name)


members = [make_member(f"member_{k}") for k in (1, 2, 3)]
[member.count_params() for member in members]
# %% [markdown] id="ensemble-predict" lang="en"
# **Predict, then run.** How many parameters does the ensemble have?
# %% [markdown] id="ensemble-predict" lang="zh"
# **先预测，再运行。** 这个集成有多少个参数？
# %% id="ensemble-build"
features = keras.Input(shape=(128,), name="features")
votes = [member(features) for member in members]
ensemble = keras.Model(features, layers.average(votes), name="ensemble")
print("parameters:", ensemble.count_params())
helpers.draw(ensemble)
# %% [markdown] id="ensemble-meaning" lang="en"
# It has 3 · 129 = 387 parameters; an average has nothing to learn. The picture forks from one input into three boxes, and joins again in the average.
# %% [markdown] id="ensemble-meaning" lang="zh"
# 一共 3 · 129 = 387 个参数，求平均没有什么要学的。计算图从一个输入分叉到三个方框，再汇合到平均。
# %% [markdown] id="thrice-ask" lang="en" role="ask"
# Now the same member is called three times. How many parameters does the average have?
#
# - [ ] 387
#   Three calls are three arrows, to one set of weights.
# - [x] 129
#   A call adds an arrow, never a weight.
# - [ ] 43
#   The member isn't divided among its calls: each uses it whole.
# %% [markdown] id="thrice-ask" lang="zh" role="ask"
# 现在把同一个成员调用三次。平均之后的模型有多少个参数？
#
# - [ ] 387
#   三次调用是三个箭头，用的是同一份权重。
# - [x] 129
#   一次调用增加一个箭头，不增加权重。
# - [ ] 43
#   成员不会分摊到各次调用上：每次都用整个成员。
# %% id="thrice-run"
echo = keras.Model(features, layers.average([members[0](features) for _ in range(3)]))
numbers = np.random.default_rng(5).normal(size=(4, 128)).astype("float32")
print("parameters:", echo.count_params())
print("same outputs:", np.allclose(echo(numbers), members[0](numbers), atol=1e-5))


# %% [markdown] id="thrice-meaning" lang="en"
# There are 129 parameters, and the outputs are the same: three calls are three arrows to one set of weights. This is the whole chapter in one cell: a call adds an arrow, never a weight.
# %% [markdown] id="thrice-meaning" lang="zh"
# 129 个，输出也完全一样：三次调用是三个箭头，通向同一份权重。整章的内容都在这一个单元格里：调用只添箭头，不添权重。
# %% [markdown] id="ex05b-task" lang="en"
# ### Exercise ex05b: the average of any number of models
#
# Write `build_ensemble(members)`. It gets a list of models whose inputs have one shape and whose outputs have one shape, and returns a functional model with a single input: all members are called on it, and the output is the average of what they give. No copies, no new weights.
#
# For example, `build_ensemble(members).count_params()` is 387 for the three members above. The check brings other numbers of members and other shapes.
# %% [markdown] id="ex05b-task" lang="zh"
# ### 练习 ex05b：任意多个模型的平均
#
# 请写出 `build_ensemble(members)`。它接收一个模型列表，这些模型的输入形状相同，输出形状也相同；返回一个只有一个输入的函数式模型：把这个输入传给所有成员，输出是各成员输出的平均。不要复制，也不要新的权重。
#
# 例如对上面的三个成员，`build_ensemble(members).count_params()` 等于 387。检查时，成员的个数和形状都会不同。
# %% id="ex05b" role="solution"
def build_ensemble(members):
    """A functional model: the average of what all members say about one input."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=members[0].input_shape[1:])
    outputs = layers.average([member(inputs) for member in members])
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex05b" role="test" points=2
check("ex05b", build_ensemble)
# %% [markdown] id="crowd-intro" lang="en"
# ## Do many see more than one?
#
# Five small classifiers, each trained on 300 digits that no other has seen. None of them is good, and each makes other mistakes.
# %% [markdown] id="crowd-intro" lang="zh"
# ## 多个模型真的强过一个吗？
#
# 五个小分类器，各自用 300 张别人没见过的图片训练。它们都不强，弱点却各不相同。
# %% id="crowd-train"
rows = x_train.reshape(-1, 784).astype("float32") / 255
crowd = []
for k in range(5):
    member = keras.Sequential(
        [keras.Input((784,)), layers.Dense(32, activation="relu"), layers.Dense(10)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    member.compile(optimizer=keras.optimizers.Adam(3e-3), loss=loss)
    part = slice(300 * k, 300 * (k + 1))
    member.fit(rows[part], y_train[part], batch_size=32, epochs=12, verbose=0)
    crowd.append(member)
# %% [markdown] id="crowd-predict" lang="en"
# A `Sequential` model is callable as well. The average of the five is never trained itself.
#
# **Predict, then run.** Is its accuracy on 5,000 test images the average of theirs, or the best of theirs, or better?
# %% [markdown] id="crowd-predict" lang="zh"
# `Sequential` 模型同样可以调用。把五个模型平均起来，得到的模型本身从未训练过。
#
# **先预测，再运行。** 在 5,000 张测试图片上，它的准确率（accuracy）等于五个的平均，等于其中最好的，还是比最好的还高？
# %% id="crowd-run"
test_rows = x_test[:5000].reshape(-1, 784).astype("float32") / 255


def accuracy_of(model):
    return float(np.mean(ops.argmax(model(test_rows), axis=-1) == y_test[:5000]))


pixels = keras.Input(shape=(784,))
jury = keras.Model(pixels, layers.average([member(pixels) for member in crowd]))
single = [accuracy_of(member) for member in crowd]
for k, value in enumerate(single, start=1):
    print(f"member {k} accuracy: {value:.3f}")
print(f"jury     accuracy: {accuracy_of(jury):.3f}")
print("better than the best member:", accuracy_of(jury) > max(single))


# %% [markdown] id="crowd-meaning" lang="en"
# It is better than the best of them, and was so in each of our trials with seven seeds. A mistake of one member is often outvoted by the others. Five calls of one model would have gained nothing, as you have seen.
#
# If some members deserve more trust, let them count more. Operators draw arrows too: `member(pixels) * 0.5` is a tensor like any other.
# %% [markdown] id="crowd-meaning" lang="zh"
# 比其中最好的还高，我们换七个随机种子（random seed）试过，次次如此。一个成员的错误，往往会被其他成员的多数票压过去。前面已经看到，同一个模型用五次，则什么好处也没有。
#
# 如果有的成员更值得信任，就让它的分量重一些。运算符同样会画出箭头：`member(pixels) * 0.5` 和别的张量没有两样。
# %% [markdown] id="ex05c-task" lang="en"
# ### Exercise ex05c: votes of different weight
#
# Write `build_weighted_ensemble(members, weights)`: like `build_ensemble`, but each member counts as much as its weight says. `weights` holds one positive number for each member, in their order; their sum may be anything, so normalise them. They are given numbers, not weights to be trained.
#
# For example, in `build_weighted_ensemble(members, [2, 1, 1])` the first member counts one half, the others one quarter each.
# %% [markdown] id="ex05c-task" lang="zh"
# ### 练习 ex05c：分量不同的投票
#
# 请写出 `build_weighted_ensemble(members, weights)`：与 `build_ensemble` 类似，但每个成员按各自的权重计入。`weights` 按成员的顺序给出，每个成员一个正数；总和可以是任意值，所以要归一化。它们是给定的数值，不是要训练的权重。
#
# 例如在 `build_weighted_ensemble(members, [2, 1, 1])` 中，第一个成员占二分之一，其余两个各占四分之一。
# %% id="ex05c" role="solution"
def build_weighted_ensemble(members, weights):
    """A functional model: the weighted mean of what all members say about one input."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=members[0].input_shape[1:])
    total = sum(weights)
    outputs = layers.add(
        [member(inputs) * (weight / total) for member, weight in zip(members, weights)]
    )
    return keras.Model(inputs, outputs)
    ### END SOLUTION


# %% id="check-ex05c" role="test" points=3
check("ex05c", build_weighted_ensemble)
# %% [markdown] id="callable-summary" lang="en"
# ## Summary
#
# | you write | it means |
# |---|---|
# | `encoder(photo)` | one more arrow; architecture and weights are used again, nothing is copied |
# | `keras.Model(photo, decoder(encoder(photo)))` | two models, nested, as two layers |
# | `decoder(encoder.output)` | the inside of the encoder, opened; no box |
# | `clone_model(encoder)` | a real copy of the layers, with new random weights |
# | `layers.average([...])` | an ensemble, without a weight of its own |
#
# Train the whole, and each part has learned; then use the part alone.
# %% [markdown] id="callable-summary" lang="zh"
# ## 小结
#
# | 你写的代码 | 它的含义 |
# |---|---|
# | `encoder(photo)` | 多一个箭头；再次使用同样的架构和权重，什么也不复制 |
# | `keras.Model(photo, decoder(encoder(photo)))` | 嵌套的两个模型，各是一个层 |
# | `decoder(encoder.output)` | 编码器的内部，是拆开的，没有方框 |
# | `clone_model(encoder)` | 真正复制了层，权重则是新的随机数 |
# | `layers.average([...])` | 集成，自己没有权重 |
#
# 训练整体，每个部分也就学会了；然后可以单独使用其中一部分。
# %% [markdown] id="callable-next" lang="en"
# **Next:** [06 · Several inputs, several outputs](06_multiple_inputs_outputs.ipynb). One network, three kinds of input, two decisions: how does Keras know which loss belongs where?
# %% [markdown] id="callable-next" lang="zh"
# **下一章：** [06 · 多个输入，多个输出](06_multiple_inputs_outputs.ipynb)。一个网络，三种输入，两个决定：Keras 怎么知道哪个损失对应哪个输出？
