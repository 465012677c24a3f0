"""Output files appear whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from aurorax_typed.cli.output import OutputError, ReaderGone, Sink, opened


def test_a_file_appears_at_the_end_and_alone(tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    with opened(target) as sink:
        sink.write("a\n")
        assert not target.exists()
        sink.write("é\n")
    assert target.read_bytes() == "a\né\n".encode()
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_the_old_file_whole(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "found.csv"
    target.write_text("old")

    def fail() -> None:
        with opened(target) as sink:
            sink.write("new")
            raise error

    with pytest.raises(error):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_permissions_are_those_of_the_old_file_or_of_any_new_one(tmp_path: Path) -> None:
    old, new, other = tmp_path / "old", tmp_path / "new", tmp_path / "other"
    old.write_text("")
    old.chmod(0o640)
    other.write_text("")
    for target in (old, new):
        with opened(target) as sink:
            sink.write("x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == other.stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    with opened(link) as sink:
        sink.write("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_device_is_written_and_not_replaced() -> None:
    before = os.stat(os.devnull)
    with opened(Path(os.devnull)) as sink:
        sink.write("x")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    assert os.stat(os.devnull).st_ino == before.st_ino


def test_a_named_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with opened(pipe) as sink:
        sink.write("through")
    reader.join()
    assert read == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_cannot_be_written_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a directory"), opened(tmp_path):
        pass
    nowhere = tmp_path / "none" / "found.csv"
    with pytest.raises(OutputError, match=r"none/found\.csv can't be written: There is no directory"), opened(nowhere):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_left_is_told_apart_from_an_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as stream, pytest.raises(ReaderGone):
        Sink(stream).write("nobody reads this")  # type: ignore[arg-type]


def test_what_the_output_cannot_hold_becomes_a_question_mark(tmp_path: Path) -> None:
    path = tmp_path / "latin"
    with path.open("wb") as stream:
        Sink(stream, encoding="latin-1").write("é…")
    assert path.read_bytes() == b"\xe9?"
