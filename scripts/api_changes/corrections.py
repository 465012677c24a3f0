"""The corrections of openapi/corrections.overlay.yaml against a newer description: which still fit, which go."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from attrs import frozen

from api_changes.comparing import Change, compare

__all__ = ["Verdict", "verdicts", "without_actions"]


@frozen
class Verdict:
    """How one action of the overlay fits; `why` says why not, `undoes` which changes it takes back."""

    number: int
    correction: str
    target: str
    description: str
    verdict: str
    why: str
    undoes: list[Change]

    @property
    def goes(self) -> bool:
        """Whether the overlay can't be applied while it is there."""
        return self.verdict in ("not needed", "does not fit")

    @property
    def by_hand(self) -> bool:
        """Whether a person has to decide what becomes of it."""
        return self.verdict in ("fits in part", "does not fit")


def verdicts(examined: list[dict[str, Any]]) -> list[Verdict]:
    """What `apply_overlay.py --examine` wrote."""
    found = []
    for number, item in enumerate(examined):
        said = (item["x-correction"], item["target"], item["description"], item["verdict"], item["why"])
        old, new, old_corrected, new_corrected = item["alike"] or ({"paths": {}},) * 4
        # What the newer description changes before a correction of both, and no more after it.
        after = {change.what for change in compare(old_corrected, new_corrected)}
        undoes = [change for change in compare(old, new) if change.what not in after]
        found.append(Verdict(number, *said, undoes))
    return found


def without_actions(text: str, numbers: Collection[int]) -> str:
    """The text of the overlay without some of its actions; all other lines stay as they are.

    A heading that is left with nothing below it goes too.
    """
    head, *actions = re.split(r"^(?=  - target:)", text, flags=re.MULTILINE)
    for number in numbers:
        # What stands behind an action is the heading of the next.
        heading = re.search(r"^  # ---- .*", actions[number], re.MULTILINE | re.DOTALL)
        actions[number] = heading[0] if heading else ""
    left = "".join([head, *actions]).rstrip("\n") + "\n"
    return re.sub(r"(?:^  # ---- .* ----\n\n)+(?=^  # ---- |\Z)", "", left, flags=re.MULTILINE)
