"""Which cells are run for an answer: those that give its names or change what they stand for, and no others."""

import pytest

from autograder.sandbox.names import MOST_CHARACTERS, names_of
from autograder.submissions.needed import Search, TooMuch, needed
from autograder.submissions.needless import needless


def plan(*sources: str, answers: dict[int, int] | None = None, own: tuple[int, ...] = ()) -> set[int]:
    last = len(sources) - 1
    return needed([names_of(s) for s in sources], answers or {last: len(sources)}, own)


def test_a_cell_that_gives_a_name_is_needed_and_another_is_not():
    assert plan("import keras", "print('long')", "def f():\n    return keras") == {0, 2}


def test_the_last_giver_counts():
    assert plan("x = 1", "x = 2", "y = x") == {1, 2}


def test_what_a_giver_needs_is_needed():
    assert plan("a = 1", "b = a", "unused = b", "c = b") == {0, 1, 3}


def test_a_function_finds_its_names_as_they_are_when_it_is_asked():
    assert plan("n = 1", "def f():\n    return n", "n = 2", answers={1: 3}) == {0, 1, 2}
    assert plan("n = 1", "def f():\n    return n", "n = 2", answers={1: 2}) == {0, 1}


def test_a_changed_object_is_needed_as_it_was_changed():
    assert plan("xs = []", "xs.append(1)", "ys = xs") == {0, 1, 2}
    assert plan("m = make()", "m.name = 'n'", "z = 1", "ys = m") == {0, 1, 3}


def test_a_method_of_a_module_changes_nothing():
    assert plan("import keras", "keras.utils.set_random_seed(1)", "f = keras") == {0, 2}


def test_what_a_learner_sets_in_a_module_is_run():
    sources = ("from keras import layers", "layers.Dense = None", "x = 1")
    assert plan(*sources, own=(1,)) == {0, 1, 2}
    assert plan(*sources) == {2}


@pytest.mark.parametrize("source", ["%run a.py", "from keras import *", "exec('x = 1')", "globals()['x'] = 1"])
def test_what_can_not_be_read_is_run_where_a_learner_wrote_it(source):
    assert plan(source, "y = 1", own=(0,)) == {0, 1}


def test_names_of_a_class_and_a_comprehension():
    found = names_of(
        "class A(layers.Layer):\n    def call(self, x):\n        return helper(x)\nys = [g(x) for x in xs]"
    )
    assert found.given == {"A", "ys"}
    assert found.later >= {"helper"} and {"layers", "xs"} <= found.used


def test_a_broken_cell_is_opaque():
    assert names_of("def f(:").opaque and names_of("x = 1\x00").opaque


# Hundreds of cells that use one another


def test_a_chain_and_a_circle_of_functions_are_followed():
    chain = ["def f0(): return 0", *(f"def f{k}(): return f{k - 1}()" for k in range(1, 600))]
    assert plan(*chain) == set(range(600))
    circle = [f"def f{k}(): return f{(k + 1) % 600}" for k in range(600)]
    assert plan(*circle) == set(range(600))


def test_a_chain_of_plain_names_is_followed_to_its_end():
    cells = ["x0 = 0", *(f"x{k} = x{k - 1}" for k in range(1, 1990))]
    assert plan(*cells) == set(range(1990)) and plan(*cells, answers={1: 2}) == {0, 1}


def test_what_was_asked_for_at_several_places_is_found_for_each():
    """A function that two cells call finds its name as it is at the one and at the other."""
    assert plan("n = 1", "def f(): return n", "n = 2", "y = f()", "n = 3", "z = y + f()") == {0, 1, 2, 3, 4, 5}


def test_names_of_many_cells_are_looked_up_once_each():
    cells = [names_of(";".join(f"a{j} = a{j}; a{j}.b()" for j in range(50))) for _ in range(400)]
    assert Search(cells, steps=60 * 400).needed([(399, 400)]) == set(range(400))


def test_what_takes_too_many_steps_is_told():
    cells = [names_of(f"def f{k}(): return f{k - 1}()") for k in range(300)]
    with pytest.raises(TooMuch):
        Search(cells, steps=1000).needed([(299, 300)])


def test_a_cell_of_any_length_is_not_parsed():
    assert not names_of("x = 1 #" + " " * (MOST_CHARACTERS - 10)).opaque
    assert names_of("x = 1 #" + " " * MOST_CHARACTERS).opaque


