# %% [markdown] id="welcome-goals" lang="en"
# # 00 · Set-up: is everything in place?
#
# After this chapter you can
#
# - tell whether your machine is ready for the course,
# - run, restart and reset a notebook without fear,
# - have an answer checked, take a hint, and see how far you are.
#
# Time: about 10 minutes.
# %% [markdown] id="welcome-goals" lang="zh"
# # 00 · 环境配置：一切就绪了吗？
#
# 学完本章，你能够
#
# - 判断自己的电脑是否满足课程的要求，
# - 放心地运行、重启和重置笔记本，
# - 检查自己的答案、查看提示、了解自己的进度。
#
# 用时：约 10 分钟。
# %% [markdown] id="welcome-run" lang="en"
# A notebook is made of *cells*: text like this one, and code like the next one. Click into the code below and press `Shift+Enter`. It runs, and the next cell is selected.
# %% [markdown] id="welcome-run" lang="zh"
# 笔记本由一个个**单元格**（cell）组成：有的是文字，比如这一格；有的是代码，比如下一格。点进下面的代码，按 `Shift+Enter`，它就会运行，并自动选中下一格。
# %% id="setup"
from autograder.notebook import lint, start, why

check, hint, solution, progress = start("en")
# %% [markdown] id="welcome-setup" lang="en"
# No output means that all went well. These two lines open every chapter. They give you four functions, which you meet below; everything else in the course is plain Keras, as you would write it in your own project.
# %% [markdown] id="welcome-setup" lang="zh"
# 没有输出，就说明一切顺利。每一章都以这两行开头，它们给你四个函数，下文会逐一介绍。除此之外，课程里的代码都是普通的 Keras 代码，和你在自己的项目里写的一样。
# %% [markdown] id="doctor-intro" lang="en"
# ## Is the machine ready?
#
# The doctor looks at Python, Keras, its backend, the processor, Graphviz and the data that come with the course, and prints one line for each. The first run takes some seconds, because TensorFlow is being loaded.
# %% [markdown] id="doctor-intro" lang="zh"
# ## 电脑准备好了吗？
#
# 下面的“体检”会依次检查 Python、Keras 及其后端、处理器、Graphviz 和课程自带的数据，每项一行。第一次运行要等几秒钟，因为要加载 TensorFlow。
# %% id="doctor-run" tags=["nbval-ignore-output"]
import helpers

helpers.doctor()
# %% [markdown] id="doctor-fix" lang="en"
# A line that isn't `OK` says what to do about it. Without Graphviz you lose one function, Keras's `plot_model`; the course draws its own pictures and doesn't depend on it.
#
# > **Tip:** `kfa doctor` prints the same lines in a terminal.
# %% [markdown] id="doctor-fix" lang="zh"
# 不是 `OK` 的那一行会告诉你该怎么办。没有 Graphviz，只是用不了 Keras 的 `plot_model` 这一个函数；课程里的图由课程自己来画，不依赖它。
#
# > **提示：** 在终端里运行 `kfa doctor`，会看到同样的几行。
# %% [markdown] id="device-intro" lang="en"
# ## GPU or CPU?
#
# Keras computes through a backend, here TensorFlow, and the backend uses whatever processors it finds. Ask it.
# %% [markdown] id="device-intro" lang="zh"
# ## GPU 还是 CPU？
#
# Keras 的计算由后端（backend）完成，这里用的是 TensorFlow；后端能找到什么处理器，就用什么处理器。问问它就知道了。
# %% id="device-list" tags=["nbval-ignore-output"]
import keras
import tensorflow as tf

