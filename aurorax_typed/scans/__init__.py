"""Many searches as one: what a scan over years keeps on disk, and its windows as tasks for other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorax_typed._core.scan_windows import Span, Window
    from aurorax_typed.scans.dataset import DatasetReport, Refresh
    from aurorax_typed.scans.options import Windowing
    from aurorax_typed.scans.tasks import ClientSettings, WindowTask
else:
    from aurorax_typed._lazy import lazy

    __getattr__ = lazy(
        __name__,
        """
        ._core.scan_windows Span Window
        dataset DatasetReport Refresh
        options Windowing
        tasks ClientSettings WindowTask
        """,
    )

__all__ = ["ClientSettings", "DatasetReport", "Refresh", "Span", "Window", "WindowTask", "Windowing"]


def __dir__() -> list[str]:
    return list(__all__)
