#!/usr/bin/env python3
"""Build the source distribution and the wheel into dist/, and show that they are what users should get.

`wheel.py` builds each twice, from two copies of the tree, and looks at what is in them; then it installs the wheel
without extras into a fresh environment and tries it. `wheel.py --test` runs the tests against the installed wheel, too.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

from environments import ROOT, files_of_the_project, fresh, lay_out_tests, lonely, pytest_arguments, run
from packaging.metadata import Metadata

NOT_SHIPPED = (".ci/", ".github/", ".editorconfig", ".pre-commit-config.yaml", ".readthedocs.yaml")

SMOKE = """
import importlib.metadata, importlib.resources, subprocess, sys, sysconfig
from pathlib import Path
import aurorax_typed
from aurorax_typed import AuroraX
heavy = {"pandas", "pyarrow", "polars", "numpy", "typer", "rich", "starlette", "uvicorn"} & sys.modules.keys()
import aurorax_openapi
site = Path(sysconfig.get_path("purelib"))
for package in (aurorax_typed, aurorax_openapi):
    assert Path(package.__file__).is_relative_to(site), package.__file__
    assert importlib.resources.files(package).joinpath("py.typed").is_file(), package
assert not heavy, heavy
for name in aurorax_typed.__all__:
    getattr(aurorax_typed, name)
assert aurorax_typed.__version__ == importlib.metadata.version("aurorax-typed")
with AuroraX(base_url="http://127.0.0.1:9", retry=aurorax_typed.RetryPolicy(max_attempts=1)) as ax:
    try:
        ax.sources.list()
    except aurorax_typed.TransportError as error:
        assert "127.0.0.1:9" in str(error), error
    else:
        raise AssertionError("a server answered where none is")
command = subprocess.run([Path(sys.executable).with_name("aurorax"), "--help"], capture_output=True, text=True)
assert command.returncode == 2 and "pip install 'aurorax-typed[cli]'" in command.stderr, command
print(f"{len(aurorax_typed.__all__)} names, typed, light; what needs an extra says so")
"""


class WrongError(Exception):
    """Something about the distributions that users should not get."""


def copy_of_the_tree(folder: Path, permissions: int, seconds: int) -> Path:
    """The files that git knows: what else lies around in a working tree is not shipped.

    Args:
        folder: where to.
        permissions: of the files, which must not show in what is built; whether they can be run must.
        seconds: since 1970, the files' times, which must not show either.
    """
    for path in files_of_the_project():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)
        (folder / path).chmod(permissions | (0o100 if os.access(ROOT / path, os.X_OK) else 0))
        os.utime(folder / path, (seconds, seconds))
    return folder


def build(tree: Path, target: Path, *kinds: str, umask: int) -> None:
    """Build in a tree. The times in what is built are hatchling's constant, wherever and whenever it is built."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target)]
    for kind in kinds:
        command += ["--target", kind]
    done = subprocess.run(command, cwd=tree, env=lonely(), capture_output=True, text=True, check=False, umask=umask)
    if done.returncode:
        raise WrongError(f"{tree}: {done.stdout}{done.stderr}")


def members(path: Path) -> dict[str, bytes]:
    """What an archive holds: name -> content; the names of a source distribution without its top folder."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(path) as archive:
        files = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        return {name: file.read() for name, file in files.items() if file}


def equal(first: Path, second: Path, what: str) -> None:
    """Two archives are the same, byte for byte."""
    if first.read_bytes() == second.read_bytes():
        return
    one, other = members(first), members(second)
    if only := sorted(one.keys() ^ other.keys()):
        raise WrongError(f"{what} differ: only one has {', '.join(only[:5])}")
    differing = [name for name in one if one[name] != other[name]] or ["only order, times or permissions"]
    raise WrongError(f"{what} differ: {', '.join(differing[:5])}")


def known(prefixes: dict[str, str]) -> dict[str, bytes]:
    """The tree's files below some folders, under the names that they get."""
    found = {}
    for path in files_of_the_project():
        for prefix, becomes in prefixes.items():
            if path.as_posix().startswith(prefix):
                found[becomes + path.as_posix().removeprefix(prefix)] = (ROOT / path).read_bytes()
    return found


def check_record(wheel: dict[str, bytes], info: str) -> None:
    """RECORD names each file with its hash and size, and no other."""
    rows = list(csv.reader(io.StringIO(wheel[f"{info}/RECORD"].decode())))
    if {row[0] for row in rows} != wheel.keys() or len(rows) != len(wheel):
        raise WrongError("RECORD does not list what the wheel holds")
    for name, digest, size in rows:
        wanted = base64.urlsafe_b64encode(hashlib.sha256(wheel[name]).digest()).rstrip(b"=").decode()
        if name != f"{info}/RECORD" and (digest, size) != (f"sha256={wanted}", str(len(wheel[name]))):
            raise WrongError(f"RECORD is wrong about {name}")


def as_written(line: str, extra: str) -> str:
    """A requirement of an extra, from the metadata, as pyproject.toml has it."""
    name, _, marker = line.partition("; ")
    rest = marker.removesuffix(f"extra == '{extra}'").removesuffix(" and ").strip("()")
    return f"{name}; {rest}" if rest else name


