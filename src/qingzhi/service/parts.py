"""Everything that is loaded once and shared by all sessions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from qingzhi.assets import Assets
from qingzhi.safety.profiles import profile
from qingzhi.service.figures import Figures
from qingzhi.service.handover import StaffDesk
from qingzhi.service.journal import Journal
from qingzhi.service.mind import DEFAULT_SERVICE, Mind
from qingzhi.service.signing import Signer
from qingzhi.speech import Speaker
from qingzhi.store import Store

if TYPE_CHECKING:
    from qingzhi.settings import Settings


class Parts:
    """The loaded parts. Make one with `open`, end it with `close`."""

    default_service = DEFAULT_SERVICE
    services = (DEFAULT_SERVICE,)

    def __init__(
        self, settings: Settings, mind: Mind, speaker: Speaker, store: Store, figures: Figures
    ) -> None:
        self.settings = settings
        self.mind = mind
        self.speaker = speaker
        self.store = store
        self.figures = figures
        self.journal = Journal(store)
        self.signer = Signer.installed()
        self.profile = profile(settings.profile, minor_min=settings.minor_minutes)
        self.desk = StaffDesk(staffed=bool(settings.staff_key))

    @classmethod
    async def open(cls, settings: Settings) -> Parts:
        """Load all parts side by side. Raises the QingzhiError of the part that can't be had."""
        figures = Figures(settings)
        speaking = asyncio.create_task(
            Speaker.start(settings, Assets(settings), voice=settings.voice)
        )
        opening = asyncio.create_task(Store.open(settings))
        try:
            mind = await asyncio.to_thread(Mind.open, settings)
            return cls(settings, mind, await speaking, await opening, figures)
        except BaseException:
            for done in await asyncio.gather(speaking, opening, return_exceptions=True):
                if not isinstance(done, BaseException):
                    await done.close()
            raise

    async def close(self) -> None:
        """End the workers, then the records."""
        await self.speaker.close()
        await self.journal.close()
        await self.store.close()
