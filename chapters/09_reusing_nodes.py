# %% [markdown] id="nodes-goals" lang="en"
# # 09 · Reusing the nodes of a graph
#
# After this chapter you can
#
# - read a model's graph as data, and take the output of any layer in it,
# - show what a trained network sees, and find similar textures by what it sees,
# - get hold of every call of a shared layer, and put a new head on a frozen network.
#
# Time: about 60 minutes.
# %% [markdown] id="nodes-goals" lang="zh"
# # 09 · 重用计算图的节点
#
# 学完本章，你能够
#
# - 把模型的计算图当作数据来读，取出其中任意一层的输出，
# - 把训练好的网络看到的东西画出来，并据此寻找相似的纹理，
# - 取到共享层每一次调用的结果，给冻结（freeze）的网络装上新的头部（head）。
#
# 用时：约 60 分钟。
# %% id="setup"
from autograder.notebook import ask, lint, review, start, why

check, hint, solution, progress = start("en")
review(9)
# %% [markdown] id="nodes-question" lang="en"
# The question of this chapter: **what does a trained network see?** Its last layer gives an answer; everything it noticed on the way stays inside. You will open a network that was trained on more than a million photographs, and look at what each layer makes of a cat.
# %% [markdown] id="nodes-question" lang="zh"
# 本章的问题是：**训练好的网络看到了什么？** 最后一层只给出答案，一路上注意到的东西都留在里面。你将打开一个用一百多万张照片训练过的网络，看看每一层把一只猫变成了什么。
# %% id="nodes-imports"
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops

import helpers
from helpers import datasets

# %% [markdown] id="photo-intro" lang="en"
# ## A photograph and a trained network
#
# The course's data hold ten real photographs. Here is the middle of one, scaled to 224 × 224 pixels; the figure shows a tabby cat's face with its two eyes.
# %% [markdown] id="photo-intro" lang="zh"
# ## 一张照片，一个训练好的网络
#
# 课程数据里有十张真实的照片。这里取其中一张的中间部分，缩放到 224 × 224 像素。下图是一只虎斑猫的脸，两只眼睛都看得见。
# %% id="photo-load"
photos = datasets.photos()
print(list(photos))
middle = photos["cat"][:, 130:530].astype("float32")
cat = np.array(ops.image.resize(middle, (224, 224), antialias=True))[None]
figure = plt.figure(figsize=(3, 3))
plt.imshow(cat[0].astype("uint8"))
plt.axis("off")
plt.show()
# %% [markdown] id="trunk-intro" lang="en"
# And here is the network: MobileNetV2, trained on ImageNet to tell 1,000 classes apart. The course ships its *trunk*, that is, all but the last layers, in a file of 1 MB. Nothing is downloaded.
# %% [markdown] id="trunk-intro" lang="zh"
# 网络是 MobileNetV2，在 ImageNet 上训练过，能分辨 1,000 个类别。课程自带的是它的**主干**（trunk），也就是去掉最后几层之后的部分，文件只有 1 MB，不需要下载。
# %% id="trunk-load"
trunk = datasets.mobilenet_trunk()
print("layers:", len(trunk.layers), " parameters:", trunk.count_params())
print(trunk.input_shape, "->", trunk.output_shape)
# %% [markdown] id="graph-intro" lang="en"
# ## The graph is data
#
# A functional model is a graph, and the graph stands still: it was fixed when the model was made, before any picture came. So you can look things up in it, as in a table. Which layers join two arrows?
# %% [markdown] id="graph-intro" lang="zh"
# ## 计算图就是数据
#
# 函数式模型（functional model）是一张计算图（graph），而且是静态的：模型一搭好，计算图就定了，那时还没有任何图片进来。所以可以像查表一样在里面查找。例如，哪些层汇合了两个箭头？
# %% id="graph-joins"
joins = [layer for layer in trunk.layers if isinstance(layer.input, list) and layer.input]
print(*[layer.name for layer in joins])
# %% [markdown] id="graph-joins-meaning" lang="en"
# They are the residual blocks of chapter 07: eight joins, eight skip connections. The model's config, which chapter 03 found in the file, also says where each arrow comes from.
# %% [markdown] id="graph-joins-meaning" lang="zh"
# 这正是第 07 章的残差块（residual block）：八处汇合，八条跳跃连接（skip connection）。模型的配置（config）里还写着每个箭头从哪里来，第 03 章在文件里见过它。
# %% [markdown] id="graph-where-predict" lang="en"
# **Predict, then run.** `block_3_add` adds two tensors. Which layers do they come from? The summary's column "Connected to" would say it; here you read the graph itself.
# %% [markdown] id="graph-where-predict" lang="zh"
# **先预测，再运行。** `block_3_add` 把两个张量相加。它们各来自哪一层？摘要里的“Connected to”一栏会写着；这里直接从计算图里读。
# %% id="graph-where-run"
config = {layer["name"]: layer for layer in trunk.get_config()["layers"]}
(call,) = config["block_3_add"]["inbound_nodes"]
for tensor in call["args"][0]:
    print(tensor["config"]["keras_history"], tensor["config"]["shape"])