def check_metadata(raw: bytes) -> Message:
    """METADATA is sound, and says what pyproject.toml says."""
    Metadata.from_email(raw, validate=True)
    found = Parser().parsestr(raw.decode())
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    whole = {
        line
        for extra, lines in extras.items()
        if extra not in APART
        for line in lines
        if not line.startswith(f"{project['name']}[")
    }
    wanted = {as_written(line, "all") for line in found.get_all("Requires-Dist", [])}
    problems = {
        "name or version": (found["Name"], found["Version"]) != (project["name"], project["version"]),
        "Requires-Python": found["Requires-Python"] != project["requires-python"],
        "the licence": (found["License-Expression"], found.get_all("License-File")) != ("MIT", ["LICENSE"]),
        "the README": found.get_payload() != (ROOT / "README.md").read_text(encoding="utf-8"),
        "the extras": set(found.get_all("Provides-Extra", [])) != extras.keys(),
        f"what the extra all lacks, {whole - wanted}": bool(whole - wanted),
    }
    if wrong := [what for what, is_wrong in problems.items() if is_wrong]:
        raise WrongError(f"METADATA is wrong about {', '.join(wrong)}")
    return found


APART = frozenset({"all", "aacgm"})
"""Extras that `all` leaves out: aacgmv2 is built from C when it is installed."""


def check_wheel(path: Path) -> str:
    """The wheel holds the two packages as the tree has them, and its own information; gives a line on it."""
    wheel = members(path)
    [info] = {name.partition("/")[0] for name in wheel if ".dist-info/" in name}
    packages = {name: content for name, content in wheel.items() if not name.startswith(info)}
    if packages != known({"aurorax_typed/": "aurorax_typed/", "generated_client/aurorax_openapi/": "aurorax_openapi/"}):
        raise WrongError("the wheel's packages are not the tree's")
    about = {name.removeprefix(f"{info}/") for name in wheel if name.startswith(info)}
    if about != {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}:
        raise WrongError(f"unexpected in the wheel: {about}")
    if not {"aurorax_typed/py.typed", "aurorax_openapi/py.typed"} <= packages.keys():
        raise WrongError("a package without py.typed")
    if b"Tag: py3-none-any" not in wheel[f"{info}/WHEEL"]:
        raise WrongError("the wheel is not for every platform")
    check_record(wheel, info)
    check_metadata(wheel[f"{info}/METADATA"])
    unpacked = sum(map(len, wheel.values()))
    return f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, {len(wheel)} files, {unpacked / 1e6:.2f} MB unpacked"


def check_sdist(path: Path) -> str:
    """The source distribution holds all that git knows, but for what CI, editors and hosts read; gives a line on it."""
    source = members(path)
    source.pop("PKG-INFO")
    wanted = {name: content for name, content in known({"": ""}).items() if not name.startswith(NOT_SHIPPED)}
    if source != wanted:
        names = sorted(name for name in source.keys() | wanted.keys() if source.get(name) != wanted.get(name))
        raise WrongError(f"the source distribution is not what git knows: {', '.join(names[:8])}")
    return f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, {len(source)} files"


def make(target: Path, scratch: Path) -> Path:
    """Build, compare, check, and put both into the target; gives the wheel's path."""
    first, second, third = (scratch / name for name in ("first", "second", "third"))
    build(copy_of_the_tree(scratch / "a", 0o644, 10**9), first, "sdist", "wheel", umask=0o022)
    build(copy_of_the_tree(scratch / "b" / "c", 0o600, 10**9 + 1), second, "sdist", "wheel", umask=0o077)
    [wheel], [sdist] = first.glob("*.whl"), first.glob("*.tar.gz")
    equal(sdist, second / sdist.name, "Two source distributions")
    equal(wheel, second / wheel.name, "Two wheels")
    with tarfile.open(sdist) as archive:
        # Pythons before 3.11.4 know no filters, and later ones want to be told which.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(scratch / "unpacked")
    [unpacked] = (scratch / "unpacked").iterdir()
    build(unpacked, third, "wheel", umask=0o022)
    equal(wheel, third / wheel.name, "Wheels of the tree and of the source distribution")
    print(check_sdist(sdist))
    print(check_wheel(wheel))
    print("built twice and from the source distribution: the same bytes")
    target.mkdir(exist_ok=True)
    for old in (*target.glob("aurorax_typed-*.whl"), *target.glob("aurorax_typed-*.tar.gz")):
        old.unlink()
    shutil.copy(sdist, target)
    return Path(shutil.copy(wheel, target))


def smoke(wheel: Path, scratch: Path) -> None:
    """Install the wheel without extras, and try what must work then."""
    python = fresh(scratch / "core", sys.executable, wheel, "--constraint", ROOT / "requirements" / "dev.txt")
    print("without extras:", run([python, "-I", "-W", "error", "-c", SMOKE], scratch).strip())


def test(wheel: Path, scratch: Path, some: list[str]) -> int:
    """Run the tests against the installed wheel, with the packages of the tree out of reach."""
    python = fresh(scratch / "whole", sys.executable, f"{wheel}[all]", "--requirement", ROOT / "requirements/dev.txt")
    lay_out_tests(scratch / "tests")
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    command = [str(python), *pytest_arguments(scratch / "tests" / "tests", some or ["."])]
    return subprocess.run(command, cwd=scratch / "tests", env=lonely(PATH=path), check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--test",
        nargs="*",
        metavar="unit",
        help="run the tests against the installed wheel, too: all, or only these, below tests/",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aurorax-wheel-") as name:
        scratch = Path(name)
        try:
            wheel = make(ROOT / "dist", scratch)
        except WrongError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        smoke(wheel, scratch)
        return 0 if arguments.test is None else test(wheel, scratch, arguments.test)


if __name__ == "__main__":
    sys.exit(main())
