"""Shells, magics, and what can't exist here: a package, a display, a terminal, a network, a keyboard."""

from autograder.graphs.finding import Finding
from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "magics"
_OWN_ERROR = {"type": "ZeroDivisionError", "line": 1, "code": "ratio = 1 / 0", "message": "division by zero"}
_OWN_ERROR |= {"unknown": "keras"}


def on_top(name: str, chapter: str, code: str, en: str, zh: str, **more: object) -> None:
    """A way to put these lines above the imports, in their cell."""
    case(name, ITEM, chapter, en, zh, **more)(lambda book: book.on_top(book.imports, code))


def above(name: str, chapter: str, code: str, en: str, zh: str, **more: object) -> None:
    """A way to put a cell with these lines above each answer."""

    def change(book: Book) -> None:
        for exercise in book.ids:
            book.before(exercise, code)

    case(name, ITEM, chapter, en, zh, **more)(change)


on_top(
    "shell-on-top",
    "05",
    "!ls",
    "`!ls` is the first line of the imports cell: a shell works, the rest of the cell, too.",
    "导入单元格第一行是 `!ls`：命令能执行，其余各行也照常。",
    of_wrong=True,
)
on_top(
    "pip-install",
    "01",
    "!pip install -q keras tensorflow\n%pip install -q seaborn",
    "Packages are installed at the top of the imports cell, as on Colab; there is no network here.",
    "像在 Colab 里那样在导入单元格开头安装软件包；这里没有网络。",
    of_wrong=True,
)
on_top(
    "nvidia-smi",
    "10",
    "!nvidia-smi\ngpu_info = !nvidia-smi\nfiles = !ls -la\nprint(files[:1])",
    "The shell is asked for a GPU and for files, the answers go into variables.",
    "用命令查看 GPU 和文件，结果存入变量。",
    of_wrong=True,
)
on_top(
    "wget-and-unzip",
    "01",
    "!wget -q https://example.com/data.zip\n!unzip -o data.zip\n!mkdir -p models && ls models",
    "Data is fetched by `!wget`, which no answer needs.",
    "用 `!wget` 下载数据，答案用不到。",
)
on_top(
    "drive-mount",
    "01",
    "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive/keras",
    "Google Drive is mounted at the top of the imports cell: there is none here, the imports below it count.",
    "导入单元格开头挂载 Google Drive：这里没有它，下面的导入照常生效。",
    of_wrong=True,
)
on_top(
    "drive-mount-classes",
    "10",
    "from google.colab import drive, files\ndrive.mount('/content/drive')\nuploaded = files.upload()",
    "Drive is mounted and a file uploaded at the top of the imports cell of chapter 10.",
    "第 10 章的导入单元格开头挂载 Drive 并上传文件。",
)
on_top(
    "seaborn-missing",
    "01",
    "import seaborn as sns\nsns.set_theme()",
    "`import seaborn` stands on top, a package that is not here: the other imports count.",
    "开头是 `import seaborn`，这里没有这个包：其他导入照常生效。",
    of_wrong=True,
)
on_top(
    "many-packages-missing",
    "05",
    "import pandas as pd, torch\nfrom sklearn.model_selection import train_test_split\nfrom tqdm.notebook import tqdm\nimport cv2\n",
    "Five packages that are not here are imported on top, none is used by an answer.",
    "开头导入了五个这里没有的包，答案都没用到。",
    of_wrong=True,
)
on_top(
    "old-keras-imports",
    "01",
    "from keras.utils import np_utils\nfrom keras.preprocessing.image import ImageDataGenerator\n"
    "from keras.layers.normalization import BatchNormalization",
    "Imports of names that Keras dropped stand on top: they fail in the notebook, too, but no answer needs them.",
    "开头导入了 Keras 已去掉的名字：在笔记本里同样失败，但没有答案需要它们。",
)
on_top(
    "keyboard",
    "05",
    "name = input('Your name: ')\nprint('Hello', name)",
    "`input()` stands on top: there is no keyboard here, the imports below it count.",
    "开头有 `input()`：这里没有键盘，下面的导入照常生效。",
    of_wrong=True,
)
on_top(
    "password",
    "01",
    "import getpass\ntoken = getpass.getpass('Kaggle token: ')\nuser = input()",
    "A password is asked for on top of the imports.",
    "导入之前要求输入密码。",
)
on_top(
    "matplotlib-widget",
    "05",
    "%matplotlib widget",
    "`%matplotlib widget` stands on top, whose package is not here.",
    "开头是 `%matplotlib widget`，这里没有它需要的包。",
    of_wrong=True,
)
on_top(
    "matplotlib-notebook-and-qt",
    "10",
    "%matplotlib notebook\n%matplotlib qt",
    "`%matplotlib notebook` and `%matplotlib qt` stand on top: there is no such display here.",
    "开头是 `%matplotlib notebook` 和 `%matplotlib qt`：这里没有这种显示方式。",
)
on_top(
    "matplotlib-tk",
    "05",
    "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.figure(); plt.show()",
    "A backend of matplotlib's that needs a screen is chosen, a figure shown.",
    "选用了需要屏幕的 matplotlib 后端，并显示图片。",
)
on_top(
    "network-on-top",
    "01",
    "import urllib.request\nurllib.request.urlretrieve('https://example.com/data.csv', 'data.csv')\n"
    "import requests\nrequests.get('https://example.com', timeout=3)",
    "A file is fetched from the network on top of the imports.",
    "导入之前从网络下载文件。",
    of_wrong=True,
)
on_top(
    "environment-of-home",
    "10",
    "import os\nhome = os.environ['USER']\nlogin = os.getlogin()\nsize = os.get_terminal_size()",
    "The user's name and the size of the terminal are asked for, which a grader has not.",
    "读取用户名和终端大小，评分环境里没有。",
)
on_top(
    "program-missing",
    "01",
    "import subprocess\nprint(subprocess.run(['nvidia-smi'], capture_output=True, text=True).stdout)",
    "A program is started on top that is not here.",
    "开头启动了一个这里没有的程序。",
)
on_top(
    "tensorboard",
    "05",
    "%load_ext tensorboard\n%tensorboard --logdir logs\n%load_ext autoreload\n%autoreload 2",
    "Extensions are loaded, one of which is not here.",
    "加载扩展，其中一个这里没有。",
    of_wrong=True,
)
on_top(
    "unknown-magics",
    "01",
    "%tensorflow_version 2.x\n%nbextension enable\n%config InlineBackend.figure_format = 'retina'\n%env A=1\n%xmode Minimal",
    "Magics on top, some of which only Colab knows.",
    "开头有一些魔法命令，其中几个只有 Colab 认识。",
    of_wrong=True,
)
on_top(
    "help-on-top",
    "10",
    "?keras.Model\nkeras.layers.Dense?\n%lsmagic",
    "Help is asked for with `?` before the imports and magics are listed.",
    "导入之前用 `?` 查帮助、列出魔法命令。",
)
on_top(
    "own-error-on-top",
    "01",
    "ratio = 1 / 0",
    "The imports cell begins with the learner's own error, in the notebook as here. What needs the imports fails, and is told this first cause.",
    "导入单元格一开头就是学生自己的错误，在笔记本里也一样。依赖导入的答案因此失败，并会说明最初的原因。",
    gets={"ex01a": 0, "ex01c": 0, "ex01d": 0},
    may="import_failed",
    told=lambda book: Finding("answer.earlier_cell_raised", _OWN_ERROR),
)
above(
    "bash-and-html",
    "01",
    "%%bash\necho hello\nls | head -3",
    "Cells of `%%bash` stand above the answers.",
    "答案上面有 `%%bash` 单元格。",
    of_wrong=True,
)
above(
    "html-and-script",
    "05",
    "%%html\n<b>Exercise</b>",
    "Cells of `%%html` stand above the answers.",
    "答案上面有 `%%html` 单元格。",
)
above(
    "unknown-cell-magic",
    "10",
    "%%sql\nSELECT 1",
    "Cells of a magic that is not here stand above the answers.",
    "答案上面有这里没有的魔法命令单元格。",
)
above(
    "waiting-and-threads",
    "01",
    "import threading, time\nthread = threading.Thread(target=time.sleep, args=(0.05,))\nthread.start()\ntime.sleep(0.05)",
    "Threads are started, time is waited for.",
    "启动线程、等待时间。",
)
above(
    "widgets",
    "05",
    "import ipywidgets\nfrom IPython.display import clear_output, display\nslider = ipywidgets.IntSlider()\ndisplay(slider)\n"
    "@ipywidgets.interact(x=(0, 5))\ndef shown(x):\n    print(x)\nclear_output()",
    "Widgets are shown, outputs cleared.",
    "显示小部件、清除输出。",
    of_wrong=True,
)
