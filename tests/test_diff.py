"""What differs between two models: the script is complete and short, names what was done, and looks at files as data."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras import layers, ops

from autograder import assert_same_model, cli, diff, same_model
from autograder.comparing.applying import applied, bare
from autograder.comparing.architecture import Unreadable, graph_of
from autograder.comparing.compared import VERSION
from autograder.comparing.runs import equal_runs
from autograder.comparing.script import script
from autograder.graphs.canonical import canonical, same
from helpers import graph
from tests import random_nets
from tests.random_models import build, mutations, outputs, programs

ROOT = Path(__file__).resolve().parent.parent
KINDS = len(random_nets.EDITS)


def net(activation="relu", units=10, drop=True, blocks=4, bias=True, frozen=(), rate=1e-3, name="net"):
    x = keras.Input((8, 8, 3), name="image")
    y = layers.Conv2D(4, 3, padding="same", activation=activation, name="first")(x)
    for k in range(blocks):
        z = layers.Conv2D(4, 3, padding="same", activation=activation, use_bias=bias, name=f"stage_{k}_conv")(y)
        z = layers.Dropout(0.2, name=f"stage_{k}_drop")(z) if drop else z
        y = layers.Add(name=f"stage_{k}_add")([y, z])
    model = keras.Model(x, layers.Dense(units, name="logits")(layers.Flatten()(y)), name=name)
    for layer in frozen:
        model.get_layer(layer).trainable = False
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


def said(a, b, **options):
    return diff(a, b, **options).sentences()


# --- the same, however written ---


def test_the_same_model_in_another_spelling_differs_in_nothing(tmp_path):
    model = net()
    for other in (net(name="other"), keras.models.clone_model(model)):
        found = diff(model, other)
        assert found.same and not found.groups and not found.script.edits
    x = keras.Input((4,))
    one = keras.Model(x, layers.Add()([layers.Dense(4, activation="relu")(x), x]))
    y = keras.Input((4,))
    other = keras.Model(y, y + layers.Activation("relu")(keras.Sequential([keras.Input((4,)), layers.Dense(4)])(y)))
    assert same_model(one, other)


def _odd():
    inner = keras.Input((4,))
    encoder = keras.Model(inner, layers.Dense(4, activation="tanh")(inner), name="encoder")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    both = encoder(a) + encoder(b) * 2.0
    y, h, c = layers.LSTM(3, return_state=True)(both[:, None])
    z = layers.LSTM(3)(a[..., None], initial_state=[h, c])
    z = layers.MultiHeadAttention(2, 3)(z[:, None], y[:, None])
    big = ops.multiply(layers.Dense(81)(y), np.arange(81, dtype="float32"))
    return keras.Model({"a": a, "b": b}, {"two": encoder(layers.Dense(4)(b)), "one": [z, ops.mean(big, axis=-1)]})


def test_a_file_reads_as_its_model_does(tmp_path):
    """Configuration alone gives the graph that the live reader gives: calls, arguments, shapes, parameters."""
    for model in (net(), _odd(), keras.Sequential([keras.Input((3,)), layers.Dense(2)])):
        found = graph_of(json.loads(model.to_json()))
        live = graph.read(model)
        assert found["params"] == live["params"]
        for mine, other in zip(found["nodes"], live["nodes"], strict=True):
            for key in ("op", "name", "kind", "inputs", "shapes", "params", "call"):
                untold = key == "shapes" and mine[key] == [[]]  # of an output that no rule of ours tells
                assert untold or mine[key] == other[key], (mine["name"], key)
        assert found["inputs"]["flat"] == live["inputs"]["flat"] and found["outputs"]["flat"] == live["outputs"]["flat"]
        path = tmp_path / "model.keras"
        model.save(path)
        assert diff(model, path).same and diff(path, model).weights == []


# --- what differs ---

CHANGES = {
    "`logits` (`Dense`): `units` `10` → `12`.": {"units": 12},
    "5 `Conv2D` layers: the activation is `gelu`, not `relu`.": {"activation": "gelu"},
    "4 `Conv2D` layers lost their bias.": {"bias": False},
    "Gone: 4 times `Dropout` (rate 0.2), behind `Conv2D`, before `Add`.": {"drop": False},
    "In `stage`: a block of 3 layers (`Conv2D`, `Dropout`, `Add`) stands 3 times in a row, not 4.": {"blocks": 3},
    "In `stage`: a block of 3 layers (`Conv2D`, `Dropout`, `Add`) stands 6 times in a row, not 4.": {"blocks": 6},
    "`stage_1_conv` and `first` are frozen.": {"frozen": ("stage_1_conv", "first")},
}


@pytest.mark.parametrize("words", CHANGES)
def test_one_change_is_one_sentence(words):
    (found,) = said(net(), net(**CHANGES[words]))
    assert sorted(found.split()) == sorted(words.split())


def test_both_languages():
    found = diff(net(), net("gelu", 12, drop=False, blocks=5, bias=False))
    english, chinese = found.sentences("en"), found.sentences("zh")
    assert len(english) == len(chinese) == 5
    assert all("：" in words or "。" in words for words in chinese) and not set(english) & set(chinese)
    assert "的计算相同" in diff(net(), net(), lang="zh").text


def test_shared_layers_edges_order_and_ends():
    def two(share=True, order=(0, 1), source="a", head=2, third=False):
        a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
        first = layers.Dense(4, name="encoder")
        second = first if share else layers.Dense(4, name="other")
        x, y = first(a), second(b)
        both = layers.Concatenate(name="both")([(x, y)[k] for k in order])
        top = layers.Add(name="top")([layers.Dense(4, name="mix")(both), {"a": a, "b": b}[source]])
        ends = [layers.Dense(head, name="head")(top)] + ([both] if third else [])
        return keras.Model([a, b], ends)

    assert said(two(), two(share=False)) == ["`encoder` (`Dense`) was one shared layer; its calls are of 2 layers now."]
    assert said(two(share=False), two()) == [
        "`encoder` (`Dense`) is one shared layer; there were several in its place."
    ]
    (order,) = said(two(), two(order=(1, 0)))
    assert (
        order == "`both` (`Concatenate`) takes the same in another order: `encoder`, not `encoder`." or "order" in order
    )
    assert said(two(), two(source="b")) == ["`top` (`Add`) takes `b`, not `a`."]
    assert said(two(), two(third=True)) == ["There is a new output, from `both`."]
    assert said(two(third=True), two()) == ["The output from `both` is gone."]


def test_what_changed_its_place_is_told_so():
    def stack(pre):
        y = x = keras.Input((8, 8, 4))
        for k in range(3):
            parts = [layers.BatchNormalization(name=f"norm_{k}"), layers.Conv2D(4, 3, padding="same", name=f"conv_{k}")]
            for part in parts if pre else parts[::-1]:
                y = part(y)
        return keras.Model(x, layers.Flatten()(y))

    (words,) = said(stack(False), stack(True))
    assert words == "3 `BatchNormalization` layers stand before `Conv2D`, not behind it."


def test_compile_configuration_weights_names_and_initialisers_are_told_beside(tmp_path):
    a, b = net(), net(rate=0.5)
    b.set_weights(a.get_weights())
    b.get_layer("logits").set_weights([w + 1 for w in a.get_layer("logits").get_weights()])
    for found in (diff(a, b), _as_files(a, b, tmp_path)):
        assert found.same and not found.equal(weights=True)
        assert [(c.place, round(c.after, 3)) for c in found.compiled] == [("optimizer.learning_rate", 0.5)]
        (distance,) = found.weights
        assert (distance.a, distance.count, distance.of) == ("logits", 2, 2) and round(distance.most, 3) == 1.0
        assert "optimizer.learning_rate" in found.text and "logits" in found.text


def _as_files(a, b, folder):
    paths = [folder / "a.keras", folder / "b.keras"]
    for model, path in zip((a, b), paths, strict=True):
        model.save(path)
    return diff(*map(str, paths))


# --- the script is complete ---


def test_single_edits_of_nets_are_named():
    """Of each kind a few: the thorough test has 500."""
    wrong = [s for s in range(5 * KINDS) if not _named(s, (50, 100))]
    assert len(wrong) <= 2, wrong


@pytest.mark.thorough("the same seeds on small nets are quick, in test_single_edits_of_nets_are_named")
def test_five_hundred_single_edits_are_named():
    wrong = [s for s in range(500) if not _named(s, (50, 100, 200, 500, 1000))]
    assert len(wrong) <= 25, wrong


def _named(seed, sizes):
    """Whether one edit of a net is one entry that names the call that was edited."""
    draw = random.Random(seed)
    calls = random_nets.net(seed, draw.choice(sizes))
    made = random_nets.edited(calls, random_nets.EDITS[seed % KINDS], draw)
    if made is None:
        return True
    new, names = made
    a, b = canonical(random_nets.read(calls)), canonical(random_nets.read(new))
    found = script(a, b)
    assert same(applied(a, found.edits), bare(b)), seed
    told = {g.operations[i].name for e in found.edits for g, ids in ((a, e.a), (b, e.b)) for i in ids}
    return len(found.edits) == 1 and bool(told & names)


@pytest.mark.parametrize("anew", [False, True], ids=["named", "named anew"])
def test_several_edits_applied_give_the_other_net(anew):
    longer = [seed for seed in (*range(15), 1015, 1084) if _several(seed, 60 if seed < 1000 else 300, anew)]
    assert longer == []


@pytest.mark.thorough("seventeen nets are quick, in test_several_edits_applied_give_the_other_net")
@pytest.mark.parametrize("anew", [False, True], ids=["named", "named anew"])
def test_many_edits_applied_give_the_other_net(anew):
    longer = [seed for seed in range(1000, 1150) if _several(seed, 300, anew)]
    assert longer == []


def _several(seed, size, anew):
    """Whether the script is longer than the list of edits; it is complete in any case.

    `anew`: the names are those that Keras would count in either net, so that they say nothing.
    """
    draw = random.Random(seed)
    calls = new = random_nets.net(seed, draw.choice((30, size)))
    count = 0
    for _k in range(draw.randint(2, 5)):
        made = random_nets.edited(new, draw.choice(random_nets.EDITS), draw)
        if made:
            new, count = made[0], count + 1
    if anew:
        calls, new = random_nets.nameless(calls), random_nets.nameless(new)
    a, b = canonical(random_nets.read(calls)), canonical(random_nets.read(new))
    found = script(a, b)
    assert same(applied(a, found.edits), bare(b)), seed
    return len(found.edits) > count


EXAMPLES = int(os.environ.get("KFA_EXAMPLES", "0"))


@settings(max_examples=EXAMPLES or 40, deadline=None, derandomize=not EXAMPLES, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.data())
def test_the_script_of_random_edits_is_complete(data):
    """Applied to the first model it gives the second: any two models, with shared layers, several inputs and outputs."""
    first = program = data.draw(programs())
    for _k in range(data.draw(st.integers(0, 3))):
        _kind, _place, program = data.draw(mutations(program))
    a, b = (canonical(graph.read(build(p, outputs(p), style)[0])) for p, style in ((first, 0), (program, 1)))
    found = script(a, b)
    assert same(applied(a, found.edits), bare(b))
    assert not same(a, b) or not found.edits


@settings(max_examples=EXAMPLES or 25, deadline=None, derandomize=not EXAMPLES, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(programs(), programs())
def test_the_script_between_strangers_is_complete(one, other):
    a, b = (canonical(graph.read(build(p, outputs(p))[0])) for p in (one, other))
    assert same(applied(a, script(a, b).edits), bare(b))


# --- large ones that all know ---


@pytest.mark.thorough("small nets against their clones and files are quick, in this file's first tests")
@pytest.mark.parametrize(
    "name",
    ["MobileNetV2", "DenseNet121", "EfficientNetV2B0", "InceptionV3", "NASNetMobile", "Xception", "ConvNeXtTiny"],
)
def test_applications_against_themselves(name, tmp_path):
    make = getattr(keras.applications, name)
    one, other = make(weights=None), make(weights=None)
    assert diff(one, other).same
    assert diff(one, keras.models.clone_model(one)).same
    one.save(tmp_path / "one.keras")
    found = diff(one, tmp_path / "one.keras")
    assert found.same and found.weights == [] and found.facts[0].params == found.facts[1].params


def test_resnet_against_its_second_version():
    """At most ten groups; read and found right."""
    made = [getattr(keras.applications, n)(weights=None, include_top=False) for n in ("ResNet50", "ResNet50V2")]
    found = diff(*made)
    assert found.whole and len(found.groups) <= 10
    words = found.sentences()
    assert words[0] == "32 `Conv2D` layers lost their bias."
    assert any("16 times `ZeroPadding2D`" in w for w in words)
    assert any(w.startswith("17 `BatchNormalization` layers stand elsewhere") for w in words)


# --- files that can't be read, doors, exit codes ---


def _bad(folder):
    """Files that hold no model that can be compared, and a word of what is said."""
    good = folder / "good.keras"
    net().save(good)
    data = good.read_bytes()
    files = {
        "truncated.keras": (data[: len(data) // 2], "damaged"),
        "text.keras": (b"hello", "ZIP"),
        "old.h5": (b"\x89HDF\r\n\x1a\n" + b"0" * 64, "Keras 2"),
        "just.weights.h5": (b"\x89HDF\r\n\x1a\n" + b"0" * 64, "weights alone"),
        "broken.json": (b'{"config": ', "JSON"),
        "list.json": (b"[]", "no model"),
        "deep.json": (b"[" * 100_000, "JSON"),
        "sub.json": (json.dumps({"class_name": "Mine", "config": {"units": 3}}).encode(), "subclassed"),
        "unbuilt.json": (keras.Sequential([layers.Dense(2)]).to_json().encode(), "shape of its input"),
        "empty.json": (json.dumps({"class_name": "Sequential", "config": {"layers": []}}).encode(), "no layers"),
    }
    found = {}
    for name, (content, word) in files.items():
        (folder / name).write_bytes(content)
        found[folder / name] = word
    with zipfile.ZipFile(folder / "other.keras", "w") as archive:
        archive.writestr("readme.txt", "x")
    (folder / "saved").mkdir()
    (folder / "saved" / "saved_model.pb").write_bytes(b"")
    found |= {
        folder / "other.keras": "config.json",
        folder / "saved": "SavedModel",
        folder / "none.keras": "There is no file",
    }
    return good, found


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, capsys):
    good, bad = _bad(tmp_path)
    for path, word in bad.items():
        assert cli.main(["diff", str(good), str(path)]) == 2
        assert word in capsys.readouterr().err, path
    loop = json.loads(net().to_json())
    loop["config"]["layers"][1]["inbound_nodes"] = loop["config"]["layers"][3]["inbound_nodes"]
    loop["config"]["layers"][1]["inbound_nodes"][0]["args"][0]["config"]["keras_history"] = ["logits", 0, 0]
    with pytest.raises(Unreadable, match="circle"):
        graph_of(loop)
    for broken in ({"config": 3}, {"class_name": "Functional", "config": {"layers": [3], "input_layers": []}}):
        with pytest.raises(Unreadable):
            graph_of(broken)


def test_models_without_a_graph_are_refused_in_a_sentence():
    class Own(keras.Model):
        pass

    for thing, word in ((Own(), "subclassed"), (keras.Sequential([layers.Dense(2)]), "shape"), (3, "int")):
        with pytest.raises(Unreadable, match=word):
            diff(net(), thing)


def test_a_hostile_file_runs_nothing(tmp_path):
    """A class of the file's own, a Lambda with code, an object that would be made: read as names, nothing else."""
    whole = json.loads(net().to_json())
    evil = {
        "module": "os",
        "class_name": "system",
        "config": {"command": f"touch {tmp_path / 'ran'}"},
        "registered_name": None,
    }
    for layer in whole["config"]["layers"][1:3]:
        layer |= {"module": "subprocess", "class_name": "Popen", "registered_name": "subprocess>Popen"}
        layer["config"]["args"] = evil
    (tmp_path / "evil.json").write_text(json.dumps(whole))
    (tmp_path / "good.json").write_text(net().to_json())
    found = diff(tmp_path / "good.json", tmp_path / "evil.json")
    assert not found.same and "Popen" in found.text and not (tmp_path / "ran").exists()


