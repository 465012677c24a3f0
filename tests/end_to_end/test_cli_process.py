"""The command as its own process: pipes, signals, terminals, missing extras."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import socket
import struct
import subprocess
import sys
import termios
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from support.emulator import fault, get_json
from support.writing import ADMIN, writable

from aurorax_typed.emulator import serve

AURORAX = str(Path(sys.executable).with_name("aurorax"))
SPAN = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-05", "--program", "trex"]
# Whoever runs the tests may ignore interruptions, and children inherit that; a shell's children don't.
HEEDING_SIGINT = [
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])",
]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def environment(base_url: str, **more: str) -> dict[str, str]:
    # Without PYTHONUNBUFFERED, as on a user's machine: what can't be written is found out later then.
    left_out = ("COLUMNS", "LINES", "TERM", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "AURORAX_BASE_URL": base_url, "TERM": "xterm-256color", **more}


def test_piped_it_prints_records_and_nothing_else(shared_emulator: str) -> None:
    command = [AURORAX, *SPAN, "--format", "ndjson"]
    for more in ([], ["--output", "/dev/stdout"]):
        done = subprocess.run([*command, *more], env=environment(shared_emulator), capture_output=True, check=False)
        assert done.returncode == 0
        assert done.stdout.count(b"\n") == 1490
        assert done.stderr == b""


def test_a_closed_pipe_ends_it_quietly(shared_emulator: str) -> None:
    command = [AURORAX, *SPAN, "--format", "ndjson"]
    with subprocess.Popen(
        command, env=environment(shared_emulator), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # The rest is far more than a pipe holds, so that it must notice.
        assert process.stdout.readline().startswith(b'{"data_source"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def redirected(redirections: str, *arguments: str, base_url: str) -> subprocess.CompletedProcess[str]:
    """Run the command through a shell, with its redirections."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirections}', "sh", AURORAX, *arguments],
        env=environment(base_url),
        capture_output=True,
        text=True,
        check=False,
    )


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")


@FULL
@pytest.mark.parametrize("way", ["stdout", "file"])
def test_a_full_disk_is_an_error(shared_emulator: str, way: str) -> None:
    if way == "stdout":
        done = redirected(">/dev/full", "sources", "list", base_url=shared_emulator)
    else:
        done = redirected("", "sources", "list", "--format", "csv", "-o", "/dev/full", base_url=shared_emulator)
    assert done.returncode == 1
    assert re.fullmatch(r"error: .*No space left on device(: '/dev/full')?\n", done.stderr)


def test_closed_streams(shared_emulator: str) -> None:
    done = redirected(">&-", "sources", "list", base_url=shared_emulator)
    assert (done.returncode, done.stderr) == (2, "error: Standard output is closed. Name a file: --output FILE.\n")
    done = redirected("2>&-", "sources", "list", "--program", "swarm", base_url=shared_emulator)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].split()[0].isdigit()


@FULL
def test_a_full_disk_behind_standard_error_does_not_spoil_the_output(shared_emulator: str) -> None:
    done = redirected("2>/dev/full", "sources", "list", "--program", "swarm", base_url=shared_emulator)
    assert done.returncode == 0
    assert "Swarm A" in done.stdout