print("Keras", keras.__version__, "on", keras.backend.backend())
[device.device_type for device in tf.config.list_physical_devices()]
# %% [markdown] id="device-meaning" lang="en"
# `['CPU']` is all you need: each chapter runs from top to bottom in less than 90 seconds on two processor cores. No chapter needs a GPU. Where the machine has one, and a TensorFlow that can use it is installed (the README says how), the list names it, and no line of code changes.
# %% [markdown] id="device-meaning" lang="zh"
# 只有 `['CPU']` 就足够了：在两个处理器核心上，每一章从头运行到尾都不超过 90 秒。没有哪一章非要 GPU 不可。如果电脑上有 GPU，又装了支持它的 TensorFlow（安装方法见 README），列表里就会出现它，代码一行也不用改。
# %% [markdown] id="order-predict" lang="en"
# ## Cells run in *your* order
#
# **Predict, then run.** Run the first of the next two cells once, the second one three times. What does the last run show: 2 or 4?
# %% [markdown] id="order-predict" lang="zh"
# ## 单元格按你的顺序运行
#
# **先预测，再运行。** 下面有两个单元格：第一个运行一次，第二个运行三次。最后一次会显示什么，2 还是 4？
# %% id="order-start"
count = 1
# %% id="order-step"
count = count + 1
count


# %% [markdown] id="order-meaning" lang="en"
# The last run shows 4, since each run adds one. Behind the notebook a Python process, the *kernel*, remembers every name. It knows what you ran, not what stands on the page; the number in brackets beside a cell counts the runs.
#
# > **Tip:** When results make no sense, choose *Kernel → Restart Kernel and Run All Cells…*: an empty memory, then every cell in the order of the page.
# %% [markdown] id="order-meaning" lang="zh"
# 最后一次显示 4：每运行一次就加一。笔记本背后有一个 Python 进程，叫作**内核**（kernel），它记得每一个变量。它只知道你运行过什么，不知道页面上写着什么；单元格旁边方括号里的数字，就是第几次运行。
#
# > **提示：** 结果莫名其妙的时候，选菜单 **Kernel → Restart Kernel and Run All Cells…**：清空内存，再按页面的顺序把所有单元格运行一遍。
# %% [markdown] id="keys-table" lang="en"
# ## Six keys
#
# | key | what it does |
# |---|---|
# | `Shift+Enter` | run this cell, go to the next |
# | `Ctrl+Enter` | run this cell, stay |
# | `Esc`, then `B` | new cell below |
# | `Tab` | complete a name |
# | `Shift+Tab` | show what a function takes |
# | `I`, `I` (after `Esc`) | stop a cell that runs too long |
#
# On a Mac, `Ctrl+Enter` is the same key, and `Cmd+S` saves.
# %% [markdown] id="keys-table" lang="zh"
# ## 六个快捷键
#
# | 按键 | 作用 |
# |---|---|
# | `Shift+Enter` | 运行这一格，跳到下一格 |
# | `Ctrl+Enter` | 运行这一格，停在原处 |
# | 先按 `Esc`，再按 `B` | 在下方新建一格 |
# | `Tab` | 补全名称 |
# | `Shift+Tab` | 查看函数的参数 |
# | `I`、`I`（先按 `Esc`） | 停止运行太久的单元格 |
#
# 在 Mac 上 `Ctrl+Enter` 不变，保存用 `Cmd+S`。
# %% [markdown] id="check-intro" lang="en"
# ## How an exercise works
#
# An exercise asks for a function with a given name. In its cell two lines hold the place: `# YOUR CODE HERE` and `raise NotImplementedError()`; put your code where they stand. The cell after it hands your function to `check`, which calls it, also with other arguments than the example's, and tells you at once what is right and what is not yet.
# %% [markdown] id="check-intro" lang="zh"
# ## 练习怎么做
#
# 每道练习请你写一个指定名称的函数。单元格里有两行占位代码：`# YOUR CODE HERE`（意思是“在这里写代码”）和 `raise NotImplementedError()`，把它们换成你的代码。后面的单元格把你的函数交给 `check`，由它来调用，除了例子里的参数，还会换用别的参数，然后马上告诉你哪里对了、哪里还不对。
# %% [markdown] id="ex00a-task" lang="en"
# ### Exercise ex00a: a warm-up
#
# Write `parameters(inputs, units)`: how many trainable numbers does a `Dense` layer have that receives `inputs` numbers and gives `units`? For example, `parameters(3, 2)` gives 8.
#
# Before you begin, run the two cells below as they are.
# %% [markdown] id="ex00a-task" lang="zh"
# ### 练习 ex00a：热身
#
# 请写出 `parameters(inputs, units)`：一个 `Dense` 层接收 `inputs` 个数值，输出 `units` 个数值，它一共有多少个可训练的参数？例如 `parameters(3, 2)` 等于 8。
#
# 动手之前，先原样运行下面两个单元格。
# %% id="ex00a" role="solution"
def parameters(inputs, units):
    """The number of trainable numbers of a Dense layer."""
    ### BEGIN SOLUTION
    return inputs * units + units
    ### END SOLUTION


