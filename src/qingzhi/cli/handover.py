"""`qingzhi handover`: a staff desk without the page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from qingzhi.cli.options import Data, Json, print_json
from qingzhi.errors import InputError, SettingsError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from qingzhi.store import Store, StoredCallback

app = typer.Typer(
    help="Take over from the figure, and make the call-backs that visitors left.",
    no_args_is_help=True,
)
TIMEOUT_S: Final = 10.0
Url = Annotated[str, typer.Option(help="The service, such as http://127.0.0.1:8765.")]
Key = Annotated[str, typer.Option(envvar="QINGZHI_STAFF_KEY", help="The staff key.")]
Id = Annotated[str, typer.Argument(help="The id that `list` shows.")]


@app.command("list")
def show(url: Url = "", key: Key = "", as_json: Json = False, data: Data = None) -> None:
    """Show who waits, who is being helped, and the call-backs; these alone without --url."""
    desk = _asked("GET", url, key) if url else {"callbacks": _at_store(data, _callbacks)}
    if as_json:
        print_json(desk)
        return
    for name in ("waiting", "taken", "callbacks"):
        for entry in desk.get(name, ()):
            typer.echo(_line(name, entry))
    for name in desk.get("failed", ()):
        typer.echo(f"{name}: can't be read just now; there may be some.", err=True)


@app.command()
def take(case_id: Id, url: Url, key: Key = "") -> None:
    """Take over a visitor who waits."""
    _asked("POST", url, key, f"/{case_id}/take")
    typer.echo("Taken: the visitor writes to you now.")


@app.command()
def say(
    case_id: Id, text: Annotated[str, typer.Argument(help="Your words.")], url: Url, key: Key = ""
) -> None:
    """Write to a visitor, and show what they wrote."""
    for line in _asked("POST", url, key, f"/{case_id}/say", {"text": text})["lines"]:
        typer.echo(f"{line['by']}: {_printable(line['text'])}")


@app.command()
def close(case_id: Id, url: Url, key: Key = "") -> None:
    """Give the visitor back to the figure."""
    _asked("POST", url, key, f"/{case_id}/close")
    typer.echo("Closed.")


@app.command()
def done(case_id: Id, url: Url = "", key: Key = "", data: Data = None) -> None:
    """Delete a call-back that was made; without --url in the records on this machine."""
    if url:
        _asked("POST", url, key, f"/{case_id}/done")
    else:
        _at_store(data, lambda store: store.finish_callback(case_id.removeprefix("c_")))
    typer.echo("Done, and deleted.")


def _asked(
    method: str, url: str, key: str, path: str = "", body: dict[str, str] | None = None
) -> dict[str, Any]:
    """Ask the service. Raises SettingsError out of reach, InputError where it won't."""
    import httpx  # noqa: PLC0415 - keeps `--help` quick

    address = f"{url.rstrip('/')}/v1/handovers{path}"
    try:
        answer = httpx.request(
            method,
            address,
            json=body,
            headers={"Authorization": f"Bearer {key}"},
            timeout=TIMEOUT_S,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise SettingsError(
            f"The service can't be reached: {type(error).__name__}.", hint="Mend --url or --key."
        ) from None
    if answer.status_code == httpx.codes.OK:
        found: dict[str, Any] = answer.json()
        return found
    raise InputError(_reason(answer.status_code))


def _reason(status: int) -> str:
    return {
        401: "The staff key is wrong.",
        404: "There is no such case, or the service has no staff desk.",
        409: "The case is not in a state for that.",
        429: "Too many wrong keys; wait a minute.",
    }.get(status, f"The service answered {status}.")


def _at_store(data: Any, work: Callable[[Store], Awaitable[Any]]) -> Any:
    from qingzhi.store import Store  # noqa: PLC0415 - keeps `--help` quick

    async def worked() -> Any:
        async with await Store.open(Settings.from_env(data=data)) as store:
            return await work(store)

    return asyncio.run(worked())


async def _callbacks(store: Store) -> list[dict[str, Any]]:
    return [_callback(kept) for kept in await store.callbacks()]


def _callback(kept: StoredCallback) -> dict[str, Any]:
    contact = {"name": kept.contact_name, "phone": kept.contact_phone}
    return {
        "id": f"c_{kept.id}",
        "phone": kept.phone,
        "name": kept.name,
        "note": kept.note,
        "contact": contact if any(contact.values()) else None,
        "urgency": kept.urgency,
        "need": kept.need,
    }


def _line(name: str, entry: dict[str, Any]) -> str:
    need = f"{entry['need']}/{entry['urgency']}" if entry["need"] else "-"
    contact = entry["contact"] or {}
    left = (entry["name"], entry["phone"], entry["note"], *contact.values())
    return "  ".join((name, entry["id"], need, *(_printable(part) for part in left if part)))


def _printable(text: str) -> str:
    """Leave out what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)