# %% [markdown] id="graph-where-meaning" lang="en"
# The first comes from the end of block 2, past three layers; the second from the layer just before, `block_3_project`. `inbound_nodes` lists the calls of a layer, here one. Of each tensor `keras_history` says three things: the layer that it comes from, the number of that layer's call, and which of its outputs it is.
# %% [markdown] id="graph-where-meaning" lang="zh"
# 前一个来自第 2 块的末尾，绕过了三层；后一个来自紧挨着的前一层 `block_3_project`。`inbound_nodes` 列出一个层的各次调用，这里只有一次。每个张量的 `keras_history` 说明三件事：来自哪个层，是那个层的第几次调用，又是这次调用的第几个输出。
# %% [markdown] id="graph-piece-intro" lang="en"
# A piece of a graph is a graph. This model begins and ends in the middle of the trunk; as in chapter 04, Keras makes an input layer for it. The picture shows block 3: a chain of three convolutions, and the skip connection beside it.
# %% [markdown] id="graph-piece-intro" lang="zh"
# 计算图的一部分仍是计算图。下面这个模型的起点和终点都在主干中间；和第 04 章一样，Keras 会为它新建一个输入层。下图画的是第 3 块：三个卷积连成一条链，旁边是跳跃连接。
# %% id="graph-piece"
start_of_block = trunk.get_layer("block_2_project").output
piece = keras.Model(start_of_block, trunk.get_layer("block_3_add").output, name="block_3")
helpers.draw(piece)
# %% [markdown] id="all-intro" lang="en"
# ## A new end for an old graph
#
# `layer.output` is a symbolic tensor: no numbers yet, but a place in the graph. Chapter 01 ended a model there; chapter 04 let several models share such places. And nothing stops you from asking for *all* outputs in one model: this is **feature extraction**. What a layer gives for one picture is called its features, or its activations.
# %% [markdown] id="all-intro" lang="zh"
# ## 给旧计算图一个新的终点
#
# `layer.output` 是一个符号张量（symbolic tensor）：还没有数值，却标出了计算图里的一个位置。第 01 章的模型曾经停在这样的位置，第 04 章让几个模型共用这样的位置。我们也完全可以在一个模型里要来**所有**层的输出，这就是**特征提取**（feature extraction）。某一层对一张图片给出的结果，叫作它的特征，也叫激活值。
# %% [markdown] id="all-ask" lang="en" role="ask"
# The next model has 53 outputs. How many parameters does it have, and how much work does it take, compared with the trunk?
#
# - [ ] 53 times as many parameters, 53 times the work.
#   Nothing is copied, and a layer isn't computed again for each output.
# - [x] As many, and no more work.
#   Each layer is computed once; its result is handed out.
# - [ ] As many, but 53 times the work.
#   The results lie on the way to the last output.
# %% [markdown] id="all-ask" lang="zh" role="ask"
# 下面的模型有 53 个输出。与主干相比，它有多少个参数，计算量是多少？
#
# - [ ] 参数是 53 倍，计算量也是 53 倍。
#   什么也没有复制，也不会为每个输出重算一遍。
# - [x] 一样多，计算量也不增加。
#   每一层只计算一次，结果交出来就是。
# - [ ] 一样多，但计算量是 53 倍。
#   这些结果本来就在通往最后一个输出的途中。
# %% id="all-run"
extractor = keras.Model(trunk.input, [layer.output for layer in trunk.layers])
features = extractor(cat)
print("outputs:", len(features), " parameters:", extractor.count_params())
print("same end:", np.allclose(features[-1], trunk(cat), atol=1e-4))
# %% [markdown] id="all-meaning" lang="en"
# It has as many parameters as the trunk, and takes no more work: each layer is computed once, its result was always there on the way, only now it is handed out. Next, the shapes. The batch comes first, then height, width and channels:
# %% [markdown] id="all-meaning" lang="zh"
# 参数和主干一样多，计算量也没有增加：每一层只计算一次，这些结果本来就在途中，现在只是交了出来。再看形状，依次是批次、高、宽、通道：
# %% id="all-shapes"
for layer, feature in zip(trunk.layers, features):
    if layer.name in ("image", "conv1", "block_3_add", "block_6_add", "block_13_add"):
        share = float(ops.mean(ops.cast(feature > 0, "float32")))
        print(f"{layer.name:13} {str(tuple(feature.shape)):19} above zero: {share:.0%}")
# %% [markdown] id="see-intro" lang="en"
# ## What do the layers see?
#
# From 224 × 224 places with 3 channels to 14 × 14 places with 96: the network trades *where* for *what*. One channel of a layer is a small grey picture: bright where the layer's number is high. The next cell draws, for four layers, the eight channels with the most contrast. Each row is a layer, from early to late.
# %% [markdown] id="see-intro" lang="zh"
# ## 各层看到了什么？
#
# 从 224 × 224 个位置、3 个通道（channel），到 14 × 14 个位置、96 个通道：网络用“在哪里”换来了“是什么”。一层的一个通道，就是一张小小的灰度图：哪里数值大，哪里就亮。下面为四个层各画出反差最大的八个通道。每一行是一层，从浅到深。
# %% id="see-figure"
names = ["conv1", "block_3_add", "block_6_add", "block_13_add"]
figure, axes = plt.subplots(4, 8, figsize=(10, 5.4))
for row, name in zip(axes, names):
    seen = np.array(features[trunk.layers.index(trunk.get_layer(name))])[0]
    chosen = seen.std(axis=(0, 1)).argsort()[::-1][:8]
    for ax, channel in zip(row, chosen):
        ax.imshow(seen[..., channel], cmap="gray")
        ax.set_xticks([])
        ax.set_yticks([])
    row[0].set_ylabel(name, rotation=0, ha="right")
