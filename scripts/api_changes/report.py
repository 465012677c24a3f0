"""What an update found, in Markdown, for the person who goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from api_changes.comparing import Change
from api_changes.importers import Breakage
from api_changes.outcome import Outcome

__all__ = ["markdown"]

_MOST: Final = 60
_VERDICTS: Final = {
    "fits": "fit", "fits in part": "fit in part", "does not fit": "do not fit", "not needed": "not needed any more",
}  # fmt: skip


def _count(number: int, noun: str) -> str:
    first, *rest = noun.split(" ")
    return f"{number} {noun}" if number == 1 else " ".join([str(number), first + "s", *rest])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(titles)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""


def _listed(items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    yield from (f"- {_cell(item)}" for item in found[:_MOST])
    if len(found) > _MOST:
        yield f"- and {len(found) - _MOST} more"
    yield ""


def markdown(outcome: Outcome) -> str:
    """The report of an update."""
    lines = ["# What a newer description of the API changes", "", f"From {outcome.source}.", ""]
    lines += [_verdict(outcome), ""]
    if outcome.published:
        lines += _in_short(outcome)
        lines += _changes(outcome)
        lines += _corrections(outcome)
    if outcome.look_at:
        lines += ["## Look at", ""]
        lines += _table(
            ("Typed class or call", "Why"),
            ((f"`{name}`", "; ".join(why)) for name, why in sorted(outcome.look_at.items())),
        )
    if outcome.published and not outcome.failed:
        lines += _importers(outcome)
        lines += _types(outcome)
    lines += _words(outcome)
    lines += _next(outcome)
    return "\n".join(lines).rstrip("\n") + "\n"


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
    return f"**Taken over.** The corrections fit, the client is generated, the types agree.{_left(outcome)}"


def _left(outcome: Outcome) -> str:
    counted = ((outcome.deviations, "difference of the typed layer"), (outcome.to_write, "element without words"))
    left = [_count(len(found), noun) for found, noun in counted if found]
    return f" Left to do: {' and '.join(left)}." if left else ""


def _in_short(outcome: Outcome) -> Iterator[str]:
    kinds = Counter(change.effect for change in outcome.published)
    broken = Counter(change.breaks for change in outcome.corrected if change.breaks)
    verdicts = Counter(verdict.verdict for verdict in outcome.verdicts)
    yield "## In short"
    yield ""
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    yield f"- {_count(len(outcome.published), 'change')} in the description: {said}."
    if outcome.verdicts:
        harm = ", ".join(f"{number} for {who}" for who, number in sorted(broken.items())) or "none"
        yield f"- {_count(len(outcome.corrected), 'change')} after the corrections; breaking: {harm}."
        said = ", ".join(f"{verdicts[word]} {plural}" for word, plural in _VERDICTS.items() if verdicts[word])
        yield f"- Corrections: {said}."
    if not outcome.failed:
        generated, typed = (_count(len(found), "breakage") for found in (outcome.generated, outcome.typed))
        yield f"- For importers: {generated} of aurorax_openapi, {typed} of aurorax_typed."
        faults, differences = _count(len(outcome.faults), "error"), _count(len(outcome.deviations), "difference")
        yield f"- Typed layer: {faults} of the type checker, {differences} from the new description."
    yield ""


def _row(change: Change, breaks: str, after: str) -> tuple[str, ...]:
    where = f"`{change.subject}`" if change.is_operation else f"schema `{change.subject}`"
    return (f"{where} {change.place}".rstrip(), change.text, change.effect, breaks or "nobody", after)


def _changes(outcome: Outcome) -> Iterator[str]:
    yield "## What changed"
    yield ""
    after = {change.what: change for change in outcome.corrected}
    rows = []
    for change in outcome.published:
        left = after.pop(change.what, None)
        if outcome.verdicts and left is None:
            rows.append(_row(change, "", f"no change: {outcome.undone_by(change)}"))
        else:
            rows.append(_row(change, (left or change).breaks, "stays" if left else "not known"))
    rows += [_row(change, change.breaks, "only there") for change in after.values()]
    yield from _table(("Where", "What", "Effect", "May break", "After the corrections"), rows)
    if outcome.lost:
        yield "OpenAPI 3.0 has no words for these parts of the description; they are left out:"
        yield ""
        yield from _listed(outcome.lost)


def _corrections(outcome: Outcome) -> Iterator[str]:
    if not outcome.verdicts:
        return
    yield "## Corrections"
    yield ""
    rest = [verdict for verdict in outcome.verdicts if verdict.verdict != "fits"]
    if not rest:
        yield f"All {len(outcome.verdicts)} fit."
        yield ""
        return
    yield from _table(
        ("Correction", "Target", "Verdict", "Why", "It says"),
        ((v.correction, f"`{v.target}`", v.verdict, v.why, v.description) for v in rest),
    )


def _importers(outcome: Outcome) -> Iterator[str]:
    yield "## What breaks for importers"
    yield ""
    for package, found in (("aurorax_openapi", outcome.generated), ("aurorax_typed", outcome.typed)):
        if found:
            yield f"`{package}`:"
            yield ""
            yield from _listed(_said(item) for item in found)
        else:
            yield f"`{package}`: nothing."
            yield ""


def _said(item: Breakage) -> str:
    return f"`{item.path}`: {item.what}"


def _types(outcome: Outcome) -> Iterator[str]:
    yield "## Type check"
    yield ""
    if not outcome.faults:
        yield "The typed layer fits the new generated client."
        yield ""
        return
    yield from _listed(f"{fault.file}:{fault.line}: {fault.message}" for fault in outcome.faults)


def _words(outcome: Outcome) -> Iterator[str]:
    if outcome.to_write or outcome.to_read:
        yield "## Words"
        yield ""
    if outcome.to_write:
        yield "To be written in openapi/aurorax.yaml, in words of our own:"
        yield ""
        yield from _listed(outcome.to_write)
    if outcome.to_read:
        yield "Kept, and to be read again, since what they stand beside has changed:"
        yield ""
        yield from _listed(outcome.to_read)


def _next(outcome: Outcome) -> Iterator[str]:
    if outcome.failed or not outcome.published:
        return
    steps = []
    if not outcome.written:
        anyway = " ANYWAY=1" if outcome.by_hand else ""
        steps.append(f"Take it over: `make api-update SPEC=…{anyway}`.")
    if any(verdict.verdict == "does not fit" for verdict in outcome.verdicts):
        steps.append(
            "Write anew, in openapi/corrections.overlay.yaml, the corrections that do not fit and are still true."
        )
    if any(verdict.verdict == "fits in part" for verdict in outcome.verdicts):
        steps.append("Take out of the corrections that fit in part the names that are gone.")
    hiding = sorted({v.correction for v in outcome.verdicts if not v.goes and any(map(outcome.undone, v.undoes))})
    if hiding:
        steps.append(f"Read again, and bring up to date, the corrections that hide a change: {', '.join(hiding)}.")
    if outcome.to_write:
        steps.append("Write the missing words, then `make regenerate`.")
    if outcome.look_at:
        steps.append("Go through the classes and calls above; `make check` and `make test` say when they agree again.")
    if outcome.outdated:
        gone = "; ".join(outcome.outdated)
        steps.append(f"Take out of scripts/api_changes/on_purpose.py what is no difference any more: {gone}.")
    steps.append("Write a changelog entry for what users notice.")
    yield "## Next"
    yield ""
    yield from (f"{number}. {step}" for number, step in enumerate(steps, 1))
    yield ""
