"""The data pack is whole and says so when it is not; each loader gives what its docstring promises."""

import functools
import hashlib
import http.server
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest

from helpers import datasets
from helpers.datasets import chinese, download, pack, photographs, support_tickets, words
from helpers.errors import CourseError

ROOT = Path(__file__).parents[1]
SMALL = "photos/brick.jpg"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("KFA_LANG", "en")


# ---- the pack ----


def test_every_file_is_whole_and_none_is_unlisted():
    assert datasets.verify() == [(name, True) for name in pack.FILES]
    assert {p.relative_to(pack.FOLDER).as_posix() for p in pack.FOLDER.rglob("*") if p.is_file()} == set(pack.FILES)


def test_licences_name_every_file_and_hold_the_texts_they_refer_to():
    folder = pack.FOLDER.parent / "LICENSES"
    text = (folder / "README.md").read_text("utf-8")
    table = set(re.findall(r"^\| `([^`]+)` \|", text, re.M))
    assert table == set(pack.FILES)
    for name in re.findall(r"\]\(([\w.-]+\.txt)\)", text):
        assert "PERMISSION" in (folder / name).read_text("utf-8").upper()
    assert text.count("danielbuechele") >= 2 and "vultilion" in text


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A pack that may be harmed."""
    folder = tmp_path / "pack"
    shutil.copytree(pack.FOLDER, folder)
    monkeypatch.setattr(pack, "FOLDER", folder)
    return folder


def test_a_missing_file_is_told_with_the_way_to_get_it_back(copy):
    (copy / "mnist.npz").unlink()
    with pytest.raises(CourseError, match=r"mnist\.npz is missing.*git checkout -- helpers/datasets/pack/mnist\.npz"):
        datasets.mnist()
    assert not (copy / "mnist.npz").exists()
    assert dict(datasets.verify())["mnist.npz"] is False


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("fashion_mnist_train.npz", datasets.fashion_mnist),
        ("fashion_mnist_test.npz", datasets.fashion_mnist),
        (SMALL, datasets.photos),
        (SMALL, datasets.photo_crops),
        ("mobilenet_v2_trunk13_fp16.npz", datasets.mobilenet_trunk),
    ],
)
def test_a_truncated_file_is_told_and_left_alone(copy, name, load):
    whole = (copy / name).read_bytes()
    (copy / name).write_bytes(whole[:-100])
    with pytest.raises(CourseError, match=r"damaged: it has .* bytes and should have"):
        load()
    assert (copy / name).read_bytes() == whole[:-100]
    assert [file for file, ok in datasets.verify() if not ok] == [name]


def test_one_wrong_bit_is_found(copy):
    data = bytearray((copy / SMALL).read_bytes())
    data[5000] ^= 1
    (copy / SMALL).write_bytes(data)
    with pytest.raises(CourseError, match="its length is right, its content is not"):
        datasets.photos()


def test_a_file_damaged_after_a_first_load_is_found(copy):
    datasets.photos()
    (copy / SMALL).write_bytes(b"")
    with pytest.raises(CourseError, match="has 0 bytes"):
        datasets.photos()


def test_a_file_that_cannot_be_read_is_told(copy):
    (copy / SMALL).unlink()
    (copy / SMALL).mkdir()
    with pytest.raises(CourseError, match=r"cannot be read \(|is missing"):
        datasets.photos()


def test_importing_the_datasets_imports_no_keras():
    code = (
        "import sys, helpers.datasets; print([m for m in ('keras', 'tensorflow', 'PIL', 'rich') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


# ---- images ----


def test_mnist_is_the_full_data_set():
    (x_train, y_train), (x_test, y_test) = datasets.mnist()
    assert (x_train.shape, x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype("uint8")}
    assert np.bincount(y_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert y_train[:5].tolist() == [5, 0, 4, 1, 9] and y_test[:5].tolist() == [7, 2, 1, 0, 4]


def test_fashion_mnist_is_stratified():
    (x_train, y_train), (x_test, y_test) = datasets.fashion_mnist()
    assert (x_train.shape, x_test.shape) == ((10000, 28, 28), (2000, 28, 28))
    assert x_train.dtype == x_test.dtype == y_train.dtype == y_test.dtype == np.uint8
    assert np.bincount(y_train).tolist() == [1000] * 10 and np.bincount(y_test).tolist() == [200] * 10
    assert len(set(datasets.fashion_names())) == 10


# ---- photographs ----


def test_photos_are_ten_colour_pictures():
    photos = datasets.photos()
    assert list(photos) == datasets.photo_names() == sorted(photos) and len(photos) == 10
    for picture in photos.values():
        assert picture.dtype == np.uint8 and picture.shape[2] == 3 and min(picture.shape[:2]) == 400


def test_crops_are_balanced_and_repeat():
    (x_train, y_train), (x_test, y_test) = datasets.photo_crops(seed=3, n_train=100, n_test=57)
    assert (x_train.shape, x_test.shape) == ((100, 32, 32, 3), (57, 32, 32, 3))
    assert x_train.dtype == y_train.dtype == np.uint8 and y_test.shape == (57,)
    assert np.bincount(y_train).tolist() == [10] * 10 and set(np.bincount(y_test)) == {5, 6}
    again = datasets.photo_crops(seed=3, n_train=100, n_test=57)
    assert (again[0][0] == x_train).all() and (again[1][1] == y_test).all()
    assert (datasets.photo_crops(seed=4, n_train=100)[0][0] != x_train).any()


def test_a_crop_is_a_piece_of_its_photograph():
    (images, labels), _ = datasets.photo_crops(seed=0, n_train=30, n_test=0)
    pictures = list(datasets.photos().values())
    for image, label in zip(images, labels, strict=True):
        picture = pictures[label]
        at = [(y, row.tobytes().find(image[0].tobytes())) for y, row in enumerate(picture)]
        assert any(k >= 0 and (picture[y : y + 32, k // 3 : k // 3 + 32] == image).all() for y, k in at)


def test_training_and_test_cells_share_no_pixel():
    for name, picture in datasets.photos().items():
        train, test = photographs._cells(picture)
        seen = np.zeros(picture.shape[:2], int)
        for y, x in [*train, *test]:
            seen[y : y + photographs.CELL, x : x + photographs.CELL] += 1
        assert seen.max() == 1, name
        assert len(train) > len(test) >= 10, name
        again = photographs._cells(picture)
        assert (again[0] == train).all() and (again[1] == test).all(), name


@pytest.mark.parametrize("arguments", [{"seed": -1}, {"seed": "one"}, {"n_train": -5}, {"n_test": 2.5}, {"seed": True}])
def test_wrong_arguments_of_crops_are_told(arguments):
    with pytest.raises(CourseError, match="must be a whole number"):
        datasets.photo_crops(**arguments)


# ---- tickets ----


@functools.cache
def some_tickets():
    return datasets.tickets(3000, seed=0)


def test_tickets_have_the_form_of_the_guides_router():
    data = some_tickets()
    assert {k: (v.shape, v.dtype.name) for k, v in data.items()} == {
        "title": ((3000, 10), "int32"),
        "body": ((3000, 100), "int32"),
        "tags": ((3000, 12), "float32"),
        "priority": ((3000, 1), "float32"),
        "department": ((3000, 4), "float32"),
    }
    assert len(datasets.TAGS) == 12 and len(datasets.DEPARTMENTS) == 4
    assert len(words.vocabulary()) == 10_000 == len(set(words.vocabulary()))
    for text in (data["title"], data["body"]):
        assert text.min() == 0 and text.max() < 10_000
        assert (text[:, -1] > 0).all()
        assert (np.diff((text > 0).astype(int), axis=1) >= 0).all()  # padding in front only
    assert set(np.unique(data["tags"])) == set(np.unique(data["priority"])) == {0.0, 1.0}
    assert (data["department"].sum(axis=1) == 1).all()
    assert (data["department"].mean(axis=0) > 0.2).all() and 0.4 < data["priority"].mean() < 0.6


def test_tickets_repeat_and_seeds_differ():
    one, again, other = datasets.tickets(50, 7), datasets.tickets(50, 7), datasets.tickets(50, 8)
    assert all((one[k] == again[k]).all() for k in one)
    assert (one["body"] != other["body"]).any()
    assert {k: len(v) for k, v in datasets.tickets(0, 0).items()} == dict.fromkeys(one, 0)


def test_the_tickets_never_change():
    """Calibrated ranges rest on these very tickets; whoever changes them must calibrate again."""
    data = datasets.tickets(100, seed=0)
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(data[k]).astype("<i4").tobytes() for k in sorted(data)))
    assert digest.hexdigest()[:16] == "de6eb3cd80647eed"


def test_the_labels_follow_from_words_and_tags():
    """Naive Bayes, which knows nothing of our rules, learns both labels from other tickets of the same world."""
    train, test = some_tickets(), datasets.tickets(1000, seed=1)

    def bag(data):
        rows = np.zeros((len(data["title"]), 10_012), np.float32)
        for key in ("title", "body"):
            np.put_along_axis(rows, data[key].astype(int), 1, axis=1)
        rows[:, 0] = 0
        rows[:, 10_000:] = data["tags"]
        return rows

    def accuracy(label):
        scores = []
        for k in range(train[label].shape[1]) if train[label].shape[1] > 1 else (0, 1):
            chosen = train[label][:, k] == 1 if train[label].shape[1] > 1 else train[label][:, 0] == k
            share = (bag(train)[chosen].sum(axis=0) + 1) / (chosen.sum() + 2)
            scores.append(bag(test) @ (np.log(share) - np.log(1 - share)) + np.log(1 - share).sum())
        truth = test[label].argmax(1) if test[label].shape[1] > 1 else test[label][:, 0]
        return (np.argmax(scores, axis=0) == truth).mean()

    assert accuracy("department") > 0.9
    assert accuracy("priority") > 0.75


def test_the_ceilings_are_those_of_the_docstring():
    odds = np.array(
        [
            support_tickets._odds(topic, tone, tier)
            for topic in support_tickets.TOPICS
            for tone in (-1, 0, 1)
            for tier in (-1, 0, 1)
        ]
    )
    ceiling = np.maximum(odds, 1 - odds).mean()
    assert f"{ceiling:.3f}" in datasets.tickets.__doc__ and 0.84 < ceiling < 0.87


def test_a_person_can_read_a_ticket():
    lines = datasets.read_ticket(some_tickets(), 0).splitlines()
    assert [line.split(":")[0] for line in lines] == ["title", "body", "tags", "priority", "department"]
    assert lines[1].count(".") > 2 and " ." not in lines[1]
    assert datasets.ticket_words(np.array([0, 0, words.ids()["parcel"], words.ids()["late"]])) == "parcel late"


def test_a_ticket_reads_chinese_with_the_same_ids_and_labels(monkeypatch):
    before = datasets.tickets(60, 3)
    texts = [datasets.ticket_words(row) for row in before["body"]]
    monkeypatch.setenv("KFA_LANG", "zh")
    after = datasets.tickets(60, 3)
    assert all((before[name] == after[name]).all() for name in before)
    lines = datasets.read_ticket(after, 0).splitlines()
    assert [line.split(":")[0] for line in lines] == ["title", "body", "tags", "priority", "department"]
    assert lines[1].count("。") > 2 and lines[4].endswith("）")
    for english, row in zip(texts, after["body"], strict=True):
        assert datasets.ticket_words(row).count("。") == english.count(".")


def test_each_phrase_has_its_chinese_with_the_same_name_in_it():
    assert sorted(chinese.PHRASES) == sorted(words.phrases())
    assert all(e.count("*") == c.count("*") and re.search("[\u4e00-\u9fff]", c) for e, c in chinese.PHRASES.items())
    assert set(chinese.LABELS) == {*datasets.TAGS, *datasets.DEPARTMENTS}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("my name is badeba .", "我叫 badeba。"),
        ("the password is refused", "更新以后，密……"),
        ("parcel late", "parcel late"),
        ("", ""),
    ],
)
def test_what_is_no_whole_phrase_is_cut_or_stays(text, shown):
    assert chinese.written(text.split()) == shown


@pytest.mark.parametrize("row", [[-1], [10_000], [0.5]])
def test_ids_outside_of_the_vocabulary_are_told(row):
    with pytest.raises(CourseError, match="0 to 9999"):
        datasets.ticket_words(np.array(row))


@pytest.mark.parametrize("arguments", [(-1, 0), (1.5, 0), (10, -1), (10, None), (10**9, 0)])
def test_wrong_arguments_of_tickets_are_told(arguments):
    with pytest.raises(CourseError, match="must be a whole number"):
        datasets.tickets(*arguments)


# ---- the trunk ----


def test_the_trunk_is_a_functional_model_with_named_layers():
    import keras

    trunk = datasets.mobilenet_trunk()
    assert isinstance(trunk, keras.Model) and trunk.output_shape == (None, 14, 14, 96)
    assert trunk.count_params() == 534_464
    names = [layer.name for layer in trunk.layers]
    for i in range(1, 14):
        assert {f"block_{i}_dw", f"block_{i}_project"} <= set(names)
        assert (f"block_{i}_expand" in names) == (i > 1)
    assert [n for n in names if n.endswith("_add")] == [f"block_{i}_add" for i in (3, 5, 6, 8, 9, 10, 12, 13)]
    assert datasets.mobilenet_trunk((32, 48, 3)).output_shape == (None, 2, 3, 96)


def test_the_trunk_tells_photographs_apart():
    """A linear (ridge) classifier on its features of unseen crops; the same layers untrained do half as well."""
    import keras

    (x_train, y_train), (x_test, y_test) = datasets.photo_crops(n_train=500, n_test=300)
    trunk = datasets.mobilenet_trunk((32, 32, 3))
    keras.utils.set_random_seed(0)
    untrained = keras.models.clone_model(trunk)

    def accuracy(model):
        train, test = (model.predict(x, verbose=0).reshape(len(x), -1) for x in (x_train, x_test))
        mean, deviation = train.mean(axis=0), train.std(axis=0) + 1e-3
        train, test = (train - mean) / deviation, (test - mean) / deviation
        weights = np.linalg.solve(train.T @ train + 30 * np.eye(train.shape[1]), train.T @ np.eye(10)[y_train])
        return ((test @ weights).argmax(axis=1) == y_test).mean()

    assert accuracy(trunk) > 0.87
    assert accuracy(untrained) < 0.6


def test_the_trunk_computes_what_the_whole_network_needs():
    """These features, fed to the rest of torchvision's network, made it say Egyptian cat (0.77) of this photograph,
    espresso (0.99) of the coffee and palace (0.56) of the pagoda, when the trunk was added."""
    features = datasets.mobilenet_trunk().predict(datasets.photos()["cat"][None, :224, :224], verbose=0)[0]
    assert features.shape == (14, 14, 96)
    np.testing.assert_allclose(features[7, 7, :4], [0.194, -0.354, 0.718, -0.801], atol=0.02)
    np.testing.assert_allclose([features.mean(), features.std()], [-0.0076, 0.4783], atol=0.002)


def test_the_trunk_takes_bytes_and_floats_alike_and_survives_saving(tmp_path):
    import keras

    trunk = datasets.mobilenet_trunk((64, 64, 3))
    images = datasets.photos()["cat"][None, :64, :64]
    features = trunk.predict(images, verbose=0)
    np.testing.assert_allclose(features, trunk.predict(images.astype("float32"), verbose=0), rtol=1e-5)
    trunk.save(tmp_path / "trunk.keras")
    again = keras.models.load_model(tmp_path / "trunk.keras")
    np.testing.assert_allclose(features, again.predict(images, verbose=0), rtol=1e-5)


@pytest.mark.parametrize("shape", [(224, 224, 1), (224, 224), (0, 32, 3)])
def test_the_trunk_refuses_other_shapes(shape):
    with pytest.raises(CourseError, match="colour images"):
        datasets.mobilenet_trunk(shape)


# ---- CIFAR-10: from a server of our own on the loopback, never from the real one ----


def tiny_archive(per_batch=3):
    """An archive in the form of the real one, a few images a batch; and the records of its test batch."""
    random, file = np.random.RandomState(0), io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name in [*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"]:
            records = random.randint(0, 256, (per_batch, 3073), dtype=np.uint8)
            records[:, 0] %= 10
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}.bin")
            member.size = records.size
            tar.addfile(member, io.BytesIO(records.tobytes()))
    return file.getvalue(), records


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """`serve(body, ...)` puts a server in the place of CIFAR-10's and returns the cache's file."""
    servers = []

    def start(body, promised=None, pause=0.0, status=200):
        promised = body if promised is None else promised
        stop = threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.send_header("Content-Length", str(len(promised)))
                self.end_headers()
                step = 1000 if pause else len(body)
                for k in range(0, len(body), step or 1):
                    try:
                        self.wfile.write(body[k : k + step])
                    except OSError:
                        return
                    if stop.wait(pause):
                        return

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append((server, stop))
        archive = download.Archive(
            f"http://127.0.0.1:{server.server_port}/cifar-10-binary.tar.gz",
            len(promised),
            hashlib.sha256(promised).hexdigest(),
        )
        monkeypatch.setattr(download, "CIFAR10", archive)
        monkeypatch.setenv("KFA_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        return tmp_path / "home" / "cache" / "cifar-10-binary.tar.gz"

    yield start
    for server, stop in servers:
        stop.set()
        server.shutdown()
        server.server_close()


def left_behind(path):
    return [p.name for p in path.parent.iterdir()] if path.parent.exists() else []


def test_cifar10_is_not_downloaded_unasked(serve):
    path = serve(tiny_archive()[0])
    with pytest.raises(CourseError, match=r"licence.*photo_crops\(\).*download=True"):
        datasets.cifar10()
    assert left_behind(path) == []


def test_cifar10_is_downloaded_once_and_read_right(serve, tmp_path, monkeypatch):
    body, last = tiny_archive()
    path = serve(body)
    (x_train, y_train), (x_test, y_test) = datasets.cifar10(download=True)
    assert x_train.shape == (15, 32, 32, 3) and x_test.shape == (3, 32, 32, 3)
    assert y_train.shape == (15,) and (y_test == last[:, 0]).all()
    assert (x_test[1, 2, 5] == last[1, [1 + 2 * 32 + 5, 1 + 1024 + 2 * 32 + 5, 1 + 2048 + 2 * 32 + 5]]).all()
    assert left_behind(path) == [path.name] and not (tmp_path / "keras").exists()
    monkeypatch.setattr(download, "_fetch", lambda *_: pytest.fail("a second download"))
    assert (datasets.cifar10()[0][0] == x_train).all()


def test_another_archive_is_not_kept(serve):
    body = tiny_archive()[0]
    path = serve(body[:-1] + bytes([body[-1] ^ 1]), promised=body)
    with pytest.raises(CourseError, match="not the CIFAR-10 that the course knows"):
        datasets.cifar10(download=True)
    assert left_behind(path) == []


def test_a_download_cut_off_is_not_kept(serve):
    body = tiny_archive()[0]
    path = serve(body[: len(body) // 2], promised=body)
    with pytest.raises(CourseError, match="cut off"):
        datasets.cifar10(download=True)
    assert left_behind(path) == []


def test_a_longer_body_than_the_archives_is_not_read_to_its_end(serve, monkeypatch):
    body = tiny_archive()[0]
    path = serve(body + b"x" * 100)
    short = download.Archive(download.CIFAR10.url, len(body), hashlib.sha256(body).hexdigest())
    monkeypatch.setattr(download, "CIFAR10", short)
    with pytest.raises(CourseError, match="not the CIFAR-10"):
        datasets.cifar10(download=True)
    assert left_behind(path) == []


def test_a_slow_download_stops_at_the_time_limit(serve):
    body = tiny_archive(per_batch=20)[0]  # 1,000 bytes each 0.2 s: minutes in all
    path = serve(body, pause=0.2)
    with pytest.raises(CourseError, match=r"took longer than 0\.5 s"):
        datasets.cifar10(download=True, time_limit=0.5)
    assert left_behind(path) == []


def test_a_silent_server_is_given_up(serve):
    body = tiny_archive()[0]
    path = serve(body[:1000], promised=body, pause=3600)
    with pytest.raises(CourseError, match="timed out"):
        datasets.cifar10(download=True, time_limit=0.5)
    assert left_behind(path) == []


def test_no_network_is_told(serve, monkeypatch):
    path = serve(tiny_archive()[0])
    monkeypatch.setattr(download, "CIFAR10", download.Archive("http://127.0.0.1:9/cifar-10-binary.tar.gz", 1, "0"))
    with pytest.raises(CourseError, match=r"could not be downloaded .*refused.*photo_crops"):
        datasets.cifar10(download=True)
    assert left_behind(path) == []


def test_a_server_error_is_told(serve):
    path = serve(tiny_archive()[0], status=404)
    with pytest.raises(CourseError, match="Not Found"):
        datasets.cifar10(download=True)
    assert left_behind(path) == []


def test_a_damaged_cache_is_told_and_left_alone(serve):
    path = serve(tiny_archive()[0])
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")
    for asked in (False, True):
        with pytest.raises(CourseError, match="is damaged"):
            datasets.cifar10(download=asked)
    assert path.read_bytes() == b"half"


def test_a_folder_that_cannot_be_written_is_told(serve, tmp_path, monkeypatch):
    serve(tiny_archive()[0])
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KFA_HOME", str(tmp_path / "file"))
    with pytest.raises(CourseError, match=r"cannot be written .*KFA_HOME"):
        datasets.cifar10(download=True)


def test_the_real_archive_is_the_published_one():
    """Size and SHA-256 as TensorFlow Datasets and others record them."""
    assert download.CIFAR10.size == 170_052_171 and download.CIFAR10.url.startswith("https://www.cs.toronto.edu/")
    assert re.fullmatch("[0-9a-f]{64}", download.CIFAR10.sha256)


def test_the_cache_is_the_systems_unless_kfa_home_is_set(monkeypatch):
    monkeypatch.delenv("KFA_HOME", raising=False)
    assert download.cache_folder().parts[-1] != "cache" or os.name == "nt"
    assert "keras" not in str(download.cache_folder()).lower().replace(str(ROOT).lower(), "")
    monkeypatch.setenv("KFA_HOME", "/somewhere")
    assert download.cache_folder() == Path("/somewhere/cache")
