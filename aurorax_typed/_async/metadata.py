"""Which metadata the records of a source have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core import metadata_schema
from aurorax_typed._core.documents import parse_source
from aurorax_typed.answers import MetadataProblem
from aurorax_typed.records import DataSource, JSONValue, MetadataSchemaItem

__all__ = ["AsyncMetadata"]


class AsyncMetadata:
    """`client.metadata`: the schemas of sources, and records held against them."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def ephemeris_schema(self, identifier: int) -> list[MetadataSchemaItem]:
        """Which metadata the ephemeris of a source has; empty where the source says nothing.

        Raises:
            NotFoundError: there is no such source.
        """
        return (await self._source(identifier)).ephemeris_metadata_schema or []

    async def data_products_schema(self, identifier: int) -> list[MetadataSchemaItem]:
        """Which metadata the data products of a source have; empty where the source says nothing.

        Raises:
            NotFoundError: there is no such source.
        """
        return (await self._source(identifier)).data_product_metadata_schema or []

    @staticmethod
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
        return metadata_schema.validate(schema, record)

    async def _source(self, identifier: int) -> DataSource:
        request = endpoints.sources.get_source(identifier, format="full_record", include_stats=False)
        return parse_source((await self._transport.call(request)).body)
