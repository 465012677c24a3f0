"""The cells of the data product notebook of AuroraX's first Python client; only the import line is ours."""

from __future__ import annotations

__all__ = ["CELLS"]

CELLS = [
    "import aurorax_typed as pyaurorax, datetime, pprint, pandas as pd",
    "start, end = datetime.datetime(2020,2,1), datetime.datetime(2020,2,5,23,59,59)",
    's = pyaurorax.data_products.search(start, end, programs=["trex"], verbose=True)',
    "df = pd.DataFrame([d.__dict__ for d in s.data])",
    'df = df.sort_values("start"); print(list(df.columns), len(df))',
    's = pyaurorax.data_products.Search(start, end, programs=["trex"], instrument_types=["RGB ASI"]); print(s)',
    "s.execute(); print(s)",
    "s.update_status(); pprint.pprint(s.status)",
    "pprint.pprint(s.logs)",
    "s.wait(); s.update_status()",
    "s.get_data(); print(s.data[0])",
]
