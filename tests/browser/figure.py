"""The figure in three dimensions: what the graphics card is told, and what is to be seen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import numpy as np
from playwright.sync_api import expect

from qingzhi.avatar import testing as glb

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import Page

SOFTWARE_GL: Final = (
    "--no-sandbox",
    "--ignore-gpu-blocklist",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-watchdog",  # a busy machine is slow, not stuck
    "--autoplay-policy=no-user-gesture-required",
)
ARRIVAL_MS: Final = 150_000
"""Without a graphics card a scene takes its time, the more on a busy machine."""
BOX_M: Final = (0.032, 0.022)
"""Half the width and height of a place on the face that is watched, metres."""
FOREHEAD_M: Final = 0.03
"""How far above the brows it is watched, metres."""
_KINDS: Final = {5121: "u1", 5123: "<u2", 5125: "<u4"}

LEDGER: Final = """(() => {
  const gl = WebGL2RenderingContext.prototype;
  const names = new WeakMap();
  const told = { weights: {}, matrices: {}, bones: null, at: 0 };
  const ledger = { alive: {}, calls: 0, triangles: 0, ...told };
  window.qingzhiLedger = ledger;
  const around = (name, note) => {
    const plain = gl[name];
    gl[name] = function (...given) {
      const made = plain.apply(this, given);
      note(made, given);
      return made;
    };
  };
  const kinds = ['Buffer', 'Texture', 'Program', 'Shader', 'Framebuffer', 'Renderbuffer'];
  for (const kind of [...kinds, 'VertexArray']) {
    ledger.alive[kind] = 0;
    around(`create${kind}`, () => { ledger.alive[kind] += 1; });
    around(`delete${kind}`, (_, [thing]) => { ledger.alive[kind] -= thing ? 1 : 0; });
  }
  around('getUniformLocation', (place, [, name]) => { if (place) names.set(place, name); });
  around('uniform1fv', (_, [place, values]) => {
    if (!names.get(place)?.startsWith('morphTargetInfluences')) return;
    ledger.weights[values.length] = [...values];
    ledger.at = performance.now();
  });
  around('uniformMatrix4fv', (_, [place, , values]) => {
    const name = names.get(place);
    if (name === 'projectionMatrix' || name === 'viewMatrix') ledger.matrices[name] = [...values];
  });
  for (const [name, given] of [['texImage2D', 8], ['texSubImage2D', 8]]) {
    around(name, (_, values) => {
      // Pictures come as bitmaps or halves; floats in two dimensions are the bones' matrices.
      if (values[given] instanceof Float32Array) ledger.bones = values[given].slice();
    });
  }
  const drew = (mode, corners) => {
    ledger.calls += 1;
    ledger.triangles += mode === gl.TRIANGLES ? corners / 3 : 0;
  };
  around('drawElements', (_, [mode, corners]) => drew(mode, corners));
  around('drawArrays', (_, [mode, , corners]) => drew(mode, corners));
  ledger.taken = () => {
    const { calls, triangles } = ledger;
    ledger.calls = ledger.triangles = 0;
    return { calls, triangles };
  };
})();
"""
"""Keep a ledger of what the page asks of WebGL, whatever library it asks through."""

WATCH: Final = """async ([places, head, half, most, state]) => {
  const { qingzhiLedger: ledger, qingzhiProbe: probe } = window;
  const canvas = document.querySelector('qingzhi-human').shadowRoot.querySelector('canvas');
  const [width, height] = [24, 16];
  const sheet = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  const times = (matrix, [x, y, z, w]) => [0, 1, 2, 3].map(
    (row) => matrix[row] * x + matrix[row + 4] * y + matrix[row + 8] * z + matrix[row + 12] * w);
  const seen = (resting) => {
    const { viewMatrix, projectionMatrix } = ledger.matrices;
    const [x, y, z] = times(ledger.bones.subarray(16 * head), [...resting, 1]);
    const corner = (sx, sy) => {
      const place = times(viewMatrix, [x + sx * half[0], y + sy * half[1], z, 1]);
      const [cx, cy, , cw] = times(projectionMatrix, place);
      return [(1 + cx / cw) * canvas.width / 2, (1 - cy / cw) * canvas.height / 2];
    };
    const [[left, top], [right, bottom]] = [corner(-1, 1), corner(1, -1)];
    sheet.drawImage(canvas, left, top, right - left, bottom - top, 0, 0, width, height);
    const { data } = sheet.getImageData(0, 0, width, height);
    return Array.from({ length: width * height }, (_, i) =>
      0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]);
  };
  const pictures = [];
  ledger.taken();
  while (pictures.length < most && probe.state === state) {
    await new Promise(requestAnimationFrame);
    // The page draws before us in the same frame, while the canvas still holds what it drew.
    if (ledger.taken().calls === 0) continue;
    const pixels = Object.fromEntries(places.map(([name, at]) => [name, seen(at)]));
    pictures.push({ rms: probe.rms, weights: { ...ledger.weights }, pixels });
  }
  return pictures;
}"""
"""Look at places of the face, wherever the head goes, as long as the component has a state."""

DRAWN: Final = """async (count) => {
  const { qingzhiLedger: ledger } = window;
  const costs = [];
  ledger.taken();
  while (costs.length < count) {
    await new Promise(requestAnimationFrame);
    const cost = ledger.taken();
    if (cost.calls > 0) costs.push(cost);
  }
  return costs;
}"""
"""Wait for so many pictures; what each cost."""


class Place(NamedTuple):
    """Metres in the space of the figure, which stands at the origin and looks along z."""

    x: float
    y: float
    z: float


@dataclass(frozen=True)
class Features:
    """Where things are on a figure's resting face; which joint turns it, which weight opens it."""

    mouth: Place
    forehead: Place
    head: int
    morphs: int
    jaw: int

    @classmethod
    def of(cls, file: Path) -> Self:
        document, binary = glb.read(file.read_bytes())
        skin = next(mesh for mesh in document["meshes"] if mesh["name"] == "Skin")
        names = skin["extras"]["targetNames"]
        lips, brow = (
            _middle(document, binary, skin, names.index(moving))
            for moving in ("mouthFunnel", "browInnerUp")
        )
        above = brow._replace(y=brow.y + FOREHEAD_M)
        joints = [document["nodes"][joint]["name"] for joint in document["skins"][0]["joints"]]
        return cls(lips, above, joints.index("head"), len(names), names.index("jawOpen"))

    def places(self) -> list[tuple[str, Place]]:
        return [("mouth", self.mouth), ("forehead", self.forehead)]

    def opening(self, weights: dict[str, list[float]]) -> float:
        """Return how far the jaw is open, 0..1, of the weights by their number."""
        return weights[str(self.morphs)][self.jaw]


