"""Take over a newer description of the API, and say what it changes for users of the typed client.

    python scripts/api_update.py SPEC             take it over where everything fits; otherwise only report
    python scripts/api_update.py SPEC --check     only report
    python scripts/api_update.py SPEC --anyway    take it over even where a person has to go on

SPEC is a file or an address, by default that of the server. Exit status: 0 where nothing changed or all is taken over,
1 where something is left to do, 2 where a step failed. What is written is written whole or not at all.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The packages of this tree, wherever another copy may be installed.
sys.path[:0] = [str(ROOT), str(ROOT / "generated_client")]

from api_changes.report import markdown  # noqa: E402
from api_changes.update import update  # noqa: E402

__all__ = ["main"]

SERVER = "https://api.aurorax.space"


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Take over a newer description of the API.")
    parser.add_argument(
        "spec",
        nargs="?",
        default=os.environ.get("AURORAX_BASE_URL", SERVER),
        help="file or address, also of the page that shows it (default: AURORAX_BASE_URL, or the server)",
    )
    parser.add_argument("--check", action="store_true", help="only report")
    parser.add_argument("--anyway", action="store_true", help="take it over even where a person has to go on")
    parser.add_argument("--report", type=Path, help="write the report there, too")
    parser.add_argument(
        "--generator",
        type=Path,
        default=Path(os.environ.get("AURORAX_GENERATOR_ENV", ROOT / ".venv-generator")),
        help="the environment of the generator (default: AURORAX_GENERATOR_ENV, or .venv-generator)",
    )
    parser.add_argument("--cache", type=Path, default=ROOT / ".mypy_cache", help="cache of the type checker; only read")
    options = parser.parse_args(arguments)
    outcome = update(
        ROOT,
        options.spec,
        generator=options.generator.absolute(),
        cache=options.cache.absolute(),
        write=not options.check,
        anyway=options.anyway,
    )
    text = markdown(outcome)
    print(text, end="")
    if options.report is not None:
        options.report.write_text(text, encoding="utf-8", newline="\n")
    if outcome.failed:
        return 2
    return 0 if outcome.written or not outcome.published else 1


if __name__ == "__main__":
    sys.exit(main())
