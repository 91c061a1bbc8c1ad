"""A server process is awaited, measured and stopped."""

from __future__ import annotations

import sys

import psutil
import pytest

from qingzhi.errors import EngineUnavailable
from qingzhi.evaluation.process import running

LISTENS = """
import http.server, subprocess, sys
class Health(http.server.BaseHTTPRequestHandler):
    count = 0
    def do_GET(self):
        Health.count += 1
        self.send_response(200 if Health.count > 1 else 503)
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Health)
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(f"ready: http://127.0.0.1:{server.server_port}/")
server.serve_forever()
"""


async def test_a_server_with_a_child() -> None:
    """It is ready at the first healthy answer; CPU and memory are the family's; none is left."""
    async with running([sys.executable, "-c", LISTENS], health="/healthz") as server:
        family = psutil.Process(server.pid).children()
        assert server.address.startswith("http://127.0.0.1:")
        assert server.cpu_s() > 0
        assert server.pss_mb() > 1
        assert len(family) == 1
    assert not psutil.pid_exists(server.pid)
    assert not family[0].is_running()
    assert (server.cpu_s(), server.pss_mb()) == (0, 0)


async def test_a_server_that_ends_says_why() -> None:
    """The last line that it said is in the error."""
    command = [sys.executable, "-c", "import sys; sys.exit('no such voice')"]
    with pytest.raises(EngineUnavailable, match=r"ended with 1\. no such voice"):
        async with running(command):
            pass


async def test_a_server_that_is_never_ready_is_stopped() -> None:
    """Patience ends, and so does the process."""
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(EngineUnavailable, match="not ready in time"):
        async with running(command, patience=0.0):
            pass