# %% id="check-ex00a" role="test" points=1
check("ex00a", parameters)
# %% [markdown] id="check-ladder" lang="en"
# The first answer of `check` is "not attempted": no harm done. Now put a wrong answer in on purpose, say `return inputs + units`, run both cells again, and read what it says. You may try as often as you like.
# %% [markdown] id="check-ladder" lang="zh"
# `check` 的第一个回答是“尚未作答”，没有关系。现在故意写一个错误的答案，比如 `return inputs + units`，再运行这两个单元格，看看它怎么说。尝试的次数不限。
# %% [markdown] id="hint-intro" lang="en"
# Stuck? Each call of `hint` opens one more hint, from a nudge to nearly the answer.
# %% [markdown] id="hint-intro" lang="zh"
# 卡住了？每调用一次 `hint`，就多看到一条提示：从轻轻一点，到几乎说破。
# %% id="hint-open" tags=["nbval-ignore-output"]
hint("ex00a")
# %% [markdown] id="solution-intro" lang="en"
# And if the hints are not enough, write `solution("ex00a")` in a new cell. It shows one way to do it. Yours may look different and be just as right: the check looks at what your function does, not at how it is written.
# %% [markdown] id="solution-intro" lang="zh"
# 如果提示还不够，就新建一格，写上 `solution("ex00a")`，它会给出一种解法。你的写法可以不一样，而且同样正确：检查看的是函数做了什么，而不是怎么写的。
# %% [markdown] id="progress-intro" lang="en"
# `progress` lists the exercises that you have solved. It is kept in your user folder, so it survives a restart and a fresh copy of a notebook.
# %% [markdown] id="progress-intro" lang="zh"
# `progress` 列出你已经完成的练习。进度保存在你的用户文件夹里，重启内核、换一份新的笔记本，它都还在。
# %% id="progress-show" tags=["nbval-ignore-output"]
progress()
# %% [markdown] id="map-intro" lang="en"
# ## The map
#
# A course is a graph, too. An arrow leads from what you should know to what builds on it; the minutes are for a first reading, exercises included.
# %% [markdown] id="map-intro" lang="zh"
# ## 课程地图
#
# 课程本身也是一张图：箭头从应当先学的一章，指向以它为基础的一章；分钟数按第一次学习估计，包括练习。
# %% id="map-show"
helpers.course_map()
# %% [markdown] id="map-routes" lang="en"
# Three routes:
#
# - **An evening** (about 3 h): [01](01_introduction.ipynb), [02](02_training.ipynb), [06](06_multiple_inputs_outputs.ipynb). You can build, train and read graphs with several inputs and outputs.
# - **A weekend** (about 6 h): [01](01_introduction.ipynb) to [08](08_shared_layers.ipynb), one after the other: everything that the functional API is for.
# - **Everything** (about 14 h): behind these, feature extraction, layers of your own, the choice of a style, the capstone, and a [project of your own](14_project.ipynb), which needs no more than 03 and 08.
#
# Chapters 03 and 07 can be put off; nothing but what an arrow leads to misses them.
# %% [markdown] id="map-routes" lang="zh"
# 三条路线：
#
# - **一个晚上**（约 3 小时）：[01](01_introduction.ipynb)、[02](02_training.ipynb)、[06](06_multiple_inputs_outputs.ipynb)。学完能搭建、训练并读懂有多个输入和输出的计算图（graph）。
# - **一个周末**（约 6 小时）：从 [01](01_introduction.ipynb) 到 [08](08_shared_layers.ipynb)，依次学完：函数式 API 的主要用途都在这里。
# - **全部内容**（约 14 小时）：之后是特征提取、自定义层、风格的选择、综合练习，以及[自己的项目](14_project.ipynb)；做项目只需要学过 03 和 08。
#
# 第 03 章和第 07 章可以往后放；只有箭头指向的那几章用得到它们。
# %% [markdown] id="reset-intro" lang="en"
# ## Start a chapter afresh
#
# You work on your own copy of the course: you can't break anything. In a terminal, `kfa reset 01` puts a fresh chapter 01 in place and keeps your old one beside it.
# %% [markdown] id="reset-intro" lang="zh"
# ## 从头再来
#
# 你用的是课程的一份副本，怎么改都不会弄坏课程本身。在终端里运行 `kfa reset 01`，就会换上一份全新的第 01 章，你原来的那份保留在旁边。
# %% [markdown] id="language-intro" lang="en"
# ## Two languages
#
# Every chapter exists in English and in Chinese, with the same cells and the same code; only the first code cell names the language. `kfa lab --lang en` opens the one, `kfa lab --lang zh` the other; solved exercises count in both.
# %% [markdown] id="language-intro" lang="zh"
# ## 两种语言
#
# 每一章都有英文版和中文版，单元格和代码都相同，只有第一个代码单元格写明了语言。`kfa lab --lang en` 打开英文版，`kfa lab --lang zh` 打开中文版；做完的练习在两边都算数。
# %% [markdown] id="graded-intro" lang="en"
# ## If this is your homework
#
# The same notebooks serve as graded assignments. Write your answers where `raise NotImplementedError()` stands, add cells of your own as you like, and leave the cells with `check` as they are. Grading asks the same questions, with other numbers.
# %% [markdown] id="graded-intro" lang="zh"
# ## 如果这是老师布置的作业
#
# 同样的笔记本也用作计分的作业。请把答案写在 `raise NotImplementedError()` 的位置；可以随意添加自己的单元格，但不要改动含有 `check` 的单元格。评分时问的是同样的问题，只是换了数值。
# %% [markdown] id="welcome-summary" lang="en"
# ## Summary
#
# - `helpers.doctor()` says whether the machine is ready.
# - The kernel remembers what you ran, in your order; restart it when in doubt.
# - `check`, `hint`, `solution` and `progress` are there in every chapter.
# - So are `why()`, which explains the last error of Keras, and `lint(model)`, which says what is suspicious in a model.
# %% [markdown] id="welcome-summary" lang="zh"
# ## 小结
#
# - `helpers.doctor()` 告诉你电脑是否就绪。
# - 内核记得的是你运行过什么、按什么顺序；拿不准就重启内核。
# - 每一章都有 `check`、`hint`、`solution` 和 `progress`。
# - 另有 `why()`，解释 Keras 的上一个错误；`lint(model)`，指出一个模型有什么可疑之处。
# %% [markdown] id="welcome-next" lang="en"
# **Next:** [01 · A model is a graph of layers](01_introduction.ipynb). You build your first functional model, and count every number in it.
# %% [markdown] id="welcome-next" lang="zh"
# **下一章：** [01 · 模型是由层组成的计算图](01_introduction.ipynb)。你会搭建第一个函数式模型，并数清其中的每一个参数。
