"""What an update found, step by step, and what follows from it."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

from attrs import define, field

from api_changes.comparing import Change
from api_changes.corrections import Verdict
from api_changes.drift import calls_of, templated
from api_changes.typed_layer import NOT_TYPED, typed_names

__all__ = ["Outcome", "count", "places_to_look_at"]


@define
class Outcome:
    """All that an update found. What a step did not get to is empty.

    Attributes:
        source: where the newer description was.
        published: what changed in it.
        corrected: what changed in it with our corrections applied.
        to_write: elements that have no words yet.
        verdicts: how each correction fits.
        generated: what breaks for importers of the generated client.
        faults: what the type checker says of the typed layer on the new generated client.
        deviations: where the typed layer is not as the new description, with the class or call.
        outdated: differences that are listed as meant, and are gone.
        look_at: typed classes and calls, each with why it is worth a look.
        failed: the step that could not be done, with the reason.
        written: whether the tree has been changed.
    """

    source: str
    published: list[Change] = field(factory=list)
    corrected: list[Change] = field(factory=list)
    to_write: list[str] = field(factory=list)
    verdicts: list[Verdict] = field(factory=list)
    generated: list[str] = field(factory=list)
    faults: list[str] = field(factory=list)
    deviations: dict[str, str] = field(factory=dict)
    outdated: list[str] = field(factory=list)
    look_at: dict[str, list[str]] = field(factory=dict)
    failed: str = ""
    written: bool = False

    @property
    def by_hand(self) -> list[str]:
        """Why a person has to go first: with these the tree would not work, or not say what it should."""
        unfit = [verdict for verdict in self.verdicts if verdict.by_hand]
        reasons = ((unfit, "correction", " to decide on"), (self.faults, "type error", " in the typed layer"))
        return [count(*reason) for reason in reasons if reason[0]]

    def undone(self, change: Change) -> bool:
        """Whether the corrections take a change of the description back."""
        return not any(other.what == change.what for other in self.corrected)

    def undone_by(self, change: Change) -> str:
        """The correction that takes it back."""
        names = {v.correction for v in self.verdicts for undone in v.undoes if undone.what == change.what}
        return " and ".join(sorted(names)) or "several corrections"


def count(found: Sized, noun: str, rest: str = "") -> str:
    """How many there are, in words."""
    return f"{len(found)} {noun}{'' if len(found) == 1 else 's'}{rest}"


def places_to_look_at(outcome: Outcome, root: Path) -> dict[str, list[str]]:
    """Typed classes and calls, each with why it is worth a look."""
    calls, found = calls_of(root), dict[str, list[str]]()
    for change in [*outcome.corrected, *(change for change in outcome.published if outcome.undone(change))]:
        subject = f"schema {change.subject}" if change.is_schema else change.subject
        why = " ".join(part for part in (subject, change.place, change.text) if part)
        if outcome.undone(change):
            why += f" (no change after {outcome.undone_by(change)})"
        for name in _names_of(change, calls):
            found.setdefault(name, []).append(why)
    for why, name in outcome.deviations.items():
        found.setdefault(name, []).append(why)
    return found


def _names_of(change: Change, calls: dict[str, list[str]]) -> list[str]:
    if not change.is_schema:
        return calls.get(templated(change.subject)) or [f"no call yet: {change.subject}"]
    if change.subject in (typed := typed_names()):
        return typed[change.subject]
    through = [call for name in (*change.sent, *change.answered) for call in calls.get(templated(name), [])]
    unnamed = change.subject if change.subject in NOT_TYPED else f"no class yet: {change.subject}"
    return list(dict.fromkeys(through)) or [unnamed]
