"""Whether a figure is sound (6.2.2): reads anybody's .glb or .vrm and says what is wrong.

It knows nothing of how figures are made here, so that it judges all by one measure.
"""

from __future__ import annotations

from qingzhi.avatar_check.check import check
from qingzhi.avatar_check.findings import Fault, Report, Severity
from qingzhi.avatar_check.provenance import documented, publishable

__all__ = ["Fault", "Report", "Severity", "check", "documented", "publishable"]
