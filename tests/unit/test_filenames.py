"""Names of files made from addresses: whatever the address, the file stays in its folder, and no two share one."""

from __future__ import annotations

import ntpath
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from unicodedata import normalize

import pytest
from hypothesis import given, strategies as st

from aurorax_typed import DataProduct, DataSource
from aurorax_typed._core.filenames import FileNames, folder_of, part_name, safe_name

AT = datetime(2020, 2, 1, 5)
SOURCE = DataSource(103, program="trex", platform="gillam", instrument_type="RGB ASI")


def product(url: str, source: DataSource = SOURCE) -> DataProduct:
    return DataProduct(source, "keogram", AT, AT, url)


# What has broken others, and anything at all between.
NASTY = st.sampled_from(
    ["..", ".", "/", "\\", "%2e%2e", "%2F", "%5c", "%00", "\0", "C:", "CON", "nul.png", "com1", "COM¹", "aux.", "~"]
) | st.sampled_from(
    ["-rf", "\u202e", "\r\n", "é", "e\u0301", "ß", "SS", "ı", "İ", "ﬁ", " ", ".part", "a" * 300, "😀" * 90, "%ff", "%"]
)
TEXT = st.lists(NASTY | st.text(max_size=5), max_size=8).map("".join)
ADDRESS = TEXT.map(lambda text: f"https://data.example/{text}") | TEXT
NAMES = st.builds(lambda a, b, c: DataSource(1, program=a, platform=b, instrument_type=c), TEXT, TEXT, TEXT | st.none())


def reserved_on_windows(name: str) -> bool:
    asked = getattr(ntpath, "isreserved", None)  # from Python 3.13 on; the path's own method goes with 3.15
    return bool(asked(name)) if asked else PureWindowsPath(name).is_reserved()


def check_name(name: str) -> None:
    assert name
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert not set(name) & set('/\\:*?"<>|\0\r\n \t\x1b')
    assert name.isprintable()
    assert len(name.encode()) <= 130
    assert not reserved_on_windows(name)
    assert not PureWindowsPath(name).drive
    assert PurePosixPath(name).parts == (name,) == PureWindowsPath(name).parts


@given(TEXT)
def test_any_text_becomes_a_name(text: str) -> None:
    name = safe_name(text)
    check_name(name)
    assert safe_name(name) == name, "a name is its own name"


@given(st.lists(st.tuples(NAMES, ADDRESS), max_size=20))
def test_no_file_leaves_the_folder_and_none_takes_the_place_of_another(products: list[tuple[DataSource, str]]) -> None:
    names = FileNames({})
    places = {url: names.place(product(url, source)) for source, url in products}
    for place in places.values():
        parts = place.split("/")
        assert len(parts) == 5
        for part in parts:
            check_name(part)
    for fold in (str.casefold, str.lower, str.upper):  # whatever the file system takes for the same
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert len({fold(normalize(form, place)) for place in places.values()}) == len(places)
    for url, place in places.items():  # the same again, in another order
        assert FileNames(dict(reversed(places.items()))).place(product(url)) == place


@given(ADDRESS)
def test_it_can_be_written(tmp_path_factory: pytest.TempPathFactory, url: str) -> None:
    folder = tmp_path_factory.mktemp("files")
    path = folder / FileNames({}).place(product(url))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    path.with_name(part_name(url)).write_bytes(b"y")
    assert path.resolve().is_relative_to(folder.resolve())
    assert sorted(item for item in folder.rglob("*") if item.is_file()) == sorted(
        [path, path.with_name(part_name(url))]
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://data.example/2020/20200201__gill_rgb-04_full-keogram.jpg", "20200201__gill_rgb-04_full-keogram.jpg"),
        ("https://data.example/a%20b/c%20d.png?size=9#top", "c_d.png"),
        ("https://data.example/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"),
        ("https://data.example/..", "file"),
        ("https://data.example/", "file"),
        ("https://data.example/%2e%2e%5cboot.ini", "_boot.ini"),
        ("https://data.example/CON.jpg", "_CON.jpg"),
        ("https://data.example/caf%C3%A9.png", "café.png"),
        ("notebook_testing.jpg", "notebook_testing.jpg"),
        ("https://[", "["),
        ("https://data.example/-rf", "_rf"),
    ],
)
def test_names_stay_readable(url: str, name: str) -> None:
    assert FileNames({}).place(product(url)) == f"trex/gillam/RGB_ASI/2020-02-01/{name}"


def test_two_addresses_with_one_name() -> None:
    names = FileNames({})
    first, second = "https://a.example/x/k.jpg", "https://a.example/y/K.jpg"
    assert names.place(product(first)).endswith("/k.jpg")
    marked = names.place(product(second))
    assert marked.startswith("trex/gillam/RGB_ASI/2020-02-01/K~")
    assert marked.endswith(".jpg")
    assert names.place(product(first)).endswith("/k.jpg")


def test_a_source_of_which_only_the_number_is_known() -> None:
    assert folder_of(product("https://a.example/k.jpg", DataSource(103))) == "unknown/unknown/unknown/2020-02-01"


def test_a_long_name_keeps_its_extension() -> None:
    names = FileNames({})
    one, two = (names.place(product(f"https://a.example/{'k' * 400}{n}.jpeg")) for n in (1, 2))
    assert one != two
    for place in (one, two):
        assert place.endswith(".jpeg")
        assert Path(place).name.startswith("kkkk")
