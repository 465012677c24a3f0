"""The typed layer against the corrected description: classes, queries, calls, lists of values, in both directions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_changes.comparing import uses
from api_changes.drift import deviations, resolve
from api_changes.on_purpose import ON_PURPOSE
from api_changes.typed_layer import ANSWERS, BODIES, FORMATS, FREE, INSIDE, NOT_TYPED, QUERIES, RENAMED

pytestmark = pytest.mark.checkout
ROOT = Path(__file__).resolve().parents[2]
CORRECTED: Any = yaml.safe_load((ROOT / "openapi" / "corrected.yaml").read_text(encoding="utf-8"))


def unmeant(document: Any) -> list[str]:
    return sorted(deviations(document, ROOT).keys() - ON_PURPOSE.keys())


def test_the_typed_layer_differs_from_the_description_only_where_it_is_meant_to() -> None:
    assert unmeant(CORRECTED) == []


def test_no_reason_is_given_for_a_difference_that_is_not_there() -> None:
    assert sorted(ON_PURPOSE.keys() - deviations(CORRECTED, ROOT).keys()) == []


def test_every_schema_in_use_stands_for_something() -> None:
    used = uses(CORRECTED)
    tables = (ANSWERS, QUERIES, INSIDE, BODIES, FORMATS, NOT_TYPED)
    listed = set().union(*tables) | FREE
    parts = {name for name in used if name.endswith("Format") and name != "RecordFormat"}  # members of trees
    assert used.keys() - parts - listed == set()
    assert listed - used.keys() == set()


def test_every_class_that_is_named_exists() -> None:
    for name in [*ANSWERS.values(), *QUERIES.values()]:
        assert isinstance(resolve(name), type)


def test_no_new_name_is_listed_in_vain() -> None:
    without = deviations(CORRECTED, ROOT)
    for subject, names in list(RENAMED.items()):
        for name in names:
            RENAMED[subject] = {other: ours for other, ours in names.items() if other != name}
            try:
                assert deviations(CORRECTED, ROOT) != without, (subject, name)
            finally:
                RENAMED[subject] = names


def schema(name: str) -> Callable[[Any], Any]:
    return lambda document: document["components"]["schemas"][name]


def properties(name: str) -> Callable[[Any], Any]:
    return lambda document: document["components"]["schemas"][name]["properties"]


def parameters(method: str, path: str) -> Callable[[Any], Any]:
    return lambda document: document["paths"][path][method]["parameters"]


SOURCES = ("get", "/api/v1/data_sources")
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("where", "change", "expected"),
    [
        (properties("DataProduct"), lambda p: p.pop("url"), "DataProduct.url is not in the schema DataProduct"),
        (
            properties("Ephemeris"),
            lambda p: p.update(altitude={"type": "number"}),
            "Ephemeris.altitude is missing: the schema Ephemeris has it (float)",
        ),
        (
            properties("SuperConjunctionEvent"),
            lambda p: p["min_distance"].update(type="string"),
            "Conjunction.min_distance is float; the description says str",
        ),
        (
            properties("DataProduct"),
            lambda p: p["start"].update(format="date"),
            "DataProduct.start is time; the description says date",
        ),
        (
            properties("DataProduct"),
            lambda p: p["url"].update(nullable=True),
            "DataProduct.url may be null, and the type says it is not",
        ),
        (
            schema("Ephemeris"),
            lambda s: s["required"].remove("epoch"),
            "Ephemeris.epoch may be left out, and the type says it is there",
        ),
        (
            properties("Location"),
            lambda p: p["lat"].pop("nullable"),
            None,  # it may still be left out
        ),
        (
            schema("Data Source"),
            lambda s: s["required"].append("program"),
            "DataSource.program may be None in the type; the description says it is always there",
        ),
        (
            properties("ConjunctionEvent"),
            lambda p: p["conjunction_type"].update(enum=["nbtrace"]),
            "ConjunctionEvent.conjunction_type is str; the description says one of nbtrace",
        ),
        (
            properties("Ephemeris"),
            lambda p: p.update(nbtrace={"$ref": "#/components/schemas/Data Source"}),
            "Ephemeris.nbtrace is Location; the description says DataSource",
        ),
        (
            properties("DataProduct Availability"),
            lambda p: p["available_data_products"]["additionalProperties"].update(type="number"),
            "AvailabilityResult.available is int by date; the description says float by date",
        ),
        (
            properties("SearchResult"),
            lambda p: p.update(progress={"type": "integer"}),
            "SearchResultDocument.progress is missing: the schema SearchResult has it (int)",
        ),
        (
            schema("UserAccount"),
            lambda s: s["properties"].pop("disabled"),
            "Account.disabled is not in the schema UserAccount",
        ),
        (
            lambda document: document["components"]["schemas"],
            lambda schemas: schemas.pop("SearchRequestListing"),
            "SearchListing.* stands for the schema SearchRequestListing, which is gone",
        ),
        (
            properties("SuperConjunctionQuery"),
            lambda p: p["conjunction_types"]["items"]["enum"].append("dipole"),
            "ConjunctionQuery.conjunction_types is list of one of geographic, nbtrace, sbtrace; "
            "the description says list of one of dipole, geographic, nbtrace, sbtrace",
        ),
        (
            properties("DataProductQuery"),
            lambda p: p["data_product_type_filters"]["items"]["x-known-values"].remove("movie"),
            "DataProductQuery.data_product_types is list of one of average, data_availability, gridded_data, keogram, "
            "montage, movie, summary_plot; the description says list of one of average, data_availability, "
            "gridded_data, keogram, montage, summary_plot",
        ),
        (
            properties("DataSourceCriteriaForEphemeris"),
            lambda p: p.update(owners={"type": "array", "items": TEXT}),
            "EphemerisQuery.data_sources.owners is missing: the schema EphemerisQuery has it (list of str)",
        ),
        (
            properties("EphemerisCriteriaSpace"),
            lambda p: p.pop("hemisphere"),
            "SpaceCriteria.hemisphere is not in the schema EphemerisCriteriaSpace",
        ),
        (
            properties("MetadataExpression"),
            lambda p: p["operator"]["enum"].append("like"),
            "MetadataExpression.operator is one of !=, <, <=, =, >, >=, between, in, not in; "
            "the description says one of !=, <, <=, =, >, >=, between, in, like, not in",
        ),
        (
            schema("SourceType"),
            lambda s: s["enum"].append("solar"),
            "client.sources.list.source_type is one of event_list, ground, heo, leo, lunar, not_applicable; "
            "the description says one of event_list, ground, heo, leo, lunar, not_applicable, solar",
        ),
        (
            parameters(*SOURCES),
            lambda p: p.append({"name": "site", "in": "query", "schema": TEXT}),
            "client.sources.list.site is missing: the operation has it (str)",
        ),
        (
            parameters(*SOURCES),
            lambda p: p[0].update(required=True),
            "client.sources.list.program may be left out, and the server needs it",
        ),
        (
            parameters("get", "/api/v1/utils/admin/search_requests"),
            lambda p: next(q for q in p if q["name"] == "file_size")["schema"].update(type="string"),
            "client.requests.list.file_size is int; the description says str",
        ),
        (
            lambda document: document["paths"],
            lambda paths: paths.update({"/api/v2/accounts": paths.pop("/api/v1/accounts")}),
            "client.accounts.list.* sends GET /api/v1/accounts, which is not in the description",
        ),
        (
            lambda document: document["paths"]["/api/v1/data_sources/search"],
            lambda item: item.update(put=item.pop("post")),
            "searchDataSources.* is not in docs/api-coverage.md: PUT /api/v1/data_sources/search",
        ),
        (
            properties("NewAccountRequest"),
            lambda p: p.update(institution=TEXT),
            "client.accounts.create.institution is missing: the schema NewAccountRequest has it (str)",
        ),
        (
            properties("DataSourcePatch"),
            lambda p: p["maintainers"]["items"].update(type="integer"),
            "client.sources.update.maintainers is list of str; the description says list of int",
        ),
        (
            properties("LoadEphemerisSpecification"),
            lambda p: p.update(quality=TEXT),
            "Ephemeris.quality is missing: the schema LoadEphemerisSpecification has it (str)",
        ),
        (
            properties("LocationFormat"),
            lambda p: p.update(alt={"type": "boolean"}),
            "Ephemeris fields.nbtrace.alt is missing: the schema EphemerisFormat has it (bool)",
        ),
        (
            lambda document: document["components"]["schemas"],
            lambda s: s["Ephemeris"]["properties"].update(orbit={"$ref": "#/components/schemas/Orbit"}),
            "Ephemeris.orbit is missing: the schema Ephemeris has it (unknown schema Orbit)",
        ),
        (
            properties("DataProductFormat"),
            lambda p: p.pop("metadata"),
            "DataProduct fields.metadata is not in the schema DataProductFormat",
        ),
    ],
)
def test_a_difference_shows(where: Callable[[Any], Any], change: Callable[[Any], Any], expected: str | None) -> None:
    document = copy.deepcopy(CORRECTED)
    change(where(document))
    assert document != CORRECTED
    found = unmeant(document)
    assert expected in found if expected else found == []