plt.show()
# %% [markdown] id="see-meaning" lang="en"
# In the first row the cat is all there: some channels keep light and dark, others only the edges, as if etched. `block_3_add` is nearly all edges and fur. At `block_6_add`, 28 pixels wide, the eyes and the nose are left, and the stripes dissolve. In the last row, 14 pixels wide, you would hardly guess a cat; yet one channel is bright at the two eyes and almost nowhere else. What exactly does such a channel look for? One cat can't tell.
# %% [markdown] id="see-meaning" lang="zh"
# 第一行里猫还完完整整：有的通道保留明暗，有的只剩边缘，像一幅蚀刻画。`block_3_add` 几乎全是边缘和毛。到了 `block_6_add`，特征图（feature map）只有 28 像素宽，眼睛和鼻子还在，条纹已经散了。最后一行只有 14 像素宽，很难看出是猫；可是有一个通道在两只眼睛处很亮，别处几乎都是暗的。这样的通道到底在找什么？只看一只猫，说不出来。
# %% [markdown] id="explore-intro" lang="en"
# The figure chose four layers and eight channels for you. To choose yourself, look into the trunk with the cat as its sample: in a running notebook, click a layer, and you get its channels, 64 at most. The other photographs are one line of code away.
# %% [markdown] id="explore-intro" lang="zh"
# 上图替你选好了四个层、各八个通道。想自己挑，就把这只猫作为样本，到主干里面看：在运行着的笔记本里，点一个层，就显示它的各个通道，最多 64 个。换成别的照片，也只需改一行代码。
# %% id="explore-trunk"
helpers.explore(trunk, cat)
# %% [markdown] id="crops-intro" lang="en"
# So turn the question round: *which* pictures does a channel like best? For this we take crops of the ten photographs, 32 × 32 pixels each: 1,000, and 500 more for testing. The label says from which photograph. The trunk takes another size, if you ask for it, and the extractor gives the four layers of the figure.
# %% [markdown] id="crops-intro" lang="zh"
# 那就反过来问：一个通道最喜欢**哪些**图片？为此从十张照片里截取小图，每张 32 × 32 像素：1,000 张，另有 500 张用来测试，标签（label）说明它来自哪张照片。主干可以接收别的尺寸，创建时说明即可；提取器给出的是上图的那四层。
# %% id="crops-load"
(x_train, y_train), (x_test, y_test) = datasets.photo_crops()
photo_names = datasets.photo_names()
small = datasets.mobilenet_trunk((32, 32, 3))
look = keras.Model(small.input, [small.get_layer(name).output for name in names])
train_features = look.predict(x_train, batch_size=100, verbose=0)
test_features = look.predict(x_test, batch_size=100, verbose=0)
[array.shape for array in train_features]
# %% [markdown] id="likes-intro" lang="en"
# The figure takes four channels of `block_6_add`, and shows for each the eight crops that make it respond most strongly on average.
# %% [markdown] id="likes-intro" lang="zh"
# 下图取 `block_6_add` 的四个通道，各画出平均响应最强的八张小图。
# %% id="likes-figure"
response = train_features[2].mean(axis=(1, 2))
picky = (response.max(axis=0) - response.mean(axis=0)) / response.std(axis=0)
figure, axes = plt.subplots(4, 8, figsize=(9, 4.8))
for row, channel in zip(axes, picky.argsort()[::-1]):
    for ax, k in zip(row, response[:, channel].argsort()[::-1]):
        ax.imshow(x_train[k])
        ax.set_title(photo_names[y_train[k]], fontsize=8)
        ax.axis("off")
plt.tight_layout()
plt.show()
# %% [markdown] id="likes-meaning" lang="en"
# Read it by rows. The first channel likes one thing only: the coloured, slanted ribs of the pagoda's roof. The second responds to soft things with highlights or shadows: a golden surface with two lamps in it, the spoon, blurred fur. The third likes fine slanted stripes in warm colours, no matter whether they are the wood under the coffee or the hair of the cat. The fourth collects thin crossing lines, mostly the masts beside the rocket. Nobody told the network about roofs, wood or masts; it found textures useful.
# %% [markdown] id="likes-meaning" lang="zh"
# 逐行来看。第一个通道只喜欢一样东西：塔顶上彩色的斜瓦垄。第二个喜欢带高光或阴影的柔和表面：金色的反光、勺子、虚化的猫毛。第三个喜欢暖色的细斜纹，不管那是咖啡杯下的木纹，还是猫的毛。第四个收集交叉的细线，多半是火箭旁边的塔架。没有人教过网络什么是屋顶、木头、塔架，它自己发现纹理是有用的。
# %% [markdown] id="vgg-intro" lang="en"
# ## The guide's network: VGG19
#
# The guide opens VGG19, a plain chain of 26 layers. With `weights="imagenet"`, Keras downloads 575 MB from `storage.googleapis.com` at the first call and keeps them in `~/.keras/models`. Here this is an option that is off. (Where that address can't be reached, put the file `vgg19_weights_tf_dim_ordering_tf_kernels.h5` into that folder yourself; then nothing is downloaded.) With `weights=None`, you get the architecture, and random weights.
# %% [markdown] id="vgg-intro" lang="zh"
# ## 原指南的网络：VGG19
#
# 原指南打开的是 VGG19，一条由 26 层连成的链。写 `weights="imagenet"`，Keras 会在首次调用时从 `storage.googleapis.com` 下载 575 MB，存放在 `~/.keras/models`。这里把它做成一个选项，默认关闭。（这个地址在中国大陆通常无法访问。可以从别处取得 `vgg19_weights_tf_dim_ordering_tf_kernels.h5`，自己放进那个文件夹，Keras 就不再下载。）写 `weights=None`，得到的是架构和随机权重。
# %% [markdown] id="vgg-predict" lang="en"
# **Predict, then run.** What can you learn from VGG19 without its trained weights: its shapes, its parameter count, what it sees?
# %% [markdown] id="vgg-predict" lang="zh"
# **先预测，再运行。** 没有训练好的权重，能从 VGG19 得知什么：形状，参数量，还是它看到了什么？
# %% id="vgg-build"
DOWNLOAD = False  # True: 575 MB from the network, then the weights of ImageNet
vgg19 = keras.applications.VGG19(weights="imagenet" if DOWNLOAD else None)
print("layers:", len(vgg19.layers), " parameters:", vgg19.count_params())
for layer in vgg19.layers:
    if "pool" in layer.name or "fc" in layer.name:
        print(f"{layer.name:12} {layer.output.shape}")
