"""The steps of an update, in a copy of the tree; the tree itself is changed at the very end, whole or not at all."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import griffe
from regenerate import Generator, RegenerateError

from api_changes.comparing import compare
from api_changes.corrections import Verdict, verdicts, without_actions
from api_changes.drift import deviations
from api_changes.merging import take_over
from api_changes.on_purpose import ON_PURPOSE
from api_changes.outcome import Outcome, places_to_look_at
from api_changes.reading import DescriptionError, load_ours, read

__all__ = ["REPLACED", "StepError", "breakages", "copy_tree", "replace", "update"]

REPLACED: Final = ("openapi", "generated_client", "aurorax_typed/emulator/openapi.json")
"""What an update writes."""

_COPIED: Final = (
    "openapi", "generated_client", "aurorax_typed", "scripts", "requirements", "tests/typing", "pyproject.toml",
    "docs/api-coverage.md",
)  # fmt: skip
_CHECKED: Final = ("aurorax_typed", "generated_client/aurorax_openapi", "tests/typing")
# An editable install of this tree stays on the path; what is gone from the copy would be found there.
_TYPE_CHECKER: Final = """
import sys
from pathlib import Path
ours = ("aurorax_openapi", "aurorax_typed")
sys.path = [p for p in sys.path if p.endswith("site-packages") or not any((Path(p) / name).is_dir() for name in ours)]
from mypy.__main__ import console_entry
console_entry()
"""
_DESCRIPTION: Final = "openapi/aurorax.yaml"
_OVERLAY: Final = "openapi/corrections.overlay.yaml"
_CORRECTED: Final = "openapi/corrected.yaml"
_WITH_VALUES: Final = (
    griffe.BreakageKind.ATTRIBUTE_CHANGED_TYPE,
    griffe.BreakageKind.ATTRIBUTE_CHANGED_VALUE,
    griffe.BreakageKind.RETURN_CHANGED_TYPE,
)


class StepError(Exception):
    """A step that can't be done; nothing has been written."""


def _changed_by_hand(root: Path) -> list[str]:
    """Files that an update would write and that hold changes which are not committed.

    Raises:
        StepError: the tree is not under git, so that nothing could be taken back.
    """
    done = subprocess.run(
        ["git", "-C", root, "status", "--porcelain", "--untracked-files=all", "--", *REPLACED],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StepError("This is no git checkout, so that nothing could be taken back. CHECK=1 only reports.")
    return [line[3:] for line in done.stdout.splitlines()]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def copy_tree(root: Path, target: Path) -> None:
    """Copy what an update works on."""
    for name in _COPIED:
        _copy(root / name, target / name)


def replace(root: Path, work: Path) -> None:
    """Put what an update writes in the place of what is there; where that fails, git brings all of it back.

    Raises:
        OSError: one file could not be written; all is as it was.
    """
    try:
        for name in REPLACED:
            if (root / name).is_dir():
                shutil.rmtree(root / name)
            _copy(work / name, root / name)
    except BaseException:
        for command in (("restore",), ("clean", "-fdq")):
            subprocess.run(["git", "-C", root, *command, "--", *REPLACED], check=True)
        raise


def update(root: Path, source: str, *, generator: Path, cache: Path, write: bool, anyway: bool) -> Outcome:
    """Find out what a newer description changes, and take it over.

    Args:
        root: the tree.
        source: a file or an address.
        generator: the environment of the generator.
        cache: where the type checker keeps what it knows; only read.
        write: change the tree, where everything fits.
        anyway: change it where a person has to go on, too.
    """
    outcome = Outcome(source)
    try:
        if write and (dirty := _changed_by_hand(root)):
            raise StepError(f"Commit or take back first what has been changed: {', '.join(dirty[:5])}")
        with tempfile.TemporaryDirectory(prefix="aurorax-api-update-") as name:
            work = Path(name)
            _find_out(outcome, root, work, generator, cache)
            if write and outcome.published and (anyway or not outcome.by_hand):
                _say("Writing")
                replace(root, work)
                outcome.written = True
    except (StepError, DescriptionError, RegenerateError, OSError, RecursionError) as error:
        outcome.failed = str(error)
    return outcome


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)


