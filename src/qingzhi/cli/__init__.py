"""The `qingzhi` command."""

from __future__ import annotations

import sys

import structlog

from qingzhi.cli.app import app
from qingzhi.errors import InputError, QingzhiError, SettingsError


def main() -> None:
    """Run the command; errors of ours become one line on stderr and an exit status."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        app()
    except QingzhiError as error:
        print(f"qingzhi: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, InputError | SettingsError) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