def test_classes_that_are_not_there_compare_by_name_and_options(tmp_path):
    whole = json.loads(net().to_json())
    layer = whole["config"]["layers"][2]
    layer |= {"module": "my_package", "class_name": "Mine", "registered_name": "my_package>Mine"}
    layer["config"] = {"name": "mine", "size": 3}
    paths = []
    for size in (3, 3, 4):
        layer["config"]["size"] = size
        paths.append(tmp_path / f"{len(paths)}.json")
        paths[-1].write_text(json.dumps(whole))
    assert same_model(paths[0], paths[1])
    assert said(paths[0], paths[2]) == ["`stage_0_conv` (`Mine`): `size` `3` → `4`."]


def test_one_a_hundred_times_the_other():
    a, b = random_nets.net(3, 20), random_nets.net(4, 2000)
    found = script(*(canonical(random_nets.read(n)) for n in (a, b)))
    assert same(applied(found.a, found.edits), bare(found.b))


def test_exit_codes_and_files(tmp_path, capsys):
    for name, model in (("a", net()), ("b", net()), ("c", net(units=3))):
        model.save(tmp_path / f"{name}.keras")
        (tmp_path / f"{name}.json").write_text(model.to_json())
    a, b, c = (str(tmp_path / f"{n}.keras") for n in "abc")
    assert cli.main(["diff", a, b]) == 0 and "compute the same" in capsys.readouterr().out
    assert cli.main(["diff", a, b, "--weights", "-q"]) == 1 and not capsys.readouterr().out
    assert cli.main(["diff", a, str(tmp_path / "a.json")]) == 0
    page, data = tmp_path / "page.html", tmp_path / "data.json"
    assert cli.main(["diff", a, c, "--html", str(page), "--json", str(data), "--lang", "zh"]) == 1
    assert "units" in capsys.readouterr().out
    written = json.loads(data.read_text("utf-8"))
    assert written["version"] == VERSION and not written["same"]
    assert [g["key"] for g in written["groups"]] == ["config"] and written["script"][0]["b"] == ["logits"]
    text = page.read_text("utf-8")
    assert 'lang="zh-Hans"' in text and "logits" in text
    for outside in ("http://", "https://", "@import", "src="):
        assert outside not in text.replace("http://www.w3.org/2000/svg", "")
    assert cli.main(["diff", a]) == 2 and "kfa diff" in capsys.readouterr().err
    assert cli.main(["diff", a, c, "--html", str(tmp_path / "no" / "where.html")]) == 2


