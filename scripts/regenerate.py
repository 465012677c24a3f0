"""Write everything that is made from openapi/: the corrected description and the generated client.

    python scripts/regenerate.py            write what has changed
    python scripts/regenerate.py --check    make it elsewhere, compare, fail on any difference

The tools run in an environment of their own, .venv-generator; `make .venv-generator/.ready` makes it. The result is the
same on every machine, byte for byte: the tools are pinned, see a fixed environment and read no configuration but ours,
and lines end in a line feed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

__all__ = ["Generator", "RegenerateError", "as_yaml", "differences", "main", "make_everything", "write"]

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "generated_client/aurorax_openapi"
CORRECTED = "openapi/corrected.yaml"
SERVED = "aurorax_typed/emulator/openapi.json"
HEADER = (
    "Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml."
    " Do not edit: change those and run `make regenerate`."
)
RUFF_OPTIONS = ("--isolated", "--no-cache", "--line-length", "120", "--target-version", "py311", "--quiet")


class RegenerateError(Exception):
    """Something that a person has to put right first."""


class Generator:
    """The pinned tools in the generator's environment."""

    def __init__(self, environment: Path) -> None:
        folder = next((environment / name for name in ("bin", "Scripts") if (environment / name).is_dir()), None)
        if folder is None:
            raise RegenerateError(f"There is no environment at {environment}. Make it: make .venv-generator/.ready")
        self._folder = folder
        self.version = self._checked_version("openapi-python-client")
        self._checked_version("ruff")

    def _checked_version(self, tool: str) -> str:
        pins = (ROOT / "requirements" / "generator.txt").read_text(encoding="utf-8")
        pinned = re.search(rf"^{re.escape(tool)}==(\S+)$", pins, flags=re.MULTILINE)
        found = re.search(r"\d+(?:\.\d+)+", self.run(tool, "--version"))
        if pinned is None or found is None or pinned[1] != found[0]:
            wanted, got = pinned and pinned[1], found and found[0]
            raise RegenerateError(
                f"{tool} should be {wanted} and is {got}."
                f" Remove {self._folder.parent}, then run: make .venv-generator/.ready"
            )
        return pinned[1]

    def run(self, tool: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Standard output of one of the tools. Its environment is cut down to what cannot change the result."""
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP") if name in os.environ
        }
        fixed = {
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [self._folder / tool, *arguments],
            cwd=cwd,
            env=kept | fixed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            raise RegenerateError(
                f"{tool} failed with exit code {done.returncode}:\n{done.stdout}{done.stderr}".rstrip()
            )
        return done.stdout


class _Dumper(yaml.SafeDumper):
    """Block style throughout, lists indented, nothing shared."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    folded = ">" if len(text) > 78 and " " in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else folded)


_Dumper.add_representer(str, _represent_text)


def as_yaml(document: dict[str, Any]) -> str:
    """A description, or a part of one, as text."""
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118)
    return text


def _without_unused(document: dict[str, Any]) -> dict[str, Any]:
    """The description without the schemas marked x-unused, of which no code should be made."""
    schemas = document["components"]["schemas"]
    kept = {name: schema for name, schema in schemas.items() if not schema.get("x-unused")}
    return document | {"components": document["components"] | {"schemas": kept}}


def _with_header(path: str, text: str) -> str:
    return f"# {HEADER}\n{text}" if path.endswith(".py") else text


