"""Let somebody else's face model say what our figures' faces show.

    python -m bench.faces --model face_landmarker.task [--python PYTHON] [--figures clerk,guide]

Each emotion at each strength is drawn on each shipped figure by the page's own code; MediaPipe's
face landmarker reads ARKit coefficients off the pictures, and `emfacs.py` names the emotion. The
reader runs in a Python of its own, which has MediaPipe (`requirements.txt`). Without that, or
without the model's file, which is not ours to give, nothing is measured, and that is said.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from bench.faces.emfacs import NEUTRAL, PROTOTYPES, named

from qingzhi.avatar.spec import shipped
from qingzhi.cli.render import figure_file
from qingzhi.emotion import BASIC, Emotion, Strength
from qingzhi.motion.still import still
from qingzhi.service.pictures import Camera, Shot
from qingzhi.settings import Settings

HERE: Final = Path(__file__).parent
READER: Final = HERE / "reader.py"
FACES: Final = (NEUTRAL, *BASIC)
SIZE: Final = (360, 440)
SCENE: Final = "studio"
READINGS: Final = (NEUTRAL, *PROTOTYPES)
UNREAD: Final = "no face"
BEGIN: Final = "<!-- faces: written by python -m bench.faces -->"
END: Final = "<!-- end of faces -->"

Shown = tuple[str, str]
"""An emotion and a strength."""


def main() -> None:
    """Draw, read, name and count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, required=True, help="face_landmarker.task")
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--figures", default=",".join(shipped()))
    parser.add_argument("--write", type=Path, help="A page between whose marks the table goes.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if absent := missing(options.model, options.python):
        sys.exit(f"{absent} is not there: nothing was read off any face.")
    settings = Settings.from_env()
    counts: dict[Shown, Counter[str]] = {}
    for figure in options.figures.split(","):
        for shown, reading in read(settings, figure, options.python, options.model).items():
            counts.setdefault(shown, Counter())[reading] += 1
    if options.write:
        head, _, rest = options.write.read_text("utf-8").partition(BEGIN)
        page = f"{head}{BEGIN}\n\n{table(counts)}\n\n{END}{rest.partition(END)[2]}"
        options.write.write_text(page, "utf-8")
    if options.json:
        print(json.dumps({" ".join(shown): count for shown, count in counts.items()}))
    else:
        print(table(counts))


def missing(model: Path, python: Path) -> str:
    """Name what is needed and isn't there; "" when all is."""
    if not model.is_file():
        return str(model)
    asked = subprocess.run([python, "-c", "import mediapipe"], check=False, capture_output=True)
    return f"mediapipe for {python}" if asked.returncode else ""


def read(settings: Settings, figure: str, python: Path, model: Path) -> dict[Shown, str]:
    """Draw one figure's faces and name what is read off each."""
    with tempfile.TemporaryDirectory() as folder:
        draw(figure_file(settings, figure), Path(folder))
        command: list[str | Path] = [python, READER, model, folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    calm = found[f"{NEUTRAL} {Strength.MODERATE}"]
    return {
        (name, strength.value): named(face, calm) if face else UNREAD
        for name in FACES
        for strength in Strength
        if (face := found[f"{name} {strength}"]) is not None
    }


def draw(file: Path, folder: Path) -> None:
    """Take a picture of each emotion at each strength."""
    with Camera(file, SCENE) as camera:
        for name in FACES:
            for strength in Strength:
                shot = Shot(still(Emotion.of(name, strength)), "face", 0.0, *SIZE)
                (folder / f"{name} {strength}.png").write_bytes(camera.take(shot).png)


def table(counts: dict[Shown, Counter[str]]) -> str:
    """Lay out how often each face was read as what: a table in Markdown."""
    columns = [*READINGS, *([UNREAD] if any(c[UNREAD] for c in counts.values()) else [])]
    rows = [["shown", "strength", *columns], ["---"] * (2 + len(columns))]
    for (name, strength), count in counts.items():
        told = [f"**{count[c]}**" if c == name and count[c] else str(count[c]) for c in columns]
        rows.append([name, strength, *("" if cell == "0" else cell for cell in told)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
