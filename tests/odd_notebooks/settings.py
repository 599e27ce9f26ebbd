"""Global settings that the learner made: what the notebook said, the grader says."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "settings"


def in_imports(name: str, chapter: str, code: str, en: str, zh: str, **more: object) -> None:
    """A way to put these lines below the imports, in their cell."""
    case(name, ITEM, chapter, en, zh, **more)(lambda book: book.below(book.imports, "\n" + code))


def in_a_cell(name: str, chapter: str, code: str, en: str, zh: str, **more: object) -> None:
    """A way to put these lines into a cell of their own, below the imports."""
    case(name, ITEM, chapter, en, zh, **more)(lambda book: book.after(book.imports, code))


for digits in ("01", "05", "10"):
    for policy, way in (("mixed_float16", in_imports), ("mixed_bfloat16", in_a_cell), ("float64", in_a_cell)):
        way(
            f"policy-{policy.replace('_', '-')}-{digits}",
            digits,
            f'keras.mixed_precision.set_global_policy("{policy}")\n',
            f"The policy `{policy}` is set for the whole notebook: answers are judged under it.",
            f"为整个笔记本设置了 `{policy}` 策略：在这个策略下评分。",
            of_wrong=digits == "01",
        )

in_imports(
    "floatx-float64",
    "01",
    'keras.config.set_floatx("float64")\n',
    '`set_floatx("float64")` stands in the imports cell: answers are judged under it.',
    '导入单元格里有 `set_floatx("float64")`：在这个设置下评分。',
    of_wrong=True,
)
in_a_cell(
    "floatx-float64-own-cell",
    "05",
    'keras.backend.set_floatx("float64")\n',
    '`set_floatx("float64")` stands in a cell of its own: answers are judged under it.',
    '`set_floatx("float64")` 写在单独的单元格里：在这个设置下评分。',
    of_wrong=True,
)
in_imports(
    "floatx-float16",
    "01",
    'keras.config.set_floatx("float16")\n',
    "All numbers are `float16`: answers are judged as exactly as that allows.",
    "所有数都是 `float16`：在它允许的精度内评分。",
)
in_imports(
    "policy-bfloat16",
    "05",
    'keras.config.set_dtype_policy("bfloat16")\n',
    "All numbers are `bfloat16`, which NumPy doesn't know: answers are judged as exactly as that allows.",
    "所有数都是 `bfloat16`（NumPy 本身没有这种类型）：在它允许的精度内评分。",
)
in_imports(
    "policy-bfloat16-01",
    "01",
    'keras.config.set_dtype_policy("bfloat16")\n',
    "All numbers of chapter 01 are `bfloat16`: judged as exactly as that allows.",
    "第 01 章里所有数都是 `bfloat16`：在它允许的精度内评分。",
    of_wrong=True,
)
in_imports(
    "policy-bfloat16-classes",
    "10",
    'keras.config.set_dtype_policy("bfloat16")\n',
    "All numbers are `bfloat16`, in the classes of chapter 10: judged as exactly as that allows.",
    "第 10 章的类里所有数都是 `bfloat16`：在它允许的精度内评分。",
)
in_imports(
    "channels-first",
    "01",
    'keras.config.set_image_data_format("channels_first")\n',
    "`channels_first` is set, under which the model of ex01c has no room for its second convolution: it is judged without, too, and the better counts.",
    "设置了 `channels_first`，这样 ex01c 的模型容不下第二个卷积：也在不带这个设置的情况下评一次，取好的那个。",
    of_wrong=True,
    kept=False,
)
in_imports(
    "channels-first-without-pictures",
    "10",
    'keras.config.set_image_data_format("channels_first")\n',
    "`channels_first` is set, and no answer has to do with pictures.",
    "设置了 `channels_first`，但答案与图片无关。",
)
in_imports(
    "warnings-as-errors",
    "05",
    'import warnings\nwarnings.filterwarnings("error")\n',
    "`warnings.filterwarnings(\"error\")`: warnings of Keras's and of ours are not the learner's faults.",
    '`warnings.filterwarnings("error")`：Keras 和评分程序自己的警告不算学生的错。',
    of_wrong=True,
)
in_a_cell(
    "warnings-as-errors-own-cell",
    "10",
    'import warnings\nwarnings.simplefilter("error")\n',
    '`warnings.simplefilter("error")` in a cell of its own: warnings of ours are not the learner\'s faults.',
    '单独的单元格里有 `warnings.simplefilter("error")`：评分程序自己的警告不算学生的错。',
)
in_imports(
    "numpy-raises",
    "01",
    'np.seterr(all="raise")\n',
    '`np.seterr(all="raise")`: what our own arithmetic meets is not the learner\'s fault.',
    '`np.seterr(all="raise")`：评分程序自己的运算触发的错误不算学生的。',
    of_wrong=True,
)
in_imports(
    "recursion-limit",
    "01",
    "import sys\nsys.setrecursionlimit(150)\n",
    "The limit of recursion is very low: it holds for the learner's code, not for ours.",
    "递归上限设得很低：只管学生的代码，不影响评分程序。",
)
in_imports(
    "recursion-limit-raised",
    "05",
    "import sys\nsys.setrecursionlimit(10**6)\nsys.tracebacklimit = 0\n",
    "The limit of recursion is raised, tracebacks are cut: no matter.",
    "提高了递归上限，截断了错误追踪：没有影响。",
)
in_imports(
    "another-folder",
    "05",
    "import os\nos.makedirs('work', exist_ok=True)\nos.chdir('work')\n",
    "The notebook changes into a folder that it made.",
    "笔记本切换到自己新建的文件夹。",
    of_wrong=True,
)
in_imports(
    "folder-of-drive",
    "10",
    "import os\nos.chdir('/content/drive/MyDrive/keras-course')\nimport pprint\n",
    "The notebook changes into a folder of Google Drive, which is not here: only that line is lost.",
    "笔记本切换到 Google Drive 里的文件夹，这里没有它：只有这一行失效。",
    of_wrong=True,
)
in_imports(
    "paths-on-top",
    "01",
    "import sys\nsys.path.insert(0, '/content/drive/MyDrive')\nsys.path.insert(0, '..')\nsys.path.append('src')\n",
    "Folders that are not here were put on Python's path.",
    "往 Python 搜索路径里加了这里没有的文件夹。",
)
in_imports(
    "logging-everything",
    "01",
    "import logging\nlogging.basicConfig(level=logging.DEBUG, force=True)\nlogging.captureWarnings(True)\n",
    "Everything is logged to stderr: that never counts against anyone.",
    "所有日志都输出到 stderr：这从不影响成绩。",
    of_wrong=True,
)
in_imports(
    "stdout-to-a-file",
    "05",
    "import sys\nsys.stdout = open('log.txt', 'w')\n",
    "What is printed goes to a file from here on.",
    "从这里起，打印都写进文件。",
    of_wrong=True,
)
in_imports(
    "hundred-thousand-lines",
    "01",
    "for k in range(100_000):\n    print('line', k)\n",
    "100,000 lines are printed in the imports cell: what is shown is cut, the marks are not.",
    "导入单元格里打印了 10 万行：显示会截断，成绩不受影响。",
    of_wrong=True,
)
in_imports(
    "seeds",
    "10",
    "import random\nrandom.seed(0)\nnp.random.seed(0)\nkeras.utils.set_random_seed(0)\n",
    "Random numbers are seeded in every way.",
    "用各种方式设置了随机种子。",
)
in_imports(
    "devices",
    "01",
    "import tensorflow as tf\nfor gpu in tf.config.list_physical_devices('GPU'):\n"
    "    tf.config.experimental.set_memory_growth(gpu, True)\ntf.config.set_visible_devices([], 'GPU')\n"
    "tf.config.threading.set_inter_op_parallelism_threads(2)\n",
    "TensorFlow's devices and threads are configured.",
    "配置了 TensorFlow 的设备和线程。",
    of_wrong=True,
)
in_imports(
    "first-gpu",
    "05",
    "import tensorflow as tf\ngpu = tf.config.list_physical_devices('GPU')[0]\nimport math\n",
    "The first GPU is asked for, which is not here: only that line is lost.",
    "要用第一块 GPU，这里没有：只有这一行失效。",
)
in_imports(
    "eagerly",
    "10",
    "import tensorflow as tf\ntf.config.run_functions_eagerly(True)\ntf.data.experimental.enable_debug_mode()\n",
    "Functions run eagerly, for debugging.",
    "为了调试，让函数即时执行。",
)
in_imports(
    "keras-switches",
    "01",
    "keras.config.disable_traceback_filtering()\nkeras.config.disable_interactive_logging()\n"
    "keras.config.set_epsilon(1e-4)\nkeras.config.enable_unsafe_deserialization()\n",
    "Switches of Keras's: tracebacks, logging, epsilon.",
    "Keras 的各种开关：错误追踪、日志、epsilon。",
)
in_imports(
    "numpy-names-of-old",
    "05",
    "np.float, np.int, np.bool, np.object = float, int, bool, object\nnp.set_printoptions(precision=2, threshold=5)\n",
    "Names that NumPy dropped are put back, as old code needs them.",
    "补回了 NumPy 已去掉的旧名字。",
)
in_imports(
    "backend-jax",
    "01",
    "import os\nos.environ['KERAS_BACKEND'] = 'jax'\nos.environ['CUDA_VISIBLE_DEVICES'] = '-1'\n",
    "The environment asks for another backend; the graph is the same in each.",
    "环境变量要求另一个后端；图在各后端里是一样的。",
)
in_a_cell(
    "time-and-place",
    "10",
    "import locale, os, time\nos.environ['TZ'] = 'Asia/Shanghai'\ntime.tzset()\nlocale.setlocale(locale.LC_ALL, '')\n",
    "Time zone and locale are set.",
    "设置了时区和区域。",
)


@case(
    "session-cleared-between",
    ITEM,
    "05",
    "`keras.utils.clear_session()` stands above each answer: names of layers begin anew.",
    "每个答案上面都有 `keras.utils.clear_session()`：层名重新编号。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.before(exercise, "keras.utils.clear_session()\nkeras.backend.clear_session(free_memory=True)")


@case(
    "policy-in-the-answer",
    ITEM,
    "10",
    "The policy is set at the top of the first answer's cell.",
    "在第一题答案单元格的开头设置了策略。",
)
def _(book: Book) -> None:
    book.on_top("ex10a", 'keras.config.set_dtype_policy("mixed_float16")\n')


@case(
    "policy-and-back",
    ITEM,
    "01",
    "The policy is set for an experiment and put back below it.",
    "为了做实验设置了策略，随后又改回来。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex01a", 'keras.config.set_dtype_policy("mixed_float16")', "keras.Sequential([layers.Dense(2)])")
    book.before("ex01a", 'keras.config.set_dtype_policy("float32")')


@case(
    "display-styles",
    ITEM,
    "05",
    "Styles and sizes of pictures are set, a backend of matplotlib's without a screen is chosen.",
    "设置了图片的样式和大小，选用了不需要屏幕的 matplotlib 后端。",
)
def _(book: Book) -> None:
    book.below(book.imports, "import matplotlib\nmatplotlib.use('Agg')\nplt.style.use('ggplot')\nplt.ion()\n")
    book.below(book.imports, "plt.rcParams['figure.dpi'] = 200\nplt.rcParams['text.usetex'] = False\n")