def _generate_client(generator: Generator, document: dict[str, Any], digest: str, work: Path) -> dict[str, str]:
    """Path below the package and text of each file of the generated client."""
    source = work / "input.json"
    source.write_text(json.dumps(_without_unused(document)), encoding="utf-8")
    package = work / "aurorax_openapi"
    generator.run(
        "openapi-python-client",
        "generate",
        "--fail-on-warning",
        *("--meta", "none"),
        *("--path", source),
        *("--config", ROOT / "openapi" / "generator.yaml"),
        *("--custom-template-path", ROOT / "openapi" / "templates"),
        *("--output-path", package),
        cwd=work,
    )
    for file in sorted(package.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        text = text.replace("@DESCRIPTION_SHA256@", digest).replace("@GENERATOR_VERSION@", generator.version)
        file.write_text(_with_header(file.name, text), encoding="utf-8", newline="\n")
    generator.run("ruff", "check", "--fix-only", "--extend-select", "I", *RUFF_OPTIONS, ".", cwd=package)
    generator.run("ruff", "format", *RUFF_OPTIONS, ".", cwd=package)
    files = {file.relative_to(package).as_posix(): file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    return files | {"py.typed": ""}


def make_everything(generator: Generator) -> dict[str, bytes]:
    """Path from the root of the project and content of every file that is made."""
    with tempfile.TemporaryDirectory(prefix="aurorax-regenerate-") as name:
        work = Path(name)
        generator.run(
            "python",
            ROOT / "scripts" / "apply_overlay.py",
            ROOT / "openapi" / "aurorax.yaml",
            ROOT / "openapi" / "corrections.overlay.yaml",
            work / "corrected.json",
            cwd=work,
        )
        document = json.loads((work / "corrected.json").read_text(encoding="utf-8"))
        try:
            validate(document)
        except OpenAPIValidationError as error:
            place = "/".join(str(part) for part in error.absolute_path)
            raise RegenerateError(
                f"The corrected description is not valid OpenAPI at {place}: {error.message}"
            ) from None
        served = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
        digest = hashlib.sha256(served.encode()).hexdigest()[:16]
        texts = {CORRECTED: f"# {HEADER}\n\n{as_yaml(document)}", SERVED: served}
        for path, text in _generate_client(generator, document, digest, work).items():
            texts[f"{PACKAGE}/{path}"] = text
    return {path: texts[path].replace("\r\n", "\n").encode() for path in sorted(texts)}


def _existing() -> set[str]:
    folder = ROOT / PACKAGE
    found = {file.relative_to(ROOT).as_posix() for file in folder.rglob("*") if file.is_file()}
    single = {path for path in (CORRECTED, SERVED) if (ROOT / path).is_file()}
    return {path for path in found if "__pycache__" not in path} | single


def differences(made: dict[str, bytes]) -> dict[str, str]:
    """What would have to be done to each file that is not as it should be."""
    existing = _existing()
    found = dict.fromkeys(existing - made.keys(), "left over") | dict.fromkeys(made.keys() - existing, "missing")
    for path in existing & made.keys():
        # A checkout may have put carriage returns into text files.
        if (ROOT / path).read_bytes().replace(b"\r\n", b"\n") != made[path]:
            found[path] = "differs"
    return dict(sorted(found.items()))


def write(made: dict[str, bytes], found: dict[str, str]) -> None:
    for path in found:
        target = ROOT / path
        if path in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made[path])
        else:
            target.unlink()
    for folder in sorted((ROOT / PACKAGE).rglob("*"), reverse=True):
        if folder.is_dir() and folder.name != "__pycache__" and {p.name for p in folder.iterdir()} <= {"__pycache__"}:
            shutil.rmtree(folder)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code: 0 done or nothing differs, 1 something differs or failed."""
    parser = argparse.ArgumentParser(description="Write what is made from openapi/.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a file is not as it would be made"
    )
    parser.add_argument(
        "--generator",
        type=Path,
        default=Path(os.environ.get("AURORAX_GENERATOR_ENV", ROOT / ".venv-generator")),
        help="the environment of the tools (default: AURORAX_GENERATOR_ENV, or .venv-generator)",
    )
    options = parser.parse_args(arguments)
    try:
        made = make_everything(Generator(options.generator.absolute()))
    except RegenerateError as error:
        print(error, file=sys.stderr)
        return 1
    found = differences(made)
    for path, what in found.items():
        print(f"{what:9}  {path}")
    if options.check and found:
        print(f"{len(found)} of {len(made)} generated files are not up to date. Run: make regenerate", file=sys.stderr)
        return 1
    if not options.check:
        write(made, found)
    print(f"{len(made)} generated files, {len(found)} {'to change' if options.check else 'changed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