def _find_out(outcome: Outcome, root: Path, work: Path, generator: Path, cache: Path) -> None:
    """Do the update in a copy, and note what each step shows."""
    _say(f"Reading {outcome.source}")
    theirs, outcome.source = read(outcome.source)
    before = (root / _DESCRIPTION).read_text(encoding="utf-8")
    after, outcome.to_write = take_over(before, theirs)
    outcome.published = compare(load_ours(before), load_ours(after))
    if not outcome.published:
        return
    copy_tree(root, work)
    (work / _DESCRIPTION).write_text(after, encoding="utf-8", newline="\n")
    _say("Looking whether the corrections fit")
    outcome.verdicts = _examined(root, work, generator)
    _say("Generating the client")
    done = _called([work / "scripts" / "regenerate.py", "--generator", generator], work)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().replace(str(work) + os.sep, "")
        raise StepError(f"The generator failed: {said[-2000:]}")
    corrected = load_ours((work / _CORRECTED).read_bytes())
    outcome.corrected = compare(load_ours((root / _CORRECTED).read_bytes()), corrected)
    _say("Looking what breaks for importers")
    outcome.generated = breakages("aurorax_openapi", root / "generated_client", work / "generated_client")
    found = deviations(corrected, root)
    outcome.deviations = {text: name for text, name in found.items() if text not in ON_PURPOSE}
    outcome.outdated = [text for text in ON_PURPOSE if text not in found]
    _say("Checking the types of the typed layer")
    outcome.faults = _faults(work, cache)
    outcome.look_at = places_to_look_at(outcome, root)


def _examined(root: Path, work: Path, generator: Path) -> list[Verdict]:
    """How each correction fits; those that can't be applied are taken out of the copy."""
    overlay, found = work / _OVERLAY, work / "verdicts.json"
    files = (root / _DESCRIPTION, work / _DESCRIPTION, overlay, found)
    Generator(generator).run("python", work / "scripts" / "apply_overlay.py", "--examine", *files, cwd=work)
    examined = verdicts(json.loads(found.read_text(encoding="utf-8")))
    goes = [verdict.number for verdict in examined if verdict.goes]
    text = without_actions(overlay.read_text(encoding="utf-8"), goes)
    overlay.write_text(text, encoding="utf-8", newline="\n")
    return examined


def _faults(work: Path, cache: Path) -> list[str]:
    """What the type checker says of the typed layer on the new generated client."""
    # What it learns here, about modules that are gone, must not come back in another run: it works on a copy.
    if cache.is_dir():
        shutil.copytree(cache, work / ".mypy_cache")
    options = ["--output", "json", "--cache-dir", work / ".mypy_cache"]
    done = _called(["-c", _TYPE_CHECKER, *options, *_CHECKED], work)
    if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stdout.strip()):
        raise StepError(f"The type checker failed:\n{done.stdout}{done.stderr}".rstrip())
    found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    errors = sorted((item["file"], item["line"], item["message"]) for item in found if item["severity"] == "error")
    return [f"{Path(file).as_posix()}:{line}: {message}" for file, line, message in errors]


def _called(arguments: list[Any], work: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, without what could bring other copies of the packages in."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=work, env=environment, capture_output=True, text=True, check=False
    )


def breakages(package: str, old: Path, new: Path) -> list[str]:
    """What breaks for those who import a package, from its sources in two folders. Nothing is run."""
    logging.getLogger("griffe").setLevel(logging.ERROR)
    before, after = (griffe.load(package, search_paths=[folder], allow_inspection=False) for folder in (old, new))
    found = []
    for breakage in griffe.find_breaking_changes(before, after):
        what, values = breakage.kind.value, (breakage.old_value, breakage.new_value)
        if breakage.kind in _WITH_VALUES:
            what = f"{what}: {values[0]} -> {values[1]}"
        elif isinstance(parameter := values[1] or values[0], griffe.Parameter):
            what = f"{what}: {parameter.name}"
        found.append(f"`{breakage.obj.path}`: {what}")
    return list(dict.fromkeys(found))
