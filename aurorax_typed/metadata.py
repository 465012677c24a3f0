# Made from _async/metadata.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Which metadata the records of a source have, on the default client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aurorax_typed._default import default_client
from aurorax_typed._sync.metadata import Metadata
from aurorax_typed.answers import MetadataProblem
from aurorax_typed.records import JSONValue, MetadataSchemaItem

__all__ = ["data_products_schema", "ephemeris_schema", "validate"]


def data_products_schema(identifier: int) -> list[MetadataSchemaItem]:
    """Which metadata the data products of a source have; empty where the source says nothing.

    Raises:
        NotFoundError: there is no such source.
    """
    return default_client().metadata.data_products_schema(identifier)


def ephemeris_schema(identifier: int) -> list[MetadataSchemaItem]:
    """Which metadata the ephemeris of a source has; empty where the source says nothing.

    Raises:
        NotFoundError: there is no such source.
    """
    return default_client().metadata.ephemeris_schema(identifier)


def validate(schema: Sequence[MetadataSchemaItem], record: Mapping[str, JSONValue]) -> list[MetadataProblem]:
    """What the metadata of a record has that its source's schema does not foresee. Sends nothing.

    Args:
        schema: such as `client.metadata.ephemeris_schema(3)`.
        record: the metadata, such as `ephemeris.metadata`.

    Returns:
        Fields that the schema does not have and values of another type (`problem.serious`; uploads are refused for
        these), then fields that are missing and values that are not among the allowed ones, which the server takes
        and its own records have. Empty where all is as it should be.
    """
    return Metadata.validate(schema, record)
