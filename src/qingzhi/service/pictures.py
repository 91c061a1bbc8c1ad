"""Pictures of a figure, taken in headless Chromium by the code that shows it to visitors.

Needs the `pictures` extra and a Chromium on the machine. Nothing goes over the network: the page
and the figure are handed to the browser by this process.
"""

from __future__ import annotations

import base64
import math
import mimetypes
import shutil
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias

import msgspec

from qingzhi.errors import EngineUnavailable, InputError
from qingzhi.service.likeness import Swatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from playwright.sync_api import Page, Playwright, Route

    from qingzhi.motion.compose import Composed

View: TypeAlias = Literal["face", "bust", "half", "full"]
VIEWS: Final[tuple[View, ...]] = ("face", "bust", "half", "full")

MOST_PIXELS: Final = 4096 * 4096
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS: Final = (
    "--no-sandbox",
    "--ignore-gpu-blocklist",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-watchdog",
)
"""A software renderer: the same pixels on every machine, slow but there, and never in a hurry."""
PATIENCE_MS: Final = 180_000
_ORIGIN: Final = "https://picture.invalid"
_FIGURE: Final = "/figure.glb"
_PAGES: Final = files("qingzhi.service") / "static"
_PAGE: Final = "picture.html"


@dataclass(frozen=True, slots=True)
class Shot:
    """What is to be seen: one frame of a body, from where, and how large.

    `yaw` is in degrees: the camera goes round the figure to its left. `seat` is the middle of a
    stool's top for the figure to sit on: to its left, above the floor and forward, metres.
    """

    body: Composed
    view: View = "bust"
    yaw: float = 0.0
    width: int = 1080
    height: int = 1350
    seat: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 1 or self.width * self.height > MOST_PIXELS:
            raise InputError(
                f"A picture can't be {self.width} × {self.height} pixels.", param="size"
            )

        if not math.isfinite(self.yaw):
            raise InputError(f"The camera can't go {self.yaw} degrees round.", param="yaw")

    def options(self) -> dict[str, Any]:
        """Say it in the words of `web/packages/avatar/src/picture.ts`."""
        frame = self.body
        turns = zip(frame.bone_names, frame.bones[0].tolist(), strict=True)
        return {
            "view": self.view,
            "yaw": self.yaw,
            "size": [self.width, self.height],
            "face": frame.face[0].tolist(),
            "bones": dict(turns),
            "hips": frame.hips[0].tolist(),
            "seat": self.seat,
            "gaze": {"at": "visitor", "x": 0.0, "y": 0.0},
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and what drawing it cost, the shadow pass included."""

    png: bytes
    draw_calls: int
    triangles: int


class Camera:
    """A browser with one figure in one scene, or in none yet. Use it as a context manager."""

    def __init__(self, glb: Path, scene: str | None = None) -> None:
        self._glb = glb
        self._scene = scene

    def __enter__(self) -> Self:
        """Open the browser. Raises EngineUnavailable, and InputError for what is no figure."""
        if not (_PAGES / _PAGE).is_file():
            raise EngineUnavailable("The page is not built.", hint="Install the package again.")
        self._playwright = _playwright()
        try:
            self._page = self._opened()
        except BaseException:
            self._playwright.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._playwright.stop()

    def take(self, shot: Shot) -> Picture:
        """Take one picture."""
        drawn = self._page.evaluate("shot => qingzhiPicture.draw(shot)", shot.options())
        png = base64.b64decode(drawn["png"].partition(",")[2])
        return Picture(png, drawn["cost"]["calls"], drawn["cost"]["triangles"])

    def swatches(self, scene: str, yaws: Sequence[float]) -> list[Swatch]:
        """See what the figure shows of itself in a scene's light. Raises InputError as opening."""
        call = "([figure, scene, yaws]) => qingzhiPicture.swatches(figure, scene, yaws)"
        found = self._asked(self._page, call, [_FIGURE, scene, list(yaws)])
        return msgspec.convert(found, list[Swatch])

    def show(self, glb: Path) -> None:
        """Let another figure take the place. Raises InputError for what is no figure."""
        self._glb = glb
        self._load(self._page)

    def _opened(self) -> Page:
        from playwright.sync_api import Error  # noqa: PLC0415 - an extra: absent in most desks

        path = _chromium()
        try:
            browser = self._playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        except Error as error:
            raise EngineUnavailable(f"{path} does not start.") from error
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.route(f"{_ORIGIN}/**", self._serve)
        page.goto(f"{_ORIGIN}/{_PAGE}")
        page.wait_for_function("window.qingzhiPicture !== undefined")
        if self._scene is not None:
            self._load(page)
        return page

    def _load(self, page: Page) -> None:
        call = "([figure, scene]) => qingzhiPicture.load(figure, scene)"
        self._asked(page, call, [_FIGURE, self._scene])

    def _asked(self, page: Page, call: str, of: list[Any]) -> Any:
        """Let the page do what may fail for this figure. Raises InputError."""
        from playwright.sync_api import Error  # noqa: PLC0415 - an extra: absent in most desks

        try:
            return page.evaluate(call, of)
        except Error as error:
            reason = error.message.splitlines()[0].rpartition("Error: ")[2]
            raise InputError(f"{self._glb} can't be shown: {reason}", param="figure") from error

    def _serve(self, route: Route) -> None:
        """Give the browser the figure and the built pages, and nothing else."""
        name = route.request.url.removeprefix(_ORIGIN)
        if name == _FIGURE:
            route.fulfill(body=self._glb.read_bytes(), content_type="model/gltf-binary")
            return
        file = _PAGES / name.lstrip("/")
        if ".." in name or not file.is_file():
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)


def _playwright() -> Playwright:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra
    except ImportError:
        raise EngineUnavailable(
            "Pictures need Playwright.", hint="Install it with pip install 'qingzhi[pictures]'."
        ) from None
    return sync_playwright().start()


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise EngineUnavailable(
            "There is no Chromium on this machine.", hint="On Debian: apt install chromium."
        )
    return found