@pytest.mark.parametrize("line", ["%run a.py", "x = %a 1", ",f a", "/f a", ";f a", "  %a", "%a?"])
def test_the_syntax_of_ipython_is_looked_for_in_a_few_lines(monkeypatch, line):
    """It reads a whole cell once more for each line of its own syntax."""
    read = []

    class Manager:
        def transform_cell(self, source: str) -> str:
            read.append(source)
            return "get_ipython()"

    monkeypatch.setattr("autograder.sandbox.names.TransformerManager", Manager)
    assert names_of(f"{line}\ny = 1").opaque and len(read) == 1
    assert names_of((line + "\n") * 600).opaque and len(read) == 1


@pytest.mark.parametrize(
    ("source", "given", "used"),
    [
        ("%%time\ndef f(): return 1", {"f"}, set()),
        ("%%capture shown\nf = g()", {"f"}, {"g"}),
        ("%%capture shown\n%%time\nf = g()", {"f"}, {"g"}),
        ("%time f = g(1)", {"f"}, {"g"}),
        ("%timeit -n1 -r 1 -q f(x)", set(), {"f", "x"}),
        ("!pip install seaborn\nimport keras", {"keras"}, set()),
        ("if True:\n    !ls\n    x = 1", {"x"}, set()),
        ("files = !ls\ny = files", {"files", "y"}, {"files"}),
        ("%matplotlib widget\nx = 1", {"x"}, set()),
        ("layers.Dense?\n?layers\nx = 1", {"x"}, set()),
        ("%%writefile a.py\ndef f(): pass", set(), set()),
        ("%%bash\nls $x", set(), set()),
    ],
)
def test_magics_that_are_known_hide_no_names(source, given, used):
    found = names_of(source)
    assert (found.given, found.used, found.opaque) == (given, used, False)


@pytest.mark.parametrize("source", ["%run a.py", "%%mine\nx = 1", "%reset -f", "%load a.py", "%store x", "%pylab"])
def test_magics_that_are_not_known_can_not_be_read(source):
    assert names_of(source).opaque


# What no answer can depend on


def left_out(*cells: str, written: tuple[int, ...] = ()) -> set[int]:
    lessons = {k: source for k, source in enumerate(cells) if k not in written}
    return set(needless(cells, [names_of(source) for source in cells], lessons))


TRAINING = "model = make()\nmodel.fit(x)"


@pytest.mark.parametrize(
    ("own", "out"),
    [
        ("def answer(n): return layers.Dense(n)", {1, 2}),
        ("def answer(n): return helper(n)\ndef helper(n): return n", {0, 1, 2}),
        ("def answer(n): return model", set()),  # a name of the lesson, and with it all that has to do with it
        ("def answer(n): x.append(n)", set()),
        ("layers = [1]\ndef answer(n): return layers", set()),  # what the lesson imports is something else now
        ("exec('y = model')", set()),  # what can't be read may name anything
        ("import os\nnames = os.listdir()", {0, 1, 2}),
    ],
)
def test_a_lessons_cell_without_a_common_name_is_left_out(own, out):
    cells = ("import keras\nfrom keras import layers", TRAINING, "x = [layers.Dense(1)]\nmodel = x", own)
    assert left_out(*cells, written=(3,)) == out


def test_a_name_that_is_defined_anew_is_another():
    """The lesson has a class of the name that the answer has, and trains a model of it before."""
    cells = ("class A: pass", "model = A()\nmodel.fit()", "class A: pass\nmodel = 1")
    assert left_out(*cells, written=(2,)) == {0, 1}
    assert left_out(*cells[:2], "class B(A): pass", written=(2,)) == set()
    assert left_out(*cells[:2], "def answer(): return A()", "class A: pass", written=(2, 3)) == set()
    late = "def f():\n    global x\n    x = 1"
    assert left_out(late, "x = 0", "y = x", written=(2,)) == set()


@pytest.mark.parametrize(
    ("own", "out"),
    [
        ("open('digits.keras')", set()),
        ("import glob\nglob.glob('*')", set()),
        ("open('other.keras')", {0, 1}),
    ],
)
def test_a_lessons_file_is_there_for_who_names_it_or_looks_around(own, out):
    cells = ("import keras", "digits = keras.Model()\ndigits.save('digits.keras')", own)
    assert left_out(*cells, written=(2,)) == out
