"""A ledger that was damaged is a `ScanStateError`, or says what was written."""

from __future__ import annotations

import errno
import random
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from aurorax_typed import ScanStateError
from aurorax_typed._core.scan_windows import Span, Window
from aurorax_typed.scans.ledger import Ledger

SPAN = Span(datetime(2020, 2, 1), datetime(2020, 2, 2))


def written(path: Path) -> tuple[object, object]:
    with Ledger(path, {"kind": "x"}) as ledger:
        for day in range(1, 29):
            ledger.note_done(Window(f"2020-02-{day:02}", SPAN.start, SPAN.end), SPAN, day, size=day * 1000)
            ledger.note_search(f"2020-03-{day:02}", SPAN, f"id-{day}")
        return ledger.done(), ledger.pending()


@pytest.mark.parametrize("seed", range(50))
def test_random_damage(seed: int, tmp_path: Path) -> None:
    path, chance = tmp_path / "ledger", random.Random(seed)
    right = written(path)
    data = bytearray(path.read_bytes())
    kind = seed % 5
    start = chance.randrange(len(data))
    if kind == 0:
        del data[start:]
    elif kind == 1:
        page = start // 4096 * 4096
        data[page : page + 4096] = bytes(len(data[page : page + 4096]))
    elif kind == 2:
        data[:] = b"no database\n" * chance.randrange(1, 200)
    elif kind == 3:
        data[start : start + 200] = chance.randbytes(len(data[start : start + 200]))
    else:
        for _ in range(40):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    path.write_bytes(data)
    try:
        with Ledger(path, {"kind": "x"}) as ledger:
            found = ledger.done(), ledger.pending()
    except ScanStateError:
        return
    assert not data or found == right  # an empty file is a new ledger


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE done SET records = 'many'",
        "UPDATE done SET records = 7",
        "UPDATE done SET name = '2021-' || substr(name, 6)",
        "UPDATE done SET starts = X'ff00'",
        "UPDATE searches SET asked_to = 'soon'",
        "DELETE FROM scan",
        "DROP TABLE searches",
        "CREATE TABLE mine (a)",
        "PRAGMA user_version = 1",
    ],
)
def test_foreign_hands(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    written(path)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(statement)
    database.close()
    with pytest.raises(ScanStateError):
        Ledger(path, {"kind": "x"})


def test_a_full_disk_is_said_to_be_one(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger", {"kind": "x"}) as ledger:
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages}")  # what SQLite meets on a full disk
        with pytest.raises(OSError, match="No space left on device") as caught:
            for number in range(1000):
                ledger.note_search(f"{number}", SPAN, f"id-{number}")
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.filename == str(tmp_path / "ledger")
