"""What an update found, step by step, and what follows from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from api_changes.comparing import Change, Uses
from api_changes.corrections import Verdict
from api_changes.drift import Deviation
from api_changes.impact import calls_of, generated_operations, statement_at, templated
from api_changes.importers import Breakage
from api_changes.typed_layer import NOT_TYPED, typed_names

__all__ = ["Outcome", "TypeFault", "places_to_look_at"]

_MANY: Final = 6


@frozen
class TypeFault:
    """One error of the type checker."""

    file: str
    line: int
    message: str


@define
class Outcome:
    """All that an update found. What a step did not get to is empty.

    Attributes:
        source: where the newer description was.
        published: what changed in it.
        corrected: what changed in it with our corrections applied.
        to_write: elements that have no words yet.
        to_read: elements whose words may have become wrong.
        lost: what could not be carried over from OpenAPI 3.1.
        verdicts: how each correction fits.
        generated: what breaks for importers of aurorax_openapi.
        typed: what breaks for importers of aurorax_typed.
        faults: what the type checker says of the typed layer on the new generated client.
        deviations: where the typed layer is not as the new description.
        outdated: differences that are listed as meant, and are gone.
        failed: the step that could not be done, with the reason.
        written: whether the tree has been changed.
    """

    source: str
    published: list[Change] = field(factory=list)
    corrected: list[Change] = field(factory=list)
    to_write: list[str] = field(factory=list)
    to_read: list[str] = field(factory=list)
    lost: list[str] = field(factory=list)
    verdicts: list[Verdict] = field(factory=list)
    generated: list[Breakage] = field(factory=list)
    typed: list[Breakage] = field(factory=list)
    faults: list[TypeFault] = field(factory=list)
    deviations: list[Deviation] = field(factory=list)
    outdated: list[str] = field(factory=list)
    look_at: dict[str, list[str]] = field(factory=dict)
    failed: str = ""
    written: bool = False

    @property
    def changed(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.published or self.failed)

    @property
    def by_hand(self) -> list[str]:
        """Why a person has to go first: with these the tree would not work, or not say what it should."""
        reasons = []
        unfit = sum(1 for verdict in self.verdicts if verdict.by_hand)
        if unfit:
            reasons.append(f"{unfit} {'correction does' if unfit == 1 else 'corrections do'} not fit any more")
        if self.faults:
            count = len(self.faults)
            reasons.append(f"the typed layer has {count} type {'error' if count == 1 else 'errors'}")
        return reasons

    def undone(self, change: Change) -> bool:
        """Whether the corrections take a change of the description back."""
        return not any(other.what == change.what for other in self.corrected)

    def undone_by(self, change: Change) -> str:
        """The correction that takes it back."""
        names = {v.correction for v in self.verdicts for undone in v.undoes if undone.what == change.what}
        return " and ".join(sorted(names)) or "several corrections"


def places_to_look_at(outcome: Outcome, used: Uses, root: Path) -> dict[str, list[str]]:
    """Typed classes and calls, each with why it is worth a look."""
    generated, calls = generated_operations(root), calls_of(root)
    found: dict[str, list[str]] = {}

    def note(names: list[str], why: str) -> None:
        for name in names:
            if why not in found.setdefault(name, []):
                found[name].append(why)

    seen: set[Change] = set()
    for change in [*outcome.corrected, *(c for c in outcome.published if outcome.undone(c))]:
        if change in seen:
            continue
        seen.add(change)
        subject = change.subject if change.is_operation else f"schema {change.subject}"
        why = " ".join(part for part in (subject, change.place, change.text) if part)
        if outcome.undone(change):
            why += f" (no change after {outcome.undone_by(change)})"
        note(_names_of(change, used, calls), why)
    for deviation in outcome.deviations:
        note([deviation.subject], str(deviation))
    for fault in outcome.faults:
        names = _calls_of_fault(fault, root, generated, calls)
        note(names or [fault.file], f"{fault.file}:{fault.line}: {fault.message}")
    return found


def _names_of(change: Change, used: Uses, calls: dict[str, list[str]]) -> list[str]:
    if change.is_operation:
        return calls.get(templated(change.subject)) or [f"no call yet: {change.subject}"]
    typed = typed_names().get(change.subject)
    if typed:
        return typed
    through = [*used.sent.get(change.subject, []), *used.answered.get(change.subject, [])]
    names = list(dict.fromkeys(name for operation in through for name in calls.get(templated(operation), [])))
    if change.subject in NOT_TYPED or 0 < len(names) <= _MANY:
        return names[:_MANY] or [change.subject]
    return [*names[:_MANY], f"and {len(names) - _MANY} more calls"] if names else [f"no class yet: {change.subject}"]


def _calls_of_fault(fault: TypeFault, root: Path, generated: dict[str, str], calls: dict[str, list[str]]) -> list[str]:
    """The calls of the generated modules that the faulty statement of the endpoints, or the message, names."""
    named = set(re.findall(r"\w+", f"{fault.message} {statement_at(root, fault.file, fault.line)}"))
    return [
        call
        for address, module in generated.items()
        if module.rpartition(".")[2] in named
        for call in calls.get(address, [])
    ]
