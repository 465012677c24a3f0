"""A misspelt parameter of a request is an error of the type checker, in each family of endpoints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "aurorax_typed" / "_endpoints"

MISSPELT = {
    "accounts": ["list_accounts.build_request(role=", "email_address=email_address", "tz=time_zone"],
    "records": ["program=given", "data_product_type=given", "body=members", "slow=slow"],
    "searches": ["data_source_record_format=chosen", "select(request_id, body=", "submit(body=", "describe(body="],
    "sources": ["format_=format", "platforms=list", "(identifier, body=members", "build_request(body=members"],
}
"""By module, places where the name before the last `=` is misspelt."""


SETTINGS = """
[mypy]
mypy_path = {root}/generated_client
python_version = 3.11
follow_imports = skip
[mypy-aurorax_openapi.*]
follow_imports = silent
"""
"""Only the calls of the generated builders matter: what they do not need is left out."""


@pytest.mark.checkout
def test_a_misspelt_parameter_is_refused(tmp_path: Path) -> None:
    shadows: list[str] = []
    wanted: Counter[tuple[str, str]] = Counter()
    for name, places in MISSPELT.items():
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        for place in places:
            parameter = re.search(r"(\w+)=[^=]*$", place)
            assert parameter is not None
            begin = text.index(place) + parameter.start(1)
            text = f"{text[:begin]}x{text[begin:]}"
            wanted[name, f"x{parameter[1]}"] += 1
        copy = tmp_path / f"{name}.py"
        copy.write_text(text, encoding="utf-8")
        shadows += ["--shadow-file", str(FOLDER / f"{name}.py"), str(copy)]
    settings = tmp_path / "mypy.ini"
    settings.write_text(SETTINGS.format(root=ROOT), encoding="utf-8")
    options = ["--config-file", str(settings), "--cache-dir", os.devnull, "--no-error-summary"]
    files = [str(FOLDER / f"{name}.py") for name in MISSPELT]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *shadows, *files], capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.returncode) == ("", 1)
    refused = Counter(
        re.findall(r"_endpoints.(\w+)\.py:\d+: error: Unexpected keyword argument \"(\w+)\"", done.stdout)
    )
    assert refused == wanted, done.stdout


def test_no_function_is_typed_as_anything() -> None:
    assert not [path.name for path in FOLDER.glob("*.py*") if re.search(r"\bAny\b|\bcast\b", path.read_text())]
