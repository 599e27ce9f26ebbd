"""The sanitiser of nbval: it hides what differs from run to run, and nothing that a cell claims."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.checks.outputs import sanitised
from tools.comparison import SANITISER
from tools.execute import environment, execute
from tools.notebook import encode, skeleton
from tools.source import Cell, Chapter

BAR = "\x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("750/750 - 2s - 3ms/step - accuracy: 0.9 - loss: 0.3", "KERAS-STEP"),
        ("Epoch 1/2\n750/750 - 2s - 3ms/step - loss: 0.3\nEpoch 2/2", "Epoch 1/2\nKERAS-STEP\nEpoch 2/2"),
        (f"\x1b[1m313/313\x1b[0m {BAR} \x1b[1m1s\x1b[0m 831us/step", "KERAS-STEP"),
        ("\x1b[1m3/Unknown\x1b[0m \x1b[1m0s\x1b[0m 12ms/step - loss: 1\n[3, 4]", "KERAS-STEP\n[3, 4]"),
        ("test accuracy: 0.9557", "test accuracy: METRIC"),
        ("{'accuracy': 0.95, 'val_loss': 1.2e-05}", "{'accuracy': METRIC, 'val_loss': METRIC}"),
        ("'loss': [0.34, 0.16], 'n': [1, 2]", "'loss': METRIC, 'n': [1, 2]"),
        ("<Dense object at 0x7f38c0a1b210>", "<Dense object at ADDRESS>"),
        ("<KerasTensor name=keras_tensor_60>", "<KerasTensor name=keras_tensor_N>"),
        ("<Figure size 640x480 with 2 Axes>", "<Figure size SIZE with 2 Axes>"),
        ("took 1.25 s, 31 ms, 2ms/step", "took TIME, TIME, TIME"),
        ("Wall time: 1min 2s", "Wall time: TIME"),
        (
            '<img src="data:image/png;base64,iVB/+8=" alt="at 5%" width="72">',
            '<img src="PIXELS" alt="at 5%" width="72">',
        ),
        ("<style>\n.kfa-card{margin:8px}\n</style><p>a</p><style>b</style>", "<style></style><p>a</p><style></style>"),
    ],
)
def test_what_differs_is_hidden(text, expected):
    assert sanitised(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Total params: 55,050 (215.04 KB)",
        "(None, 784) float32",
        "Epoch 1/2",
        "ex01a: 3/3 points",
        "[0.25, 0.75]",
        "kernel 0x10",
        "4 samples, 10 classes, 2 shapes",
        "layer dense_3 s1",
        "3.5",
        '<p style="color:red">wrong</p>',
        '<img src="data:image/svg+xml;base64,PHN2Zw==" alt="a graph">',  # drawn from the graph alone
    ],
)
def test_what_a_cell_claims_is_compared(text):
    assert sanitised(text) == text


CELLS = {
    "data": "import keras, numpy\nx, y = numpy.random.rand(64, 4), numpy.random.rand(64, 1)",
    "model": 'model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\nmodel.compile("sgd", "mse")',
    "bars": "history = model.fit(x, y, epochs=2, batch_size=8)",
    "lines": "history = model.fit(x, y, epochs=2, batch_size=8, verbose=2, validation_split=0.25)",
    "predict": "model.predict(x).shape",
    "evaluate": "model.evaluate(x, y, return_dict=True)",
    "layer": "object()",
    "figure": "from matplotlib import pyplot\nfigure = pyplot.plot([1, numpy.random.rand()])",
    "claim": "print(model.count_params())",
}


def run_nbval(folder: Path) -> subprocess.CompletedProcess:
    options = ["--nbval", "--nbval-kernel-name", "kfa", "--nbval-sanitize-with", str(SANITISER)]
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), *options, str(folder)]
    env = environment(folder / "home")
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.thorough("trains in two kernels; what is compared and what is not is tested without")
def test_training_passes_and_a_wrong_claim_fails(tmp_path):
    """Keras for real: random data, so that every number differs between the two runs."""
    cells = tuple(Cell(cell_id, "code", source) for cell_id, source in CELLS.items())
    notebook = execute(skeleton(Chapter("sample", cells), "en"))
    path = tmp_path / "sample.ipynb"
    claim = notebook.cells[-1].outputs[0]
    assert claim.text == "5\n"
    claim.text = "6\n"
    path.write_text(encode(notebook), encoding="utf-8")
    result = run_nbval(tmp_path)
    assert f"1 failed, {len(CELLS) - 1} passed" in result.stdout, result.stdout
    assert "Cell 8: Cell outputs differ" in result.stdout