# %% [markdown] id="vgg-meaning" lang="en"
# You learn its shapes and its count: they belong to the graph. 143,667,240 parameters, more than 260 times those of the trunk, most of them in `fc1`. What the network sees belongs to the weights, and random weights see nothing worth a picture. So the guide's model is built on its graph, and run on noise:
# %% [markdown] id="vgg-meaning" lang="zh"
# 能得知形状和参数量，因为它们属于计算图。143,667,240 个参数，是主干的 260 多倍，大部分在 `fc1` 里。网络看到什么，则取决于权重；随机权重看到的东西不值得画出来。所以下面照原指南的样子，在它的计算图上搭出模型，再送入一张噪声：
# %% id="vgg-extract"
everything = keras.Model(vgg19.input, [layer.output for layer in vgg19.layers])
noise = np.random.default_rng(9).uniform(size=(1, 224, 224, 3)).astype("float32")
activations = everything(noise)
print("outputs:", len(activations), activations[1].shape, "...", activations[-1].shape)
del vgg19, everything, activations
# %% [markdown] id="vgg-changed" lang="en"
# If you do use the trained weights, pass real photographs through `keras.applications.vgg19.preprocess_input` first: VGG19 wants blue before red and the mean taken away. Our trunk scales its pixels itself, in the layer `scale`, and that is the better place: nobody who uses the model can forget it.
# %% [markdown] id="vgg-changed" lang="zh"
# 如果你用训练好的权重，请先用 `keras.applications.vgg19.preprocess_input` 处理真实照片：VGG19 要求蓝色通道在前、红色在后，并且减去均值。我们的主干自己缩放像素，就在 `scale` 这一层。放在模型里更好：用模型的人不会忘记这一步。
# %% [markdown] id="calls-intro" lang="en"
# ## A layer that was called twice
#
# So far, each layer was called once. A shared layer, as in chapter 08, has several outputs. For an example that you can see, take a layer that blurs: it replaces each pixel by the mean of 15 × 15 neighbours. The model calls it twice in a row, and the picture marks both calls as shared:
# %% [markdown] id="calls-intro" lang="zh"
# ## 调用了两次的层
#
# 到现在为止，每个层都只调用过一次。第 08 章那样的共享层（shared layer）则有好几个输出。为了看得见，举一个会模糊图片的层：它把每个像素换成周围 15 × 15 个像素的平均。模型连着调用它两次，下图把两次调用都标为“共享”：
# %% id="calls-build"
blur = layers.AveragePooling2D(15, strides=1, padding="same", name="blur")
image = keras.Input(shape=(224, 224, 3), name="image")
once = blur(image)
twice = blur(once)
camera = keras.Model(image, layers.Rescaling(1 / 255, name="scale")(twice), name="camera")
helpers.draw(camera, direction="right")
# %% [markdown] id="calls-ask" lang="en" role="ask"
# Two boxes, one layer. What is `blur.output`?
#
# - [x] The tensor `once`.
#   It is the first call's.
# - [ ] The tensor `twice`.
#   What was called last doesn't count.
# - [ ] A list of both.
#   `output` gives one tensor, and doesn't say that there are others.
# %% [markdown] id="calls-ask" lang="zh" role="ask"
# 两个方框，同一个层。`blur.output` 是什么？
#
# - [x] 张量 `once`。
#   它是第一次调用的结果。
# - [ ] 张量 `twice`。
#   最后调用的那次不算数。
# - [ ] 两者组成的列表。
#   `output` 只给一个张量，也不告诉你还有别的。
# %% id="calls-run"
print("once:", blur.output is once, " twice:", blur.output is twice)
print("layers:", [layer.name for layer in camera.layers])
# %% [markdown] id="calls-meaning" lang="en"
# It is `once`, the first call's, as with the embedding of chapter 08. If you meant the second, you get a wrong result and no error. The figure shows the cat, blurred once, and blurred twice; `blur.output` is the one in the middle.
# %% [markdown] id="calls-meaning" lang="zh"
# 是 `once`，即第一次调用的结果，和第 08 章的嵌入一样。如果你要的是第二次，得到的就是错的结果，而且不报错。下图依次是原图、模糊一次、模糊两次；`blur.output` 是中间那张。
# %% id="calls-figure"
both = keras.Model(image, [once, twice])
figure, axes = plt.subplots(1, 3, figsize=(8, 3))
for ax, picture, title in zip(axes, [cat, *both(cat)], ["image", "once", "twice"]):
    ax.imshow(np.array(picture)[0].astype("uint8"))
    ax.set_title(title)
    ax.axis("off")
plt.show()
# %% [markdown] id="node-intro" lang="en"
# ## Every call, in order
#
# One call of a layer is a **node** of the graph. The config lists the nodes layer by layer:
# %% [markdown] id="node-intro" lang="zh"
# ## 每一次调用，按次序
#
# 层的一次调用，就是计算图的一个**节点**（node）。配置里逐层列出了节点：
# %% id="node-list"
{layer["name"]: len(layer["inbound_nodes"]) for layer in camera.get_config()["layers"]}
# %% [markdown] id="node-again-intro" lang="en"
# To get hold of their tensors, let the model be made once more, call by call: `keras.models.clone_model` goes through the graph from the input on. `clone_function` says which layer takes the place of each one, here the layer itself, so that nothing is copied. `call_function` makes each call, and may look on:
# %% [markdown] id="node-again-intro" lang="zh"
# 要拿到节点的张量，可以让模型一次调用一次调用地重做一遍：`keras.models.clone_model` 从输入开始，走过整张计算图。`clone_function` 决定用哪个层来代替原来的层，这里就用原来的层本身，所以什么也不复制。`call_function` 负责每一次调用，并且可以在一旁观察：
# %% id="node-again"
def tell(layer, *args, **kwargs):
    output = layer(*args, **kwargs)
    print(layer.name, "gives", output.shape)
    return output


again = keras.models.clone_model(camera, clone_function=lambda layer: layer, call_function=tell)
print("the same layer:", again.get_layer("blur") is blur)
# %% [markdown] id="node-ask" lang="en" role="ask"
# Both calls of `blur` have passed by, in the order in which the model computes them.
#
# Now somebody calls `blur` in a cell that has nothing to do with `camera`. How many calls of `blur` will pass by when `camera` is gone through again?
#
# - [ ] Three.
#   The layer has been called more than three times by now; the model has two of these calls.
# - [ ] One: a layer passes by once.
#   It passes by once for each call.
# - [x] Two.
#   A model knows which calls are its own.
# %% [markdown] id="node-ask" lang="zh" role="ask"
# `blur` 的两次调用都从眼前经过，次序就是模型计算的次序。
#
# 现在有人在另一个与 `camera` 无关的单元格里调用了 `blur`。再把 `camera` 走一遍，会经过几次 `blur` 的调用？
#
# - [ ] 三次。
#   这个层被调用的次数还不止三次，但属于这个模型的只有两次。
# - [ ] 一次：一个层只经过一次。
#   每次调用都会经过一次。
# - [x] 两次。
#   模型知道哪几次调用是自己的。
# %% id="node-stranger"
stranger = blur(keras.Input(shape=(50, 50, 3)))
again = keras.models.clone_model(camera, clone_function=lambda layer: layer, call_function=tell)
# %% [markdown] id="node-meaning" lang="en"
# Two, as before. A layer is called by many, but a model knows which calls are its own.
# %% [markdown] id="node-meaning" lang="zh"
# 还是两次。谁都可以调用一个层，但模型知道哪几次是自己的。


