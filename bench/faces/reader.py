"""Read ARKit coefficients off pictures with MediaPipe; runs in an environment of its own.

    python reader.py MODEL FOLDER

Prints one JSON object: for each .png of the folder its coefficients, {} where no face was found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mediapipe


def main() -> None:
    """Read every picture of a folder."""
    model, folder = sys.argv[1:]
    vision = mediapipe.tasks.vision
    options = vision.FaceLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=model),
        output_face_blendshapes=True,
    )
    found = {}
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        for path in sorted(Path(folder).glob("*.png")):
            faces = landmarker.detect(mediapipe.Image.create_from_file(str(path))).face_blendshapes
            found[path.stem] = {c.category_name: c.score for c in faces[0]} if faces else {}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
