"""Finding a wheel's address on a package index (PEP 503 in HTML, PEP 691 in JSON)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.assets.manifest import Asset

MAX_PAGE: Final = 32 << 20
"""An index page is never larger than this many bytes."""
_JSON: Final = "application/vnd.pypi.simple.v1+json"
_ACCEPT: Final = f"{_JSON}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


class Detour(Exception):
    """The straight way is closed, for a reason that pip may know a way around."""


class Link(msgspec.Struct, frozen=True):
    """A file on an index; `sha256` is empty where the index doesn't tell."""

    name: str
    url: str
    sha256: str = ""


class _File(msgspec.Struct):
    filename: str
    url: str
    hashes: dict[str, str] = {}


class _Page(msgspec.Struct):
    files: list[_File]


def find(client: httpx.Client, indexes: tuple[str, ...], asset: Asset) -> str:
    """Return the address of the asset's wheel on the first index that has it.

    A file that an index itself says is another one is passed over. Raises Detour.
    """
    reason = "no index is set"
    for index in indexes:
        if urlsplit(index).scheme not in {"http", "https"}:
            continue
        try:
            links = page(client, index, asset.package)
        except Detour as detour:
            reason = str(detour)
            continue
        for link in links:
            if link.name == asset.file and link.sha256 in {"", asset.sha256}:
                return link.url
        reason = f"{shown(index)} does not list {asset.file}"
    raise Detour(reason)


def page(client: httpx.Client, index: str, package: str) -> list[Link]:
    """Read the page of one package. Raises Detour."""
    name = re.sub(r"[-_.]+", "-", package).lower()
    url = f"{index.rstrip('/')}/{name}/"
    try:
        with client.stream("GET", url, headers={"Accept": _ACCEPT}) as response:
            if response.status_code != httpx.codes.OK:
                raise Detour(f"{shown(url)} answered {response.status_code}")
            body = _body(response)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Detour(f"{shown(url)} cannot be reached ({type(error).__name__})") from error
    kind = response.headers.get("content-type", "")
    return parse(body, "json" if "json" in kind else "html", str(response.url))


def parse(body: bytes, kind: str, base: str) -> list[Link]:
    """Read an index page of either kind. Raises Detour."""
    try:
        return list(_json(body, base) if kind == "json" else _html(body, base))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise Detour(f"{shown(base)} is no index page") from error


def shown(url: str) -> str:
    """Strip an address of credentials, to be fit for a message."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an unreadable address"
    return f"{parts.hostname or ''}{parts.path}"


def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > MAX_PAGE:
            raise Detour(f"{shown(str(response.url))} is too long for an index page")
    return bytes(body)


def _json(body: bytes, base: str) -> Iterator[Link]:
    for file in msgspec.json.decode(body, type=_Page).files:
        yield Link(file.filename, urljoin(base, file.url), file.hashes.get("sha256", ""))


def _html(body: bytes, base: str) -> Iterator[Link]:
    reader = _Anchors()
    reader.feed(body.decode("utf-8", "replace"))
    reader.close()
    root = urljoin(base, reader.base)
    for href in reader.hrefs:
        parts = urlsplit(urljoin(root, href))
        sha256 = parts.fragment.removeprefix("sha256=") if "sha256=" in parts.fragment else ""
        name = unquote(parts.path.rpartition("/")[2])
        yield Link(name, parts._replace(fragment="").geturl(), sha256)


class _Anchors(HTMLParser):
    """Collects where `<a>` leads, and `<base>`."""

    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.hrefs.append(href)
        elif tag == "base" and href:
            self.base = self.base or href
