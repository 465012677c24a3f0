#!/usr/bin/env python3
"""Fail unless every public symbol of aurorax_typed has a complete type, as `pyright --verifytypes` counts.

Asked from an empty folder, as a consumer would: from inside the project pyright takes the package for the project's
own sources and looks at none of its symbols.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    binaries = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as empty:
        settings = {"venvPath": str(binaries.parent.parent), "venv": binaries.parent.name}
        Path(empty, "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        done = subprocess.run(
            [binaries / "pyright", "--verifytypes", "aurorax_typed", "--ignoreexternal", "--outputjson"],
            cwd=empty,
            env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"},
            capture_output=True,
            text=True,
            check=False,
        )
    found = json.loads(done.stdout)["typeCompleteness"]
    counts = found["exportedSymbolCounts"]
    total = sum(counts.values())
    for symbol in found["symbols"]:
        if symbol["isExported"] and not symbol["isTypeKnown"]:
            why = "; ".join(item["message"].splitlines()[0] for item in symbol["diagnostics"])
            print(f"{symbol['name']}: {why}")
    print(f"{counts['withKnownType']} of {total} public symbols have a complete type.")
    return 0 if total > 1000 and counts["withKnownType"] == total else 1


if __name__ == "__main__":
    raise SystemExit(main())
