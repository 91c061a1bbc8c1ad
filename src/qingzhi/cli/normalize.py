"""`qingzhi normalize`: what a voice makes of a text, in words and in syllables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from qingzhi.cli.options import Batch, Data, Json, one_or_batch, print_json
from qingzhi.errors import InputError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.speech.text.reading import Reading

Language = Annotated[
    str | None, typer.Option("--lang", help="zh or en; else told by the text itself.")
]


def normalize(
    text: Annotated[str | None, typer.Argument(help="A text in Chinese, English or both.")] = None,
    batch: Batch = None,
    lang: Language = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Tell how a text is spoken, or one a line ({"text", "lang"?}): words, pinyin, tones heard."""
    from qingzhi.speech.text.pinyin import Reader  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.speech.text.reader import read  # noqa: PLC0415 - the same

    reader = Reader.load(Settings.from_env(data=data).data / "readings.toml")
    for record in one_or_batch(text, batch):
        chosen = record.get("lang", lang)
        if chosen is not None and chosen not in _languages():
            raise InputError("lang must be zh or en.", param="lang")
        reading = read(record["text"], reader, chosen)
        if as_json or batch:
            print_json(record | shown(reading))
        else:
            typer.echo(f"{reading.spoken}\n{reading.pinyin}\n{reading.sandhi}")


def shown(reading: Reading) -> dict[str, Any]:
    """Give the fields that are printed of a reading."""
    return {
        "spoken": reading.spoken,
        "pinyin": reading.pinyin,
        "sandhi": reading.sandhi,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "kind": span.kind,
                "spoken": reading.spoken[slice(*span.said)],
            }
            | ({"reason": span.reason} if span.reason else {})
            for span in reading.spans
        ],
        "syllables": [
            {"pinyin": said.pinyin, "sandhi": said.heard, "start": said.first, "end": said.last}
            for said in reading.syllables
        ],
    }


def _languages() -> tuple[str, ...]:
    from qingzhi.score import Lang  # noqa: PLC0415 - keeps `--help` quick

    return get_args(Lang)