# %% [markdown] id="ex09a-task" lang="en"
# ### Exercise ex09a: an extractor that misses no call
#
# Write `feature_extractor(model, layer_names)`. It gets a functional model and a list of names of its layers, and returns a functional model from the model's input to the outputs of these layers: one flat list, in the order of `layer_names`. A layer that `model` calls several times gives the output of each call, in the order of the calls. Calls made outside `model` don't count. The layers are used again, not copied.
#
# For example, `feature_extractor(camera, ["scale", "blur"])` has three outputs: that of `scale`, then blurred once, then blurred twice.
# %% [markdown] id="ex09a-task" lang="zh"
# ### 练习 ex09a：一次调用也不漏的提取器
#
# 请写出 `feature_extractor(model, layer_names)`。它接收一个函数式模型和若干层名组成的列表，返回一个函数式模型，从原模型的输入到这些层的输出：输出是一个不嵌套的列表，顺序与 `layer_names` 相同。如果 `model` 多次调用某一层，就按调用顺序给出每一次的输出。在 `model` 之外发生的调用不算。层要重用，不要复制。
#
# 例如 `feature_extractor(camera, ["scale", "blur"])` 有三个输出：先是 `scale` 的，再是模糊一次的，最后是模糊两次的。
# %% id="ex09a" role="solution"
def feature_extractor(model, layer_names):
    """A functional model that gives the outputs of these layers, of every call in the model."""
    ### BEGIN SOLUTION
    outputs = {name: [] for name in layer_names}

    def call(layer, *args, **kwargs):
        output = layer(*args, **kwargs)
        if layer.name in outputs:
            outputs[layer.name].append(output)
        return output

    again = keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)
    return keras.Model(again.input, [tensor for name in layer_names for tensor in outputs[name]])
    ### END SOLUTION


# %% id="check-ex09a" role="test" points=4
check("ex09a", feature_extractor)
# %% [markdown] id="gram-intro" lang="en"
# ## Texture: what, but not where
#
# Gravel is gravel wherever the single stones lie. To compare textures, one must forget *where* something was seen, and keep *what* was seen together. The **Gram matrix** does so: for each pair of channels, multiply them place by place and take the mean over all places. The result is large if the two respond at the same places. Two channels on four places, to work out by hand:
# %% [markdown] id="gram-intro" lang="zh"
# ## 纹理：是什么，不管在哪里
#
# 不管每颗石子躺在哪里，碎石就是碎石。要比较纹理，就得忘掉东西出现**在哪里**，只记住哪些东西**一起**出现。**格拉姆矩阵**（Gram matrix）正是如此：对每一对通道，逐个位置相乘，再对所有位置取平均。两个通道若在相同的位置响应，结果就大。下面是四个位置上的两个通道，可以用手算：
# %% id="gram-by-hand"
edge = np.array([1.0, 0.0, 2.0, 0.0])
light = np.array([1.0, 3.0, 0.0, 0.0])
pair = np.stack([edge, light], axis=-1)
pair.T @ pair / 4
# %% [markdown] id="gram-meaning" lang="en"
# In the result, the diagonal says how strong each channel is: `(1 + 4) / 4` and `(1 + 9) / 4`. Beside it, twice, stands how much the two go together: they meet at the first place only, `1 / 4`.
# %% [markdown] id="gram-meaning" lang="zh"
# 结果的对角线表示每个通道自己有多强：`(1 + 4) / 4` 和 `(1 + 9) / 4`。另外两格相等，表示两个通道有多合拍：它们只在第一个位置同时响应，所以是 `1 / 4`。


# %% [markdown] id="ex09b-task" lang="en"
# ### Exercise ex09b: Gram matrices
#
# Write `gram_matrix(features)`. It gets features of shape `(n, h, w, c)` (an array or a tensor) and returns an array or a tensor of shape `(n, c, c)`: for each image its own matrix of the sums of products over all places, divided by the number of places `h * w`. Take no mean away. `ops.einsum` does it in one line.
#
# For example, for the features `pair.reshape(1, 2, 2, 2)` the result holds the matrix above.
# %% [markdown] id="ex09b-task" lang="zh"
# ### 练习 ex09b：格拉姆矩阵
#
# 请写出 `gram_matrix(features)`。它接收形状为 `(n, h, w, c)` 的特征（数组或张量），返回形状为 `(n, c, c)` 的数组或张量：每张图片各有一个矩阵，矩阵元素是所有位置上乘积之和，除以位置的个数 `h * w`。不要减去均值。用 `ops.einsum` 一行就够了。
#
# 例如对特征 `pair.reshape(1, 2, 2, 2)`，结果就是上面那个矩阵。
# %% id="ex09b" role="solution"
def gram_matrix(features):
    """Which channels respond together: (n, h, w, c) -> (n, c, c), divided by h * w."""
    ### BEGIN SOLUTION
    height, width = features.shape[1], features.shape[2]
    return ops.einsum("nhwc,nhwd->ncd", features, features) / (height * width)
    ### END SOLUTION