def _middle(document: dict[str, Any], binary: bytes, mesh: dict[str, Any], morph: int) -> Place:
    """Return the middle of what a morph moves, by how far it moves it."""
    primitive = mesh["primitives"][0]
    sparse = document["accessors"][primitive["targets"][morph]["POSITION"]]["sparse"]
    count, kind = sparse["count"], _KINDS[sparse["indices"]["componentType"]]
    moved = _values(document, binary, sparse["indices"], count, kind)
    ways = _values(document, binary, sparse["values"], 3 * count, "<f4").reshape(-1, 3)
    rest = document["accessors"][primitive["attributes"]["POSITION"]]
    places = _values(document, binary, rest, 3 * rest["count"], "<f4").reshape(-1, 3)
    return Place(*np.average(places[moved], axis=0, weights=(ways**2).sum(axis=1)).tolist())


def _values(
    document: dict[str, Any], binary: bytes, accessor: dict[str, Any], count: int, kind: str
) -> NDArray[Any]:
    view = document["bufferViews"][accessor["bufferView"]]
    at = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    return np.frombuffer(binary, kind, count, at)


def arrived(page: Page) -> None:
    """Wait until the figure is shown in three dimensions."""
    shown = page.locator("qingzhi-human .human")
    expect(shown).to_have_attribute("data-figure", "3d", timeout=ARRIVAL_MS)
    page.evaluate(DRAWN, 1)