def test_interrupted_it_says_how_to_go_on(tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    target.write_text("old")
    with serve(time_scale=1000) as slow:
        command = [*HEEDING_SIGINT, AURORAX, *SPAN, "--verbose", "--output", str(target)]
        with subprocess.Popen(command, env=environment(slow), stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            before = ""
            while "search is running" not in before:
                line = process.stderr.readline()
                assert line, before
                before += line
            process.send_signal(signal.SIGINT)
            after = process.stderr.read()
            assert process.wait() == 130
        found = re.search(r"search ([0-9a-f-]{36}) is submitted", before)
        assert found
        assert "interrupted\nThe search goes on at the server." in after
        assert f"  aurorax requests data {found[1]} --output {target}\n" in after
        assert "Traceback" not in after
        assert get_json(f"{slow}/api/v1/data_products/requests/{found[1]}")["search_result"]["data_uri"] is None
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def on_terminal(command: list[str], environment: dict[str, str], *, stdout: int | None = None) -> tuple[int, str]:
    """Run a command whose standard error is a terminal of 80 columns; its exit code and all that was shown there.

    Args:
        stdout: where its output goes; None is the same terminal.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        command, env=environment, stdin=theirs, stdout=theirs if stdout is None else stdout, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux says that the other side has been closed
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        return process.wait(), shown.decode()


def test_on_a_terminal_it_shows_its_progress(shared_emulator: str, tmp_path: Path) -> None:
    target = tmp_path / "found.ndjson"
    code, shown = on_terminal([AURORAX, *SPAN, "--output", str(target)], environment(shared_emulator))
    assert code == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert "submitting" in plain
    assert re.search(r"receiving 0:00:\d\d 1,490 of 1,490 records  \d+\.\d kB", plain)
    # The moving line is wiped, the cursor is back, and one line says what came of it.
    assert "\x1b[2K" in shown
    assert shown.count("\x1b[?25h") == shown.count("\x1b[?25l") > 0
    words = " ".join(plain.split())  # the line is broken where the name of the folder is long
    assert re.search(r"1,490 records in \S+found\.ndjson, \d+\.\d kB in \d+\.\d s$", words)
    assert len(target.read_text().splitlines()) == 1490


def test_colours_only_where_they_are_wanted(shared_emulator: str) -> None:
    command = [AURORAX, *SPAN, "--limit", "5"]
    code, shown = on_terminal(command, environment(shared_emulator))
    assert code == 0
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)
    assert "\x1b[1mSTART (UTC)" in shown
    code, shown = on_terminal(command, environment(shared_emulator, NO_COLOR="1"))
    assert code == 0
    assert not re.search(r"\x1b\[[0-9;]*(3[0-9]|4[0-9])[;m]", shown)
    assert re.search(r"(?m)^START \(UTC\)", re.sub(r"\x1b\[[0-9;?]*[A-Zac-ln-z]|\r", "", shown))


def test_a_table_fits_the_terminal(shared_emulator: str) -> None:
    code, shown = on_terminal([AURORAX, *SPAN], environment(shared_emulator))
    assert code == 0
    rows = [line for line in COLOUR.sub("", shown).replace("\r", "").splitlines() if line.startswith("2020-02-01 ")]
    assert len(rows) == 50
    assert max(len(row) for row in rows) <= 80


def test_quiet_and_a_dumb_terminal_have_no_moving_line(shared_emulator: str) -> None:
    with open(os.devnull, "wb") as nowhere:
        command = [AURORAX, *SPAN, "--format", "csv"]
        quiet = on_terminal([*command, "--quiet"], environment(shared_emulator), stdout=nowhere.fileno())
        dumb = on_terminal(command, environment(shared_emulator, TERM="dumb"), stdout=nowhere.fileno())
    assert quiet == (0, "")
    assert dumb == (0, "")


def test_lines_of_verbose_stand_above_the_moving_line(shared_emulator: str, tmp_path: Path) -> None:
    command = [AURORAX, *SPAN, "--verbose", "--output", str(tmp_path / "found.csv")]
    code, shown = on_terminal(command, environment(shared_emulator))
    assert code == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "\n")
    for line in (r"search [0-9a-f-]{36} is submitted", r"server: File size is \d+ bytes\."):
        assert re.search(rf"(?m)^ +\d+\.\d\d s  {line}$", plain)


def test_interrupted_on_a_terminal_the_cursor_comes_back(emulator: str, tmp_path: Path) -> None:
    fault(emulator, "slow_chunks", size=2000, delay=0.2)
    ours, theirs = pty.openpty()
    command = [*HEEDING_SIGINT, AURORAX, *SPAN, "--output", str(tmp_path / "found.csv")]
    with subprocess.Popen(command, env=environment(emulator), stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        interrupted = False
        while True:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
            if b"of 1,490 records" in shown and not interrupted:
                process.send_signal(signal.SIGINT)
                interrupted = True
        os.close(ours)
        assert process.wait() == 130
    assert b"interrupted\r\nIts result is at the server." in shown
    assert b"  aurorax requests data " in shown
    assert shown.count(b"\x1b[?25h") == shown.count(b"\x1b[?25l") > 0
    assert list(tmp_path.iterdir()) == []


# -- the emulator -----------------------------------------------------------------------------------------------------


def test_the_emulator_says_its_address_first_and_ends_when_interrupted(tmp_path: Path) -> None:
    command = [*HEEDING_SIGINT, AURORAX, "emulator", "--port", "0", "--data", str(tmp_path / "kept")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
        with urlopen(address, timeout=10) as reply:
            assert reply.status == 200
        search = subprocess.run(
            [AURORAX, "--base-url", address, *SPAN, "--format", "csv"], capture_output=True, check=False
        )
        assert search.returncode == 0
        assert search.stdout.count(b"\n") == 1491
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""
        assert process.wait() == 0
    assert (tmp_path / "kept").is_dir()


def test_an_emulator_that_cannot_start_says_why(shared_emulator: str) -> None:
    port = str(urlsplit(shared_emulator).port)
    taken = subprocess.run([AURORAX, "emulator", "--port", port], capture_output=True, text=True, check=False)
    assert (taken.returncode, taken.stdout) == (1, "")
    assert re.fullmatch(rf"error: cannot listen on 127\.0\.0\.1, port {port}: .*\n", taken.stderr)
    remote = subprocess.run([AURORAX, "emulator", "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    assert (remote.returncode, remote.stdout) == (1, "")
    assert remote.stderr.startswith("error: 0.0.0.0 can be reached from other machines")


# -- without the extras -----------------------------------------------------------------------------------------------


def without(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where a module can't be imported."""
    code = (
        "import sys; sys.modules[sys.argv[1]] = None; from aurorax_typed.cli import main; sys.exit(main(sys.argv[2:]))"
    )
    return subprocess.run([sys.executable, "-c", code, module, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["typer", "rich"])
def test_without_its_extra_it_says_what_to_install(module: str) -> None:
    done = without(module, "--version")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: the command line needs {module}, which is not installed: pip install 'aurorax-typed[cli]'\n"
    )


def test_as_a_module_it_is_the_same_command() -> None:
    module = [sys.executable, "-m", "aurorax_typed"]
    for arguments in (["--version"], ["sources", "--help"], ["sources", "lits"]):
        one, other = (
            subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
            for command in (module, [AURORAX])
        )
        assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


def test_without_the_emulators_extra_it_says_what_to_install() -> None:
    done = without("uvicorn", "emulator")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'aurorax-typed[emulator]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_help_loads_nothing_heavy() -> None:
    # What the library itself loads is not the command's doing.
    code = (
        "import sys, aurorax_typed; library = set(sys.modules); from aurorax_typed.cli import main;"
        "code = main(['search', 'data-products', '--help']); new = set(sys.modules) - library;"
        "print(sorted(new & {'rich.progress', 'rich.live', 'uvicorn', 'starlette', 'pandas', 'pyarrow'}));"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("aurorax search d", ["data-products"]),
        ("aurorax search ephemeris --program them", ["themis", "themis-asi"]),
        ("aurorax search data-products --type mo", ["montage", "movie"]),
        ("aurorax sources list --format nd", ["ndjson"]),
    ],
)
def test_completion_knows_what_is_known_without_asking(words: str, completed: list[str]) -> None:
    variables = {"_AURORAX_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    # Nothing listens there.
    done = subprocess.run(
        [AURORAX], env={**environment("http://127.0.0.1:9"), **variables}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == completed


def test_an_upload_that_is_interrupted_says_how_much_was_taken_in(tmp_path: Path) -> None:
    orbit = tmp_path / "orbit.csv"
    epochs = (f"2031-03-04T{minute // 60:02}:{minute % 60:02}:00,{minute % 90},0\n" for minute in range(1000))
    orbit.write_text("".join(["epoch,nbtrace_lat,nbtrace_lon\n", *epochs]))
    with writable() as url:
        upload = [AURORAX, "upload", "ephemeris", str(orbit), "--source", "3", "--progress", "--chunk-size", "1"]
        with subprocess.Popen(
            [*HEEDING_SIGINT, *upload],
            env=environment(url, AURORAX_API_KEY=ADMIN),
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            assert process.stderr.readline() == "checking\n"
            # The other 999 records take far longer than the signal.
            assert process.stderr.readline() == "sending  1 of 1,000 records\n"
            process.send_signal(signal.SIGINT)
            *_, first, last = process.stderr.read().splitlines()
            assert process.wait() == 130
    assert first == "interrupted"
    told = re.fullmatch(r"(\d+) records? taken in before\. Uploading all of them again does no harm\.", last)
    assert told
    assert 1 <= int(told[1]) < 1000


def test_no_server_is_one_line(unused_port: int) -> None:
    nowhere = f"http://127.0.0.1:{unused_port}"
    # A port that is taken and closed for certain: bound, not listened on, until the command has ended.
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", unused_port))
        done = subprocess.run(
            [AURORAX, "sources", "list"], env=environment(nowhere), capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert nowhere in done.stderr
    assert len(done.stderr.splitlines()) == 1