# %% id="check-ex09b" role="test" points=2
check("ex09b", gram_matrix)
# %% [markdown] id="forget-ask" lang="en" role="ask" tags=["review"]
# Shuffle the places of a layer's features: every column of channels moves somewhere else. What happens to the Gram matrix?
#
# - [ ] It is shuffled, too.
#   It has no places: its rows and columns are channels.
# - [x] Nothing.
#   It is a mean over all places, in whatever order.
# - [ ] It becomes zero.
#   Products at each place stay what they were.
# %% [markdown] id="forget-ask" lang="zh" role="ask" tags=["review"]
# 把某层特征的位置打乱：每个位置上的一组通道值整个搬到别处。格拉姆矩阵会怎样？
#
# - [ ] 也被打乱。
#   它没有位置，行和列都是通道。
# - [x] 不变。
#   它是对所有位置取平均，与次序无关。
# - [ ] 变成零。
#   每个位置上的乘积都没有变。
# %% id="forget-run"
places = train_features[0][:1].reshape(1, 256, 1, 32)
mixed = places[:, np.random.default_rng(9).permutation(256)]
print("same features:", np.allclose(places, mixed))
print("same Gram matrix:", np.allclose(gram_matrix(places), gram_matrix(mixed), atol=1e-4))


# %% [markdown] id="nearest-intro" lang="en"
# The features are others, the Gram matrix is the same: it has forgotten all places. Is this good for finding textures? Let each of the 500 test crops look for the most similar training crop, and count how often both are from the same photograph. (They share no pixel: training and test crops come from different squares.) Similar means: the smallest angle between the two lists of numbers.
# %% [markdown] id="nearest-intro" lang="zh"
# 特征不同了，格拉姆矩阵却没有变：位置被它忘得一干二净。这对寻找纹理有好处吗？让 500 张测试小图各自找出最相似的训练小图，数一数两者来自同一张照片的有多少。（它们没有共同的像素：训练用和测试用的小图取自不同的方块。）所谓相似，就是两组数值之间的夹角最小。
# %% id="nearest-function"
def unit_rows(arrays):
    flat = np.array(arrays, dtype="float32").reshape(len(arrays), -1)
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def ranking(test, train):
    """For each test row the training rows, the most similar first."""
    return (unit_rows(test) @ unit_rows(train).T).argsort(axis=1)[:, ::-1]


by_pixels = ranking(x_test / 255 - 0.5, x_train / 255 - 0.5)
print(f"by pixels, accuracy: {(y_train[by_pixels[:, 0]] == y_test).mean():.2f}")
# %% [markdown] id="nearest-predict" lang="en"
# **Predict, then run.** The next cell compares crops in two ways: by a layer's features as they are, with their places, and by the Gram matrix of the same features. For which layer will forgetting the places help most: `conv1` or `block_13_add`?
# %% [markdown] id="nearest-predict" lang="zh"
# **先预测，再运行。** 下面用两种方式比较小图：一种直接用某层的特征，位置保留；另一种用同一份特征的格拉姆矩阵。忘掉位置，对哪一层帮助最大：`conv1` 还是 `block_13_add`？
# %% id="nearest-run"
hits = {}
for name, train, test in zip(names, train_features, test_features):
    plain = ranking(test, train)[:, 0]
    gram = ranking(gram_matrix(test), gram_matrix(train))[:, 0]
    hits[name] = [(y_train[found] == y_test).mean() for found in (plain, gram)]
    print(f"{name:13} accuracy: {hits[name][0]:.2f}, by Gram accuracy: {hits[name][1]:.2f}")
assert hits["conv1"][1] > hits["conv1"][0] + 0.15
# %% [markdown] id="nearest-meaning" lang="en"
# It helps `conv1` most, by far: the same features, and 0.64 turns into 0.91. Early features say "an edge here", and *here* is where two pieces of the same wall differ. The later the layer, the less there is to forget, for the network has thrown most places away by itself. In our trials with seven draws of crops, the Gram matrices were right in 0.89 to 0.95, at every layer; pixels in 0.59 to 0.62.
# %% [markdown] id="nearest-meaning" lang="zh"
# 对 `conv1` 帮助最大，而且大得多：同样的特征，0.64 变成了 0.91。浅层的特征说的是“这里有一条边”，而同一面墙的两块，差别恰恰就在“这里”。层越深，可忘的就越少，因为网络自己已经丢掉了大部分位置。我们抽取了七次小图来试验，格拉姆矩阵在每一层的准确率（accuracy）都在 0.89 到 0.95 之间，直接用像素则是 0.59 到 0.62。
# %% [markdown] id="similar-intro" lang="en"
# The figure shows four test crops, one in each row. On the left is the crop; then the three most similar by pixels, then the three most similar by the Gram matrix of `block_3_add`. Over each stands its photograph.
# %% [markdown] id="similar-intro" lang="zh"
# 下图是四张测试小图，每行一张。最左边是它本身，接着是按像素最相似的三张，再接着是按 `block_3_add` 的格拉姆矩阵最相似的三张。每张上方写着它来自哪张照片。
# %% id="similar-figure"
by_gram = ranking(gram_matrix(test_features[1]), gram_matrix(train_features[1]))
figure, axes = plt.subplots(4, 7, figsize=(9, 5.6))
for row, label in zip(axes, ("brick", "gravel", "flower", "retina")):
    k = np.flatnonzero(y_test == photo_names.index(label))[0]
    found = [*by_pixels[k, :3], *by_gram[k, :3]]
    row[0].imshow(x_test[k])
    row[0].set_title(label, fontweight="bold")
    for ax, number in zip(row[1:], found):
        ax.imshow(x_train[number])
        ax.set_title(photo_names[y_train[number]], fontsize=8)
for ax in axes.flat:
    ax.axis("off")
