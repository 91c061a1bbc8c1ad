"""What browsers may keep, and which pages of other origins may show the figure."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import websockets
from starlette.requests import HTTPConnection
from tests.service.conftest import started, stopped

from qingzhi.errors import Overloaded, SettingsError
from qingzhi.service.access import SOCKET_SECONDS, Gate, household
from qingzhi.service.app import create_app
from qingzhi.service.figure_cache import FigureCache
from qingzhi.service.hall import Hall
from qingzhi.service.headers import SHARED
from qingzhi.service.page import Site
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from qingzhi.service.parts import Parts

FRIEND = websockets.Origin("https://city.example")
STRANGER = websockets.Origin("https://evil.example")
KEY = "0123456789abcdef" * 2
SCRIPT = b"export const words = 'the same again and again';\n" * 400


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a page as the front end's build leaves it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "embed").mkdir()
    (folder / "index.html").write_text("<!doctype html>" + "<p>情智</p>" * 200, "utf-8")
    (folder / "assets/index-CPlXcxQa.js").write_bytes(SCRIPT)
    (folder / "assets/mark-Dt_qtB8d.svg").write_text("<svg/>", "utf-8")
    (folder / "embed/qingzhi-human.js").write_bytes(SCRIPT + b"//")
    (folder / ".stamp").write_text("not for visitors", "utf-8")
    (tmp_path / "secret.txt").write_text("not for visitors", "utf-8")
    monkeypatch.setattr("qingzhi.service.app.STATIC", folder)
    return folder


@asynccontextmanager
async def visiting(
    parts: Parts, *, peer: str = "127.0.0.1", host: str = "127.0.0.1:8765"
) -> AsyncIterator[httpx.AsyncClient]:
    """Open the service's HTTP side without a socket, as seen from `peer`."""
    transport = httpx.ASGITransport(create_app(parts), client=(peer, 5))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        yield client


@pytest.fixture
async def page(parts: Parts, built: Path) -> AsyncIterator[httpx.AsyncClient]:
    cache = FigureCache(parts.settings)
    with cache.locked(KEY):
        cache.keep(KEY, bytes(5_000_000))
    async with visiting(parts) as client:
        yield client


ADDRESSES = (
    "/",
    "/assets/index-CPlXcxQa.js",
    "/assets/mark-Dt_qtB8d.svg",
    "/embed/qingzhi-human.js",
    f"/figures/{KEY}.glb",
)


async def transferred(
    client: httpx.AsyncClient, address: str, known: dict[str, httpx.Headers]
) -> int:
    """Load an address as a browser with this cache would; return the body's bytes on the wire."""
    before = known.get(address)
    if before and "immutable" in before["cache-control"]:
        return 0
    headers = {"if-none-match": before["etag"]} if before else {}
    async with client.stream("GET", address, headers=headers) as answer:
        size = sum([len(piece) async for piece in answer.aiter_raw()])
    assert answer.status_code == (304 if before else 200)
    known[address] = answer.headers
    return size


async def test_a_second_visit_costs_almost_nothing(page: httpx.AsyncClient) -> None:
    """What has a hash in its name is not asked for again; what has none is answered by 304."""
    known: dict[str, httpx.Headers] = {}
    first = sum([await transferred(page, address, known) for address in ADDRESSES])
    second = sum([await transferred(page, address, known) for address in ADDRESSES])
    assert 0 < first < 100_000
    assert second == 0
    keeps = {address: known[address]["cache-control"] for address in ADDRESSES}
    assert keeps["/"] == keeps["/embed/qingzhi-human.js"] == "no-cache"
    assert "immutable" in keeps[f"/figures/{KEY}.glb"]


async def test_every_page_gives_its_visitor_a_pass(parts: Parts, built: Path) -> None:
    """Also one beside the first, and also when the browser has it already; scripts give none."""
    (built / "example.html").write_text("<p>情智</p>", "utf-8")
    async with visiting(parts) as client:
        for address in ("/", "/index.html", "/example.html"):
            answer = await client.get(address)
            known = await client.get(address, headers={"if-none-match": answer.headers["etag"]})
            assert known.status_code == 304
            assert "qingzhi_pass" in answer.headers["set-cookie"]
            assert "qingzhi_pass" in known.headers["set-cookie"]
        assert "set-cookie" not in (await client.get("/embed/qingzhi-human.js")).headers


