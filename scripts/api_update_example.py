"""Show what `make api-update` reports, on a description that was changed for the purpose, in docs/api-update.md.

    python scripts/api_update_example.py            write the report into the page
    python scripts/api_update_example.py --check    fail where the page shows another one

Everything happens in a copy of the tree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import yaml
from api_changes.update import copy_tree

__all__ = ["newer", "page_with", "run", "tree"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api-update.md"
_START: Final = "<!-- what scripts/api_update_example.py writes: -->\n"
_END: Final = "<!-- until here -->\n"


def newer(document: dict[str, Any]) -> dict[str, Any]:
    """The description with a change of each kind."""
    schemas, paths = document["components"]["schemas"], document["paths"]
    schemas["DataProduct"]["properties"]["thumbnail"] = {"type": "string", "description": "In the words of others."}
    schemas["MetadataExpression"]["properties"]["operator"]["enum"].append("like")
    schemas["ConjunctionEvent"]["properties"]["min_distance"]["type"] = "string"
    parameters = paths["/api/v1/availability/data_products"]["get"]["parameters"]
    kinds = next(parameter for parameter in parameters if parameter["name"] == "data_product_type")
    kinds["schema"]["enum"].append("spectrogram")  # a correction has a list of its own, and hides it
    del schemas["NewAccountRequest"]["properties"]["first_name"]
    schemas["NewAccountRequest"]["required"].remove("first_name")
    paths["/api/v1/availability/ephemeris"]["get"]["operationId"] = "countEphemeris"
    # One correction has nothing to do any more, three have lost their place.
    del schemas["SearchRequestLog"]["properties"]["level"]["enum"]
    del paths["/api/v1/utils/timezones/convert"]
    return document


def tree(target: Path) -> Path:
    """A copy of what an update works on, under git."""
    copy_tree(ROOT, target)
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        (*who, "commit", "--quiet", "--no-gpg-sign", "--message", "As it is"),
    ):
        subprocess.run(["git", *command], cwd=target, check=True, capture_output=True)
    return target


def run(target: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`scripts/api_update.py` of a copy, with the generator of this tree."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.setdefault("AURORAX_GENERATOR_ENV", str(ROOT / ".venv-generator"))
    return subprocess.run(
        [sys.executable, "scripts/api_update.py", *arguments],
        cwd=target,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def page_with(report: str) -> str:
    """The page with a report in the place of the one it shows."""
    before, rest = PAGE.read_text(encoding="utf-8").split(_START)
    return f"{before}{_START}\n```text\n{report}```\n\n{_END}{rest.split(_END)[1]}"


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="aurorax-api-update-example-") as name:
        target = tree(Path(name) / "tree")
        document = yaml.safe_load((target / "openapi" / "aurorax.yaml").read_text(encoding="utf-8"))
        (target / "newer.json").write_text(json.dumps(newer(document)), encoding="utf-8")
        done = run(target, "newer.json", "--check", "--cache", ROOT / ".mypy_cache")
    if done.returncode != 1:
        print(done.stdout, done.stderr, file=sys.stderr)
        return 2
    text = page_with(done.stdout)
    if arguments == ["--check"]:
        if text != PAGE.read_text(encoding="utf-8"):
            print("docs/api-update.md shows another report. Run: python scripts/api_update_example.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
