"""A file that many write at once is whole at every moment, and one that can't be written leaves the old one and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers import whole_file


def test_many_writers_and_a_reader(tmp_path):
    path = tmp_path / "progress.json"
    whole_file.write(path, "0" * 10_000)

    def write_and_read(k: int) -> int:
        whole_file.write(path, str(k % 10) * 10_000)
        found = path.read_text()
        return len(found) * len(set(found))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(write_and_read, range(64))) == {10_000}
    assert [p.name for p in path.parent.iterdir()] == ["progress.json"]


def test_where_it_fails_the_old_one_stays(tmp_path, monkeypatch):
    path = tmp_path / "index.md"
    whole_file.write(path, b"old", mode=0o600)
    assert path.stat().st_mode & 0o777 == 0o600

    def full(*_all):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        whole_file.write(path, "new")
    assert path.read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["index.md"]