plt.tight_layout()
plt.show()
# %% [markdown] id="similar-meaning" lang="en"
# Brick is easy for both. For gravel, the pixels offer a tree and a blurred bit of cat of the same brightness; the Gram matrix finds three times gravel. The petals are taken for wood by the pixels, and found by their texture. The piece of retina, an arc on black, goes wrong both ways for the most part: texture alone isn't everything.
#
# This is what style transfer is made of: the guide names it as the use of such an extractor. It changes a picture until its Gram matrices are those of a painting.
# %% [markdown] id="similar-meaning" lang="zh"
# 砖墙两种方法都能应付。碎石那一行，按像素找到的有树，还有一块亮度相仿的虚化的猫；按格拉姆矩阵，三张都是碎石。花瓣按像素被当成了木头，按纹理则找对了。视网膜那块是黑底上的一道弧，两种方法多半都错：只看纹理并不总是够的。
#
# 风格迁移（style transfer）用的就是它，原指南把风格迁移列为这种提取器的用途：不断修改一张图片，直到它的格拉姆矩阵与一幅画的相同。
# %% [markdown] id="head-predict" lang="en"
# ## A new head
#
# A tensor in the middle can also be a *beginning*: go on from there with layers of your own, and train only these. That is transfer learning. It begins with freezing what is there already. Chapter 05 has shown that nothing is copied when a model is made from another one's layers, and here that matters.
#
# **Predict, then run.** A small model is made from the trunk, and frozen. Is the trunk still trainable?
# %% [markdown] id="head-predict" lang="zh"
# ## 装上新的头部
#
# 中间的张量也可以是**起点**：从那里接上自己的层，只训练这些层。这就是迁移学习（transfer learning）。第一步是冻结已有的层。第 05 章说过，用别的模型的层来搭模型，什么也不会被复制；在这里，这一点很要紧。
#
# **先预测，再运行。** 从主干取出一个小模型，把它冻结。主干还能训练吗？
# %% id="head-frozen"
part = keras.Model(trunk.input, trunk.get_layer("block_2_project").output)
part.trainable = False
print("conv1:", trunk.get_layer("conv1").trainable)
print("block_3_expand:", trunk.get_layer("block_3_expand").trainable)
part.trainable = True
# %% [markdown] id="head-meaning" lang="en"
# Only in part: what lies in `part` is frozen in the trunk as well, since they are the same layers; the rest is as before. Freezing is a property of the layers, not of the model through which you reach them.
# %% [markdown] id="head-meaning" lang="zh"
# 只剩一部分能：凡是在 `part` 里的层，在主干里也冻结了，因为它们就是同一批层；其余的不变。冻结是层的性质，与你通过哪个模型找到它无关。


# %% [markdown] id="ex09c-task" lang="en"
# ### Exercise ex09c: a head on a frozen trunk
#
# Write `transfer_head(model, layer_name, num_classes)`. It returns a functional model that runs `model` up to the layer `layer_name`, with the layers that are there, weights included (no copies). From that layer's output, which has the shape `(h, w, c)`, go on with `GlobalAveragePooling2D` and one `Dense` that gives `num_classes` logits, without an activation. All layers of the trunk, up to the named layer, are frozen; the new `Dense` is trainable.
#
# For example, `transfer_head(small, "block_13_add", 10)` has 535434 parameters, 970 of them trainable.
# %% [markdown] id="ex09c-task" lang="zh"
# ### 练习 ex09c：给冻结的主干装上头部
#
# 请写出 `transfer_head(model, layer_name, num_classes)`。它返回一个函数式模型：先运行 `model`，直到名为 `layer_name` 的那一层，用的就是原来的层，连同权重（不要复制）；那一层的输出形状是 `(h, w, c)`，从这里接上 `GlobalAveragePooling2D`，再接一个 `Dense`，给出 `num_classes` 个 logits，不加激活函数（activation function）。主干直到指定层为止的所有层都要冻结，新的 `Dense` 可以训练。
#
# 例如 `transfer_head(small, "block_13_add", 10)` 有 535434 个参数，其中 970 个可以训练。
# %% id="ex09c" role="solution"
def transfer_head(model, layer_name, num_classes):
    """A new head on the model's frozen layers, up to and including the named one."""
    ### BEGIN SOLUTION
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
    ### END SOLUTION


# %% id="check-ex09c" role="test" points=3
check("ex09c", transfer_head)


# %% [markdown] id="train-predict" lang="en"
# ## What was seen is worth something
#
# Now the head learns from which photograph a crop is: 970 numbers to train, 1,000 crops, five epochs. It does so twice: on the trained trunk, and on one with the same graph and the same numbers, but in each kernel the numbers are shuffled.
#
# **Predict, then run.** How far does each get? Guessing is right once in ten.
# %% [markdown] id="train-predict" lang="zh"
# ## 看到的东西有用
#
# 现在让头部学习一张小图来自哪张照片：要训练的只有 970 个数值，1,000 张小图，五轮。做两次：一次用训练好的主干；另一次的主干计算图相同，数值也相同，只是把每个卷积核（kernel）里的数值打乱了。
#
# **先预测，再运行。** 两者各能学到什么程度？瞎猜的话，十次里对一次。
# %% id="train-run"
keras.utils.set_random_seed(9)
random = np.random.default_rng(9)
shuffled = keras.models.clone_model(small)
shuffled.set_weights(
    [random.permutation(w.ravel()).reshape(w.shape) for w in small.get_weights()]
)
accuracy = {}
for name, model in (("trained", small), ("shuffled", shuffled)):
    model = transfer_head(model, "block_13_add", 10)
    assert len(model.trainable_weights) == 2  # the head's kernel and bias
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-2), loss, metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=50, epochs=5, verbose=0)
    accuracy[name] = model.evaluate(x_test, y_test, verbose=0, return_dict=True)["accuracy"]
    print(f"{name} trunk accuracy: {accuracy[name]:.2f}")
