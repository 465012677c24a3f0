"""The steps of an update, in a copy of the tree; the tree itself is changed at the very end, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from api_changes import comparing, importers
from api_changes.calls import deviations
from api_changes.corrections import verdicts, without_actions
from api_changes.form import to_3_0
from api_changes.merging import take_over
from api_changes.on_purpose import ON_PURPOSE
from api_changes.outcome import Outcome, TypeFault, places_to_look_at
from api_changes.reading import DescriptionError, Document, load_ours, read

__all__ = ["REPLACED", "StepError", "Update", "changed_by_hand", "replace"]

REPLACED: Final = ("openapi", "generated_client", "aurorax_typed/emulator/openapi.json")
"""What an update writes."""

_CACHES: Final = shutil.ignore_patterns("__pycache__")
_COPIED: Final = ("openapi", "generated_client", "aurorax_typed", "scripts", "requirements", "tests/typing")
_COPIED_FILES: Final = ("pyproject.toml", "docs/api-coverage.md")
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


class StepError(Exception):
    """A step that can't be done; nothing has been written."""


def changed_by_hand(root: Path) -> list[str]:
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


def replace(root: Path, work: Path) -> None:
    """Put what an update writes in the place of what is there; where that fails, git brings all of it back.

    Raises:
        OSError: one file could not be written; all is as it was.
    """
    try:
        for name in REPLACED:
            if (work / name).is_dir():
                shutil.rmtree(root / name)
                shutil.copytree(work / name, root / name, ignore=_CACHES)
            else:
                shutil.copy2(work / name, root / name)
    except BaseException:
        for command in (("restore",), ("clean", "-fdq")):
            subprocess.run(["git", "-C", root, *command, "--", *REPLACED], check=True)
        raise


