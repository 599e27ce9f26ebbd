"""What can't exist here, part two: devices, downloads; and more of the files beside a notebook."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case
from tests.odd_notebooks.magics import on_top

on_top(
    "gpu-or-nothing",
    "05",
    "import tensorflow as tf\ndevice_name = tf.test.gpu_device_name()\nif device_name != '/device:GPU:0':\n"
    "    raise SystemError('GPU device not found')\n",
    "Colab's own lines stand on top that ask for a GPU and raise without one.",
    "开头是 Colab 自带的几行：检查 GPU，没有就报错。",
    of_wrong=True,
)
on_top(
    "gpu-asserted",
    "10",
    "import tensorflow as tf\nassert tf.config.list_physical_devices('GPU'), 'switch the accelerator on'\n"
    "first = tf.config.list_physical_devices('GPU')[0]\ntf.config.experimental.set_memory_growth(first, True)\n",
    "An `assert` on top wants a GPU, the next lines take the first one.",
    "开头用 `assert` 要求有 GPU，接着取第一块。",
)
on_top(
    "tpu",
    "01",
    "import tensorflow as tf\nresolver = tf.distribute.cluster_resolver.TPUClusterResolver(tpu='')\n"
    "tf.config.experimental_connect_to_cluster(resolver)\n",
    "A TPU is asked for on top.",
    "开头请求使用 TPU。",
)
on_top(
    "colab-or-not",
    "10",
    "import sys\nIN_COLAB = 'google.colab' in sys.modules\nif IN_COLAB:\n    !pip install -q keras\n"
    "try:\n    import seaborn\nexcept ImportError:\n    !pip install -q seaborn\n    import seaborn\n",
    "Packages are installed where they are missing, by lines of the shell within `if` and `try`.",
    "缺少的包就安装：在 `if` 和 `try` 里写命令行。",
    of_wrong=True,
)
on_top(
    "data-downloaded",
    "01",
    "import keras\n(x, y), test = keras.datasets.boston_housing.load_data()\n"
    "base = keras.applications.MobileNetV2(weights='imagenet', include_top=False, input_shape=(32, 32, 3))\n",
    "A dataset and trained weights are downloaded on top, which no answer needs.",
    "开头下载数据集和训练好的权重，答案用不到。",
)


@case(
    "data-downloaded-in-the-answer",
    "magics",
    "05",
    "A dataset is downloaded at the top of the answer's cell, which doesn't need it.",
    "答案单元格开头下载数据集，但用不到它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.on_top("ex05a", "(x_all, y_all), _test = keras.datasets.cifar10.load_data()\n")


@case(
    "keyboard-in-a-loop",
    "magics",
    "01",
    "A loop asks at the keyboard until somebody says yes.",
    "循环等待键盘输入，直到有人回答 yes。",
)
def _(book: Book) -> None:
    book.before("ex01a", "while input('Continue? ') != 'yes':\n    pass\n")


@case(
    "star-import-from-beside",
    "files",
    "01",
    "`from my_helpers import *` brings all answers from a file beside the notebook.",
    "`from my_helpers import *` 从旁边的文件带入所有答案。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.files["my_helpers.py"] = (
        "import keras\nfrom keras import layers\n\n" + "\n\n".join(book.answers.values())
    ).encode()
    book["ex01a"] = "from my_helpers import *\n"
    for exercise in ("ex01b", "ex01c"):
        book[exercise] = "# in my_helpers.py\n"


@case(
    "module-patched-and-reloaded",
    "files",
    "10",
    "A module beside the notebook is reloaded, and a cell sets one of its variables.",
    "重新加载旁边的模块，再由一个单元格设置它的变量。",
)
def _(book: Book) -> None:
    book.files["options.py"] = b"START = 'zeros'\n"
    book.before("ex10c", "import importlib\nimport options\nimportlib.reload(options)\n", "options.START = 'ones'\n")
    book.replace("ex10c", '"ones"', "options.START")


@case(
    "file-written-in-two-parts",
    "files",
    "05",
    "`%%writefile` writes the first part of a module, `%%writefile -a` the second, a third cell imports it.",
    "`%%writefile` 写模块的前半部分，`%%writefile -a` 写后半部分，第三个单元格导入。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex05b", "%%writefile nets.py\nimport keras\nfrom keras import layers, ops\n\n")
    book.before("ex05b", "%%writefile -a nets.py\n" + book["ex05b"])
    book["ex05b"] = "import nets\n\nbuild_ensemble = nets.build_ensemble\n"


@case(
    "folder-with-a-space",
    "files",
    "01",
    "A module beside the notebook uses another one, in a folder with a space and Chinese in its name.",
    "旁边的模块用到另一个模块，所在文件夹的名字带空格和汉字。",
)
def _(book: Book) -> None:
    book.files["我的 代码/net.py"] = ("import keras\nfrom keras import layers\n\n" + book["ex01a"]).encode()
    book["ex01a"] = "import sys\nsys.path.append('我的 代码')\nfrom net import build_mlp\n"