async def test_a_changed_page_is_loaded_again(parts: Parts, built: Path) -> None:
    """Its tag is a hash of its content, not of its time."""
    async with visiting(parts) as client:
        old = (await client.get("/")).headers["etag"]
    (built / "index.html").write_text("<p>new</p>", "utf-8")
    async with visiting(parts) as client:
        answer = await client.get("/", headers={"if-none-match": old})
    assert answer.status_code == 200
    assert answer.headers["etag"] != old


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", ["gzip", "br, gzip;q=0.5", "*", "identity", "gzip;q=0", ""])
async def test_packed_and_plain_are_the_same(
    page: httpx.AsyncClient, address: str, accept: str
) -> None:
    """A client gets gzip when it takes it, with a tag of its own; unpacked it is the same."""
    plain = await page.get(address, headers={"accept-encoding": "identity"})
    answer = await page.get(address, headers={"accept-encoding": accept})
    assert answer.content == plain.content
    packed = answer.headers.get("content-encoding") == "gzip"
    takes = accept in {"gzip", "br, gzip;q=0.5", "*"}
    assert packed == (takes and len(plain.content) > 1024)
    assert (answer.headers["etag"] != plain.headers["etag"]) == packed
    assert "accept-encoding" in answer.headers["vary"].lower()


async def test_many_first_visitors_get_one_copy(parts: Parts, built: Path) -> None:
    """Each gets the compressed page, and it is compressed once."""
    async with visiting(parts) as client:
        packed = {"accept-encoding": "gzip"}
        answers = await asyncio.gather(*(client.get("/", headers=packed) for _ in range(20)))
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert len(list((parts.settings.cache / "page").iterdir())) == 1


async def test_what_cannot_be_compressed_is_sent_plain(parts: Parts, built: Path) -> None:
    """A cache that can't be written costs bytes, never the page."""
    parts.settings.cache.mkdir(exist_ok=True)
    (parts.settings.cache / "page").write_text("in the way", "utf-8")
    async with visiting(parts) as client:
        answer = await client.get("/", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/assets/%2e%2e%2f",
        "/assets", "/assets/", "/.stamp", "/index.html/", "/assets/index-CPlXcxQa.js%00",
        "/figures/..%2fsecret.txt", "/figures/", f"/figures/{KEY}.glb.gz", f"/figures/{KEY}.lock",
        f"/figures/{'0' * 32}.glb", f"/figures/%2e%2e/figures/{KEY}.glb",
    ],
)  # fmt: skip
async def test_nothing_else_is_served(page: httpx.AsyncClient, address: str) -> None:
    """An address is looked up, never joined to a path."""
    answer = await page.get(address)
    assert answer.status_code == 404
    assert "visitors" not in answer.text


def test_a_page_is_found_without_its_ending(built: Path, tmp_path: Path) -> None:
    """`/index` is `index.html`; no other ending is guessed."""
    site = Site(built, tmp_path)
    assert site.find("index") is site.find("index.html")
    assert site.find("index.htm") is None
    assert site.find("") is None


def test_hidden_files_are_no_part_of_the_page(built: Path, tmp_path: Path) -> None:
    """The build's own notes stay where they are."""
    site = Site(built, tmp_path)
    assert site.find("index.html")
    assert site.find(".stamp") is None


async def test_a_figure_is_told_for_each_service(page: httpx.AsyncClient) -> None:
    """The state is never cached; an unknown service is a 404."""
    answer = await page.get("/v1/figures/qingzhi")
    assert answer.headers["cache-control"] == "no-cache"
    assert set(answer.json()) == {"state", "progress", "url", "bytes", "scene", "reason"}
    assert (await page.get("/v1/figures/nobody")).status_code == 404


