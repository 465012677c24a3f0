from aurorax_typed._core.scan_windows import Span as Span, Window as Window
from aurorax_typed.config import ClientSettings as ClientSettings
from aurorax_typed.scans.dataset import DatasetReport as DatasetReport, Refresh as Refresh
from aurorax_typed.scans.options import Windowing as Windowing
from aurorax_typed.scans.tasks import WindowTask as WindowTask
