"""The data product notebook of AuroraX's first Python client, cell by cell; only the import line is ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.seed_notebook import CELLS

from aurorax_typed.emulator import serve

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def test_cell_by_cell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {}
    printed: list[str] = []
    with serve() as url:
        monkeypatch.setenv("AURORAX_BASE_URL", url)
        for cell in CELLS:
            exec(cell, names)
            printed.append(capsys.readouterr().out)
        names["pyaurorax"].set_default_client(None)

    lines = printed[2].splitlines()
    texts = []
    for line in lines:
        match = re.fullmatch(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\] (.*)", line)
        assert match, line
        texts.append(match[1])
    assert texts[:2] == ["Search object created", "Request submitted"]
    assert re.fullmatch(f"Request ID: {UUID}", texts[2])
    assert re.fullmatch(f"Request details available at: {url}/api/v1/data_products/requests/{UUID}", texts[3])
    assert texts[4] == "Waiting for data ..."
    polls = texts[5:-3]
    assert polls
    assert set(polls) == {"Checking for data ..."}
    assert texts[-3:-1] == ["Data is now available", "Retrieving data ..."]
    megabytes = re.fullmatch(r"Retrieved (\d\.\d) MB of data containing (\d+) records", texts[-1])
    assert megabytes
    assert 1300 < int(megabytes[2]) < 1700  # 1490 at the real server
    assert 3.0 < float(megabytes[1]) < 4.5  # 3.7 at the real server

    columns = ["data_source", "data_product_type", "start", "end", "url", "metadata"]
    assert printed[4].strip() == f"{columns} {megabytes[2]}"
    assert printed[5].strip() == "DataProductsSearch(executed=False, completed=False, request_id='')"
    assert re.fullmatch(
        f"DataProductsSearch\\(executed=True, completed=False, request_id='{UUID}'\\)", printed[6].strip()
    )
    assert "'search_request': {'query': {'data_product_type_filters': []," in printed[7]
    assert "'summary': 'Search request arrived and saved'" in printed[8]
    assert re.fullmatch(
        r"DataProduct\(data_source=DataSource\(identifier=102, program='trex', platform='pinawa', "
        r"instrument_type='RGB ASI', source_type='ground', display_name='TREx RGB PINA'\), "
        r"start=datetime\.datetime\(2020, 2, 1, 0, 0\), end=datetime\.datetime\(2020, 2, 1, 23, 59\), "
        r"data_product_type='keogram', url='https://data\.phys\.uc\.\.\.', metadata=\{'keogram_type': 'da\.\.\.\}\)",
        printed[10].strip(),
    )
