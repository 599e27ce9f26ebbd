"""What can't exist here, part two: devices and downloads."""

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