@frozen
class Update:
    """One update of the tree at `root`.

    Attributes:
        root: the tree.
        generator: the environment of the generator.
        cache: where the type checker keeps what it knows; only read.
        say: is told of each step.
    """

    root: Path
    generator: Path
    cache: Path
    say: Callable[[str], None]

    def run(self, source: str, *, write: bool, anyway: bool) -> Outcome:
        """Find out what a newer description changes, and take it over.

        Args:
            source: a file or an address.
            write: change the tree, where everything fits.
            anyway: change it where a person has to go on, too.
        """
        outcome = Outcome(source)
        try:
            if write:
                dirty = changed_by_hand(self.root)
                if dirty:
                    raise StepError(f"Commit or take back first what has been changed: {', '.join(dirty[:5])}")
            with tempfile.TemporaryDirectory(prefix="aurorax-api-update-") as name:
                self._run(outcome, Path(name), write=write, anyway=anyway)
        except (StepError, DescriptionError, OSError) as error:
            outcome.failed = str(error)
        return outcome

    def _run(self, outcome: Outcome, work: Path, *, write: bool, anyway: bool) -> None:
        self.say(f"Reading {outcome.source}")
        theirs, outcome.source = read(outcome.source)
        theirs, outcome.lost = to_3_0(theirs)
        text = (self.root / _DESCRIPTION).read_text(encoding="utf-8")
        merged = take_over(text, theirs)
        if merged.text == text:
            return
        outcome.to_write, outcome.to_read = merged.to_write, merged.to_read
        self._copy(work)
        (work / _DESCRIPTION).write_text(merged.text, encoding="utf-8", newline="\n")
        outcome.published = comparing.compare(
            load_ours((self.root / _DESCRIPTION).read_bytes()), load_ours((work / _DESCRIPTION).read_bytes())
        )
        self._correct(outcome, work)
        self._generate(work)
        old_corrected, new_corrected = (
            load_ours((self.root / _CORRECTED).read_bytes()),
            load_ours((work / _CORRECTED).read_bytes()),
        )
        outcome.corrected = comparing.compare(old_corrected, new_corrected)
        self._look(outcome, work, new_corrected)
        outcome.look_at = places_to_look_at(outcome, _both(old_corrected, new_corrected), self.root)
        if write and (anyway or not outcome.by_hand):
            self.say("Writing")
            replace(self.root, work)
            outcome.written = True

    def _copy(self, work: Path) -> None:
        for folder in _COPIED:
            shutil.copytree(self.root / folder, work / folder, ignore=_CACHES)
        for file in _COPIED_FILES:
            (work / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.root / file, work / file)

    def _correct(self, outcome: Outcome, work: Path) -> None:
        self.say("Looking whether the corrections fit")
        python = next(
            (self.generator / name / "python" for name in ("bin", "Scripts") if (self.generator / name).is_dir()), None
        )
        if python is None:
            raise StepError(f"There is no environment at {self.generator}. Make it: make .venv-generator/.ready")
        script = work / "scripts" / "apply_overlay.py"
        found = work / "verdicts.json"
        files = (self.root / _DESCRIPTION, work / _DESCRIPTION, work / _OVERLAY, found)
        self._call([python, script, "--examine", *files], work, "The corrections")
        outcome.verdicts = verdicts(json.loads(found.read_text(encoding="utf-8")))
        goes = [verdict.number for verdict in outcome.verdicts if verdict.goes]
        if goes:
            text = without_actions((work / _OVERLAY).read_text(encoding="utf-8"), goes)
            (work / _OVERLAY).write_text(text, encoding="utf-8", newline="\n")

    def _generate(self, work: Path) -> None:
        self.say("Generating the client")
        script = work / "scripts" / "regenerate.py"
        self._call([sys.executable, script, "--generator", self.generator], work, "The generator")

    def _look(self, outcome: Outcome, work: Path, corrected: Document) -> None:
        self.say("Looking what breaks for importers")
        outcome.generated = importers.breakages(
            "aurorax_openapi", self.root / "generated_client", work / "generated_client"
        )
        outcome.typed = importers.breakages("aurorax_typed", self.root, work)
        found = {str(deviation): deviation for deviation in deviations(corrected, self.root)}
        outcome.deviations = [deviation for text, deviation in found.items() if text not in ON_PURPOSE]
        outcome.outdated = [text for text in ON_PURPOSE if text not in found]
        self.say("Checking the types of the typed layer")
        outcome.faults = self._check_types(work)

    def _check_types(self, work: Path) -> list[TypeFault]:
        # What it learns here, about modules that are gone, must not come back in another run: it works on a copy.
        cache = work / ".mypy_cache"
        if self.cache.is_dir():
            shutil.copytree(self.cache, cache)
        options = ["--output", "json", "--cache-dir", str(cache)]
        packages = ["aurorax_typed", "generated_client/aurorax_openapi", "tests/typing"]
        done = subprocess.run(
            [sys.executable, "-c", _TYPE_CHECKER, *options, *packages],
            cwd=work,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stdout.strip()):
            raise StepError(f"The type checker failed:\n{done.stdout}{done.stderr}".rstrip())
        found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        faults = [
            TypeFault(Path(item["file"]).as_posix(), item["line"], item["message"])
            for item in found
            if item["severity"] == "error"
        ]
        return sorted(faults, key=lambda fault: (fault.file, fault.line))

    def _call(self, command: list[Any], work: Path, what: str) -> None:
        done = subprocess.run(command, cwd=work, env=_environment(), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().replace(str(work) + os.sep, "")
            raise StepError(f"{what} failed: {said[-2000:]}")


def _environment() -> dict[str, str]:
    """Ours, without what could bring other copies of the packages in."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}


def _both(old: Document, new: Document) -> comparing.Uses:
    before, after = comparing.uses(old), comparing.uses(new)
    merged = comparing.Uses({}, {})
    for found in (before, after):
        for table, other in ((merged.sent, found.sent), (merged.answered, found.answered)):
            for name, operations in other.items():
                table[name] = list(dict.fromkeys([*table.get(name, []), *operations]))
    return merged
