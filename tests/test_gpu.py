"""The table of the course on a GPU, from recorded results: the tests' machine has none."""

import pytest

from tools import gpu
from tools.comparison import Comparison, ComparisonError

RECORDED = {
    ("02_training", "CPU"): Comparison(32.4, [], ""),
    ("02_training", "GPU"): Comparison(16.2, [], ""),
    ("07_toy_resnet", "CPU"): Comparison(80.0, ["gradients"], "Cell 5 on the CPU"),
    ("07_toy_resnet", "GPU"): Comparison(10.0, ["gradients", "sums"], "Cells 5 and 6 on the GPU"),
}


@pytest.fixture
def recorded(monkeypatch, tmp_path):
    """A machine with a GPU, as far as the table can tell."""

    def compare(notebook, environment, folder):
        if notebook.stem == "09_reusing_nodes":
            raise ComparisonError("nbval did not come to the end of 09_reusing_nodes.ipynb:\nno room")
        return RECORDED[notebook.stem, "CPU" if environment.get("CUDA_VISIBLE_DEVICES") == "-1" else "GPU"]

    monkeypatch.setattr(gpu, "compare", compare)
    monkeypatch.setattr(gpu, "require_gpu", lambda: None)
    monkeypatch.setattr(gpu, "WORDS", tmp_path)
    return tmp_path


def test_the_table(recorded, capsys):
    assert gpu.main(["02_training", "07_toy_resnet"]) == 1
    table = capsys.readouterr().out.splitlines()
    assert [" ".join(line.split()) for line in table] == [
        "chapter CPU, s GPU, s CPU : GPU cells that differ",
        "02_training 32.4 16.2 2.0 none",
        "07_toy_resnet 80.0 10.0 8.0 gradients (on the CPU, too), sums",
    ]
    assert len({line.index(word) for line, word in zip(table, ("cells", "none", "grad"), strict=True)}) == 1


def test_what_nbval_said_is_kept_where_cells_differ(recorded):
    gpu.main(["02_training", "07_toy_resnet", "--lang", "zh"])
    assert {path.name: path.read_text("utf-8") for path in recorded.iterdir()} == {
        "07_toy_resnet-zh-CPU.txt": "Cell 5 on the CPU",
        "07_toy_resnet-zh-GPU.txt": "Cells 5 and 6 on the GPU",
    }


def test_a_chapter_that_nbval_does_not_finish_is_told_and_the_others_go_on(recorded, capsys):
    assert gpu.main(["09_reusing_nodes", "02_training"]) == 1
    out = capsys.readouterr().out
    assert "no room" in out
    assert "02_training" in out


def test_all_as_stored(recorded):
    assert gpu.main(["02_training"]) == 0


def test_without_a_gpu_one_sentence_says_what_to_do(monkeypatch, capsys):
    """TensorFlow for real; where the machine has a GPU, it is hidden."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert gpu.main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    for word in ("no GPU here", "Linux", "WSL", "driver", "`gpu`", "README"):
        assert word in told.err


def test_a_tensorflow_that_does_not_start_is_told(monkeypatch, capsys):
    monkeypatch.setattr(gpu, "_ASK", "raise ImportError('libcudart is missing')")
    assert gpu.main([]) == 2
    told = capsys.readouterr().err
    assert "libcudart is missing" in told
    assert told.count("\n") == 1


def test_an_unknown_chapter_is_told(capsys):
    with pytest.raises(SystemExit):
        gpu.main(["99_nowhere"])
    assert "no chapter 99_nowhere" in capsys.readouterr().err