def test_files_are_compared_without_keras(tmp_path):
    """Nothing of a file is loaded, and a comparison in a hook of git takes a moment."""
    net().save(tmp_path / "a.keras")
    code = (
        "import sys; from autograder import cli; code = cli.main(['diff', *sys.argv[1:], '-q']);"
        "assert not {'keras', 'tensorflow'} & set(sys.modules); sys.exit(code)"
    )
    path = str(tmp_path / "a.keras")
    assert subprocess.run([sys.executable, "-c", code, path, path], check=False).returncode == 0


def test_a_test_of_ones_own_fails_with_the_script(tmp_path):
    assert_same_model(net(), net())
    with pytest.raises(AssertionError, match="units"):
        assert_same_model(net(), net(units=3))
    with pytest.raises(AssertionError, match="Weights differ"):
        assert_same_model(net(), net(), weights=True)


def test_looking_changes_nothing(tmp_path):
    from tests.state import unchanged

    a, b = net(), net(units=3)
    a.save(tmp_path / "a.keras")
    with unchanged(a, b):
        diff(a, b).page()
        diff(a, tmp_path / "a.keras").text  # noqa: B018
        diff(a, b).data()
        repr(diff(b, tmp_path / "a.keras")._repr_html_())


def test_a_notebook_gets_both_panes_and_keeps_pictures(monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: shown.append(bundle))
    found = diff(net(), net(units=3))
    found._ipython_display_()
    card, widget = shown
    assert card["text/html"].count("<img") == 2 and card["text/plain"] == found.text
    assert "application/vnd.jupyter.widget-view+json" in widget
    assert found.page().count('class="pane"') == 2
    shown.clear()
    diff(net(), net())._ipython_display_()
    assert len(shown) == 1 and "kfa-diff same" in shown[0]["text/html"]