async def test_the_policy_lets_textures_load_and_nothing_loose(page: httpx.AsyncClient) -> None:
    """Blob addresses for what the page makes itself; no inline code, no eval."""
    policy = (await page.get("/")).headers["content-security-policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "blob:" in parts["connect-src"].split()
    assert "blob:" in parts["img-src"].split()
    assert parts["script-src"] == "'self'"
    assert "unsafe" not in policy


# ---- other origins ------------------------------------------------------------------------------


def opened(parts: Parts, **settings: Any) -> Parts:
    """Give the same parts with other settings."""
    data, cache = parts.settings.data, parts.settings.cache
    parts.settings = Settings(data=data, cache=cache, figure="none", **settings)
    return parts


@pytest.mark.parametrize("address", [*ADDRESSES[1:], "/v1/figures/qingzhi"])
async def test_only_named_origins_read_what_is_shared(
    parts: Parts, built: Path, address: str
) -> None:
    """The origin is echoed to friends alone, never a star, never with credentials."""
    cache = FigureCache(parts.settings)
    with cache.locked(KEY):
        cache.keep(KEY, bytes(5000))
    async with visiting(opened(parts, origins=(FRIEND,))) as client:
        for origin, granted in ((FRIEND, FRIEND), (STRANGER, None), ("null", None)):
            headers = (await client.get(address, headers={"origin": origin})).headers
            assert headers.get("access-control-allow-origin") == granted
            assert "access-control-allow-credentials" not in headers
            assert "origin" in headers["vary"].lower()


@pytest.mark.parametrize("address", ["/", "/healthz", "/metrics", "/v1/models", "/openapi.json"])
async def test_nothing_else_is_shared(parts: Parts, built: Path, address: str) -> None:
    """A friend's page reads what it needs to show the figure, and no more."""
    assert not address.startswith(SHARED)
    async with visiting(opened(parts, origins=(FRIEND,))) as client:
        client_app: Any = client._transport
        async with client_app.app.router.lifespan_context(client_app.app):
            answer = await client.get(address, headers={"origin": FRIEND})
        assert "access-control-allow-origin" not in answer.headers


async def test_a_preflight_is_answered(parts: Parts, built: Path) -> None:
    """A friend may post for a pass; a stranger is told nothing."""
    asked = {"access-control-request-method": "POST"}
    async with visiting(opened(parts, origins=(FRIEND,))) as client:
        friend = await client.options("/v1/pass", headers={"origin": FRIEND, **asked})
        stranger = await client.options("/v1/pass", headers={"origin": STRANGER, **asked})
    assert "POST" in friend.headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in stranger.headers


async def test_frames_are_for_named_origins(parts: Parts, built: Path) -> None:
    """On a public desk nobody may frame the page but the desk itself and its friends."""
    async with visiting(opened(parts, host="0.0.0.0", origins=(FRIEND,))) as client:  # noqa: S104 - a setting, nothing is bound
        policy = (await client.get("/")).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors 'self' {FRIEND}")


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "city.example", "https://", "https://a b", "https://a.example; script-src *",
     "https://a.example/path", "https://*.example", "javascript:x", "https://a.example'self'"],
)  # fmt: skip
def test_an_origin_must_be_one(origin: str) -> None:
    """Nothing but an origin reaches the policy or the list of friends."""
    with pytest.raises(SettingsError):
        Settings.from_env({"QINGZHI_ORIGINS": origin})


def socket_from(gate_pass: str, origin: str, peer: str = "203.0.113.9") -> HTTPConnection:
    """Return a socket's handshake from another machine."""
    headers = {"host": "desk.example", "origin": origin}
    return HTTPConnection(
        {
            "type": "websocket",
            "client": (peer, 5),
            "query_string": f"pass={gate_pass}".encode(),
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        }
    )


PUBLIC = Gate(Settings(host="0.0.0.0", origins=(FRIEND, "https://other.example")))  # noqa: S104 - a setting, nothing is bound


def test_a_pass_opens_a_socket_of_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a minute, from that origin, on a socket; nothing else and nowhere else."""
    given = PUBLIC.socket_pass(FRIEND)
    assert PUBLIC.refusal(socket_from(given, FRIEND)) is None
    assert PUBLIC.refusal(socket_from(given, "https://other.example"))
    assert PUBLIC.refusal(socket_from(given, STRANGER))
    assert PUBLIC.refusal(socket_from("", FRIEND))
    assert PUBLIC.refusal(socket_from(f"9{given}", FRIEND))
    assert PUBLIC.refusal(socket_from(PUBLIC.new_pass(), FRIEND))
    as_http = socket_from(given, FRIEND)
    as_http.scope["type"] = "http"
    assert PUBLIC.refusal(as_http)
    later = time.time() + SOCKET_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert PUBLIC.refusal(socket_from(given, FRIEND))


@pytest.mark.parametrize("origin", [STRANGER, "null", "", None])
async def test_a_stranger_gets_no_pass(parts: Parts, built: Path, origin: str | None) -> None:
    """Refused by 403, and the answer can't be read from there either."""
    headers = {} if origin is None else {"origin": origin}
    async with visiting(opened(parts, origins=(FRIEND,))) as client:
        answer = await client.post("/v1/pass", headers=headers)
    assert answer.status_code == 403
    assert "pass" not in answer.json()
    assert "access-control-allow-origin" not in answer.headers