assert accuracy["trained"] > 0.85 and accuracy["shuffled"] < 0.6
# %% [markdown] id="train-meaning" lang="en"
# With the trained trunk it gets about nine in ten (0.89 to 0.92 with six seeds), with the shuffled one between 0.1 and 0.4 (five seeds). The graph is the same, so is the head; what differs is what the weights see. And while the head learned, not one number of the trunk changed.
# %% [markdown] id="train-meaning" lang="zh"
# 用训练好的主干，大约十次对九次（换六次随机种子（random seed），0.89 到 0.92）；用打乱的主干，只有 0.1 到 0.4（五个随机种子）。计算图一样，头部也一样，差别全在权重能看到什么。何况训练头部时，主干自己的权重一个也没有变。
# %% [markdown] id="thaw-intro" lang="en"
# ## Thawing, and what must not melt
#
# Once the head has learned, the trunk may go on learning as well: fine-tuning. A `BatchNormalization` in it (chapter 07) has averages from millions of images, which a few small batches would spoil. In Keras 2 one wrote `trunk(images, training=False)`.
#
# **Predict, then run.** Do the averages stay as they are?
# %% [markdown] id="thaw-intro" lang="zh"
# ## 解冻，但有的不能化
#
# 头部学会之后，主干也可以继续学习，这叫微调（fine-tuning）。主干里的 `BatchNormalization`（见第 07 章）带着从几百万张图片累积下来的均值和方差，几个小批次就会把它们毁掉。在 Keras 2 里，人们写的是 `trunk(images, training=False)`。
#
# **先预测，再运行。** 这些累积值会保持不变吗？
# %% id="thaw-trunk"
image = keras.Input((32, 32, 3))
norm = layers.BatchNormalization(name="norm")
features = layers.ReLU()(norm(layers.Conv2D(8, 3, strides=2)(image)))
normed = keras.Model(image, features, name="normed")
# %% id="thaw-run"
images = keras.Input((32, 32, 3))
summary = layers.GlobalAveragePooling2D()(normed(images, training=False))
tuned = keras.Model(images, layers.Dense(10)(summary))
tuned.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
before = norm.moving_mean.numpy()
tuned.fit(x_train[:200], y_train[:200], verbose=0)
print("averages as before:", np.array_equal(before, norm.moving_mean.numpy()))
# %% [markdown] id="thaw-meaning" lang="en"
# > **Changed since the guide:** They don't. `fit` calls the model with `training=True`, and in Keras 3 a functional model hands that to each of its layers, in place of what stands in the graph. What holds is freezing: a frozen `BatchNormalization` keeps to its averages in training, too. (So does a layer of your own whose `call` says `training=False`.)
# %% [markdown] id="thaw-meaning" lang="zh"
# > **原指南之后的变化：** 不会。`fit` 以 `training=True` 调用模型，而在 Keras 3 里，函数式模型会把它传给自己的每个层，取代计算图里写好的值。管用的是冻结：冻结的 `BatchNormalization` 在训练时也只用累积值。（自己写一个层，在 `call` 里写明 `training=False`，也可以。）
# %% [markdown] id="ex09d-task" lang="en"
# ### Exercise ex09d: fine-tuning
#
# Write `fine_tune(trunk, num_classes)`. `trunk` is a functional model from images to features of the shape `(h, w, c)`, with some `BatchNormalization` layers; it comes frozen. Return a functional model that runs this trunk (no copy) and goes on with `GlobalAveragePooling2D` and one `Dense` that gives `num_classes` logits. In training all layers of the trunk learn, but the averages of its `BatchNormalization` layers stay as they are, and are used; whether the scales and shifts of these layers learn is up to you. For example, after `fine_tune(normed, 10)` the convolution of `normed` is trainable, and training leaves `norm.moving_mean` alone.
# %% [markdown] id="ex09d-task" lang="zh"
# ### 练习 ex09d：微调
#
# 请写出 `fine_tune(trunk, num_classes)`。`trunk` 是一个函数式模型，从图片到形状为 `(h, w, c)` 的特征，里面有若干个 `BatchNormalization` 层；交给你时是冻结的。返回一个函数式模型：运行这个主干（不要复制），再接上 `GlobalAveragePooling2D` 和一个给出 `num_classes` 个 logits 的 `Dense`。训练时，主干的各层都要学习，但其中 `BatchNormalization` 层的累积值保持不变，并且用的就是它们；这些层的缩放和平移是否学习，由你决定。例如调用 `fine_tune(normed, 10)` 之后，`normed` 的卷积层可以训练，而训练不会改动 `norm.moving_mean`。
# %% id="ex09d" role="solution"
def fine_tune(trunk, num_classes):
    """A head on a trunk that learns, but for the averages of its normalisation."""
    ### BEGIN SOLUTION
    trunk.trainable = True
    for layer in trunk.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = layers.GlobalAveragePooling2D()(trunk(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
    ### END SOLUTION


# %% id="check-ex09d" role="test" points=3
check("ex09d", fine_tune)
# %% [markdown] id="nodes-summary" lang="en"
# ## Summary
#
# | you write | it means |
# |---|---|
# | `model.get_layer(name).output` | a place in the graph, the start or the end of a new model; for a layer called several times, only the first call |
# | `keras.Model(model.input, [layer.output for layer in model.layers])` | everything that the network sees on the way, with no new weight |
# | `model.get_config()["layers"]` | each layer with its calls, and where their tensors come from |
# | `clone_model(model, clone_function=..., call_function=...)` | goes through the model's own calls, one by one |
# | `gram_matrix(features)` | what was seen together, not where |
# | `trunk.trainable = False` | freezes the layers, in every model that uses them |
#
# The graph says what can be seen; the weights say what is seen.
# %% [markdown] id="nodes-summary" lang="zh"
# ## 小结
#
# | 你写的代码 | 它的含义 |
# |---|---|
# | `model.get_layer(name).output` | 计算图里的一个位置，可以作新模型的起点或终点；层被多次调用时，只是第一次的结果 |
# | `keras.Model(model.input, [layer.output for layer in model.layers])` | 网络一路上看到的一切，不增加任何权重 |
# | `model.get_config()["layers"]` | 每个层的各次调用，以及张量从哪里来 |
# | `clone_model(model, clone_function=..., call_function=...)` | 逐个走过模型自己的调用 |
# | `gram_matrix(features)` | 哪些东西一起出现，不管在哪里 |
# | `trunk.trainable = False` | 冻结这些层，在每个用到它们的模型里都生效 |
#
# 计算图决定能看到哪里，权重决定看到什么。
# %% [markdown] id="nodes-next" lang="en"
# **Next:** [10 · Layers of your own](10_custom_layers.ipynb). Until now you have reused the layers of others. What must a layer be able to do so that a graph can take it up?
# %% [markdown] id="nodes-next" lang="zh"
# **下一章：** [10 · 自定义层](10_custom_layers.ipynb)。到目前为止，用的都是别人写好的层。一个层要具备什么，才能进入计算图？
