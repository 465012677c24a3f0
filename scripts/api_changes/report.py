"""What an update found, in Markdown, for the person who goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from api_changes.comparing import Change
from api_changes.outcome import Outcome, count

__all__ = ["markdown"]

_MOST: Final = 60


def markdown(outcome: Outcome) -> str:
    """The report of an update."""
    rest = [verdict for verdict in outcome.verdicts if verdict.verdict != "fits"]
    titles = ("Correction", "Target", "Verdict", "Why", "It says")
    corrections = _table(titles, ((v.correction, f"`{v.target}`", v.verdict, v.why, v.description) for v in rest))
    places = ((f"`{name}`", "; ".join(why)) for name, why in sorted(outcome.look_at.items()))
    sections = {
        "In short": _in_short(outcome),
        "What changed": _changes(outcome),
        "Corrections": corrections,
        "Look at": _table(("Typed class or call", "Why"), places),
        "What breaks for importers": _listed(outcome.generated),
        "Type check": _listed(outcome.faults),
        "To be written in openapi/aurorax.yaml, in words of our own": _listed(outcome.to_write),
        "Next": "" if outcome.failed else _next(outcome),
    }
    text = f"# What a newer description of the API changes\n\nFrom {outcome.source}.\n\n{_verdict(outcome)}\n"
    if outcome.published:
        text += "".join(f"\n## {title}\n\n{body}\n" for title, body in sections.items() if body)
    return text


def _table(names: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    """A table; empty where it has no rows."""
    lines = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(names)} |", f"|{'---|' * len(names)}", *lines] if lines else [])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _listed(items: list[str]) -> str:
    more = [f"and {len(items) - _MOST} more"] if len(items) > _MOST else []
    return "\n".join(f"- {_cell(item)}" for item in [*items[:_MOST], *more])


def _verdict(outcome: Outcome) -> str:
    if outcome.failed:
        return f"**It could not be finished; nothing was written.** {outcome.failed}"
    if not outcome.published:
        return "**Nothing changed.** Every fact is in openapi/aurorax.yaml already; nothing was written."
    if outcome.by_hand:
        done = "Taken over, to be gone on with by hand" if outcome.written else "Nothing was written"
        return f"**{done}:** {' and '.join(outcome.by_hand)}."
    if not outcome.written:
        return "**Nothing was written, as asked.** Everything fits; it can be taken over."
    left = (outcome.deviations, "difference", " of the typed layer"), (outcome.to_write, "element", " without words")
    said = " and ".join(count(*found) for found in left if found[0])
    todo = f" Left to do: {said}." if said else ""
    return f"**Taken over.** The corrections fit, the client is generated, the types agree.{todo}"


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{word} {number}" for word, number in sorted(Counter(words).items())) or "none"


def _in_short(outcome: Outcome) -> str:
    lines = [
        f"- {count(outcome.published, 'change')} in the description: {_counted(c.effect for c in outcome.published)}."
    ]
    if outcome.verdicts:
        harm = _counted(f"for {change.breaks}" for change in outcome.corrected if change.breaks)
        lines.append(f"- {count(outcome.corrected, 'change')} after the corrections; breaking: {harm}.")
        lines.append(f"- Corrections: {_counted(verdict.verdict for verdict in outcome.verdicts)}.")
    if not outcome.failed:
        lines.append(f"- For importers of aurorax_openapi: {count(outcome.generated, 'breakage')}.")
        faults, differences = count(outcome.faults, "error"), count(outcome.deviations, "difference")
        lines.append(f"- Typed layer: {faults} of the type checker, {differences} from the new description.")
    return "\n".join(lines)


def _changes(outcome: Outcome) -> str:
    after = {change.what: change for change in outcome.corrected}

    def row(change: Change, breaks: str, said: str) -> tuple[str, ...]:
        where = f"schema `{change.subject}`" if change.is_schema else f"`{change.subject}`"
        return f"{where} {change.place}", change.text, change.effect, breaks or "nobody", said

    rows = []
    for change in outcome.published:
        left = after.pop(change.what, None)
        if outcome.verdicts and left is None:
            rows.append(row(change, "", f"no change: {outcome.undone_by(change)}"))
        else:
            rows.append(row(change, (left or change).breaks, "stays" if left else "not known"))
    rows += [row(change, change.breaks, "only there") for change in after.values()]
    return _table(("Where", "What", "Effect", "May break", "After the corrections"), rows)


def _next(outcome: Outcome) -> str:
    verdicts = {verdict.verdict for verdict in outcome.verdicts}
    hiding = sorted({v.correction for v in outcome.verdicts if not v.goes and any(map(outcome.undone, v.undoes))})
    anyway, outdated = " ANYWAY=1" if outcome.by_hand else "", "; ".join(outcome.outdated)
    overlay = "in openapi/corrections.overlay.yaml,"
    steps: list[tuple[object, str]] = [
        (not outcome.written, f"Take it over: `make api-update SPEC=…{anyway}`."),
        ("does not fit" in verdicts, f"Write anew, {overlay} the corrections that do not fit and are still true."),
        ("fits in part" in verdicts, "Take out of the corrections that fit in part the names that are gone."),
        (hiding, f"Read again, and bring up to date, the corrections that hide a change: {', '.join(hiding)}."),
        (True, "Read our words beside what changed, which were kept; write those that are missing; `make regenerate`."),
        (outcome.look_at, "Go through the classes and calls above, until `make check` and `make test` agree again."),
        (outdated, f"Take out of scripts/api_changes/on_purpose.py what is no difference any more: {outdated}."),
        (True, "Write a changelog entry for what users notice."),
    ]
    return "\n".join(f"{number}. {step}" for number, step in enumerate((step for when, step in steps if when), 1))