async def test_the_desks_own_page_in_a_frame_gets_a_pass(
    parts: Parts, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser gives a framed page no cookie; with the pass its socket opens all the same."""
    monkeypatch.setattr("qingzhi.service.app.Gate", lambda _: PUBLIC)
    own = "https://desk.example"
    async with visiting(opened(parts), peer="203.0.113.9", host="desk.example") as client:
        answer = await client.post("/v1/pass", headers={"origin": own})
    assert "cookie" not in answer.request.headers
    assert PUBLIC.refusal(socket_from(answer.json()["pass"], own)) is None
    assert PUBLIC.refusal(socket_from("", own))


async def test_a_pass_is_never_kept(parts: Parts, built: Path) -> None:
    """No cache between holds it."""
    async with visiting(opened(parts, origins=(FRIEND,))) as client:
        answer = await client.post("/v1/pass", headers={"origin": FRIEND})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["expires_in"] == SOCKET_SECONDS


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:8080"])
async def test_on_loopback_a_developers_page_embeds(parts: Parts, built: Path, origin: str) -> None:
    """A page of this machine's other ports, on this machine; not through a proxy."""
    async with visiting(parts) as client:
        near = await client.post("/v1/pass", headers={"origin": origin})
        far = await client.post(
            "/v1/pass", headers={"origin": origin, "x-forwarded-for": "203.0.113.9"}
        )
    assert near.status_code == 200
    assert far.status_code == 403


# ---- one address's share ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "name"),
    [
        ("127.0.0.1", "", ""),
        ("::1", "", ""),
        ("127.0.0.1", "8.8.8.8", "127.0.0.1/32"),
        ("203.0.113.9", "", "203.0.113.9/32"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("testclient", "", "testclient"),
    ],
)
def test_households(peer: str, forwarded: str, name: str) -> None:
    """An IPv6 customer has one share, however many addresses; this machine has no limit."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    connection = HTTPConnection({"type": "http", "client": (peer, 5), "headers": headers})
    assert household(connection) == name


async def test_one_address_cannot_take_every_place(parts: Parts) -> None:
    """Its share is full; others still come in, and a place that was left is free again."""
    hall = Hall(opened(parts, sessions_per_address=2))
    first = hall.enter("qingzhi", (), "203.0.113.9/32")
    hall.enter("qingzhi", (), "203.0.113.9/32")
    with pytest.raises(Overloaded, match="your address"):
        hall.enter("qingzhi", (), "203.0.113.9/32")
    hall.enter("qingzhi", (), "203.0.113.10/32")
    for _ in range(3):
        hall.enter("qingzhi", ())
    hall._end(first)
    hall._end(first)
    hall.enter("qingzhi", (), "203.0.113.9/32")
    await hall.close()


# ---- the real thing -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a running service with a friend."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QINGZHI_ORIGINS", FRIEND)
        process, url = started(tmp_path_factory.mktemp("embed"), "--voice", "espeak", "--no-demo")
    yield url
    stopped(process)


async def test_a_friends_page_talks_through_a_proxy(embedding: str) -> None:
    """As an embedding page does it: ask for a pass, open a socket with it."""
    far = {"x-forwarded-for": "203.0.113.9"}
    url = embedding.replace("http", "ws") + "v1/realtime?model=qingzhi"
    async with httpx.AsyncClient(base_url=embedding) as client:
        given = await client.post("v1/pass", headers=far | {"origin": FRIEND})
    opened = f"{url}&pass={given.json()['pass']}"
    async with websockets.connect(opened, additional_headers=far, origin=FRIEND) as socket:
        assert json.loads(await socket.recv())["type"] == "session.created"
    for address, origin in ((url, FRIEND), (opened, STRANGER)):
        with pytest.raises(websockets.InvalidStatus):
            async with websockets.connect(address, additional_headers=far, origin=origin):
                pass


def test_gzip_is_what_it_says(tmp_path: Path) -> None:
    """The copy in the cache unpacks to the file."""
    (tmp_path / "a.js").write_bytes(SCRIPT)
    site = Site(tmp_path, tmp_path / "cache")
    file = site.find("a.js")
    assert file
    packed = site._packed(file)
    assert packed
    assert gzip.decompress(packed.read_bytes()) == SCRIPT
