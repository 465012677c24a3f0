"""`python -m aurorax_typed`, the command `aurorax` of the Python that is at hand."""

from __future__ import annotations

import sys

from aurorax_typed.cli import main

if __name__ == "__main__":
    sys.exit(main())