def test_the_card_has_both_pictures():
    html = diff(net(), net(units=3))._repr_html_()
    assert html.count("data:image/svg+xml;base64,") == 2 and "<code>units</code>" in html
    assert io.StringIO(html).read().count("<li data-group") == 1


# --- git and pytest ---


def _run(folder, *command):
    env = os.environ | {"PYTHONPATH": str(ROOT), "KFA_LANG": "en", "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_git_shows_lines_and_a_hook_tells_what_is_staged(tmp_path):
    kfa = [sys.executable, "-m", "autograder.cli"]
    _run(tmp_path, "git", "init", "-q")
    for key, value in (
        ("user.name", "a"),
        ("user.email", "a@b"),
        ("diff.keras.textconv", " ".join([*kfa, "textconv"])),
    ):
        _run(tmp_path, "git", "config", key, value)
    (tmp_path / ".gitattributes").write_text("*.keras diff=keras\n")
    (tmp_path / "list.json").write_text("[1]")
    net().save(tmp_path / "net.keras")
    _run(tmp_path, "git", "add", "-A")
    _run(tmp_path, "git", "commit", "-qm", "one")
    net(units=12).save(tmp_path / "net.keras")
    net().save(tmp_path / "more.keras")
    lines = _run(tmp_path, "git", "diff", "HEAD", "--", "net.keras").stdout.splitlines()
    assert "+logits: Dense units=12 activation=linear -> ? × 12 <- flatten" in lines
    assert sum(line.startswith("+") and "Conv2D" in line for line in lines) == 0
    _run(tmp_path, "git", "add", "-A")
    for options, code in (([], 0), (["--same"], 1)):
        said = _run(tmp_path, *kfa, "staged", *options, "net.keras", "more.keras", "list.json")
        assert said.returncode == code, said.stderr
        assert "net.keras differs from HEAD:net.keras" in said.stdout and "more.keras is new." in said.stdout
        assert "list.json" not in said.stdout


def test_the_plugin_adds_the_script_to_a_failed_assertion(tmp_path):
    for name, model in (("a", net()), ("b", net(units=3))):
        (tmp_path / f"{name}.json").write_text(model.to_json())
    (tmp_path / "test_mine.py").write_text(
        "from autograder import same_model\n"
        "def test_one():\n    assert same_model('a.json', 'b.json')\n"
        "def test_other():\n    assert not same_model('a.json', 'b.json')\n    assert False\n"
        "def test_third():\n    assert False\n"
    )
    plugin = [
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
    ]
    said = _run(tmp_path, sys.executable, "-m", "pytest", "-q", *plugin, "test_mine.py")
    said = said.stdout + said.stderr
    assert said.count("logits (Dense): units 10 → 3.") >= 1 and "kfa diff" in said
    assert "logits" not in said.partition("test_third")[2].partition("short test summary")[0].split("kfa diff")[0]


@pytest.mark.parametrize("seed", range(20))
def test_long_runs_of_sequences_with_few_changes_are_found(seed):
    draw = random.Random(seed)
    a = [draw.randrange(9) for _k in range(300)]
    b = list(a)
    for _k in range(draw.randrange(6)):
        b.insert(draw.randrange(len(b)), 77)
        del b[draw.randrange(len(b))]
    at = (0, 0)
    runs = equal_runs(a, b)
    for x, y, length in runs:
        assert a[x : x + length] == b[y : y + length] and x >= at[0] and y >= at[1]
        at = (x + length, y + length)
    assert sum(length for _x, _y, length in runs) > 150
    assert equal_runs(list(range(2000)), list(range(5000, 7000))) == []


def test_an_option_that_a_newer_keras_has_is_at_its_default_in_an_older_file(tmp_path):
    x = keras.Input((4,))
    model = keras.Model(x, layers.BatchNormalization()(layers.Dense(3)(x)))
    whole = json.loads(model.to_json())
    options = whole["config"]["layers"][2]["config"]
    del options["center"], options["momentum"]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(whole))
    assert same_model(old, model) and same_model(model, old)
    options |= {"center": False}
    old.write_text(json.dumps(whole))
    (group,) = diff(old, model).groups
    assert set(group.values["options"]) == {"center"}
