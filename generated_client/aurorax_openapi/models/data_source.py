# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_stats import DataSourceStats
    from ..models.json_node import JsonNode
    from ..models.metadata_schema import MetadataSchema


T = TypeVar("T", bound="DataSource")


@_attrs_define
class DataSource:
    """What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members are there
    depends on the format asked for; `identifier` always is.

    """

    identifier: int
    """ The number of the source. Numbers below 0 are sources of the server's own, such as places of a conjunction
    query; clients usually hide them """
    program: str | Unset = UNSET
    """ The program, e.g. `swarm`, `themis-asi` or `trex` """
    platform: str | Unset = UNSET
    """ The platform: a spacecraft or a site, e.g. `swarma` """
    instrument_type: str | Unset = UNSET
    """ The type of instrument, e.g. `footprint` """
    source_type: str | Unset = UNSET
    """ Where the source is: `ground` on the ground, `leo` in a low Earth orbit, `heo` in a highly elliptical orbit,
    `lunar` at the Moon, `event_list` for a list of events, `not_applicable` for the rest """
    display_name: str | Unset = UNSET
    """ The name for people """
    ephemeris_metadata_schema: list[MetadataSchema] | Unset = UNSET
    """ The metadata fields of its ephemeris records """
    data_product_metadata_schema: list[MetadataSchema] | Unset = UNSET
    """ The metadata fields of its data products """
    owner: str | Unset = UNSET
    """ The e-mail address of the owner; the account that makes the call if left out """
    maintainers: list[str] | Unset = UNSET
    """ The e-mail addresses of those who may change its records """
    stats: DataSourceStats | Unset = UNSET
    """ How many records a source has, and from when to when. """
    metadata: JsonNode | Unset = UNSET
    """ Any JSON object. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        identifier = self.identifier

        program = self.program

        platform = self.platform

        instrument_type = self.instrument_type

        source_type = self.source_type

        display_name = self.display_name

        ephemeris_metadata_schema: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.ephemeris_metadata_schema, Unset):
            ephemeris_metadata_schema = []
            for ephemeris_metadata_schema_item_data in self.ephemeris_metadata_schema:
                ephemeris_metadata_schema_item = ephemeris_metadata_schema_item_data.to_dict()
                ephemeris_metadata_schema.append(ephemeris_metadata_schema_item)

        data_product_metadata_schema: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.data_product_metadata_schema, Unset):
            data_product_metadata_schema = []
            for data_product_metadata_schema_item_data in self.data_product_metadata_schema:
                data_product_metadata_schema_item = data_product_metadata_schema_item_data.to_dict()
                data_product_metadata_schema.append(data_product_metadata_schema_item)

        owner = self.owner

        maintainers: list[str] | Unset = UNSET
        if not isinstance(self.maintainers, Unset):
            maintainers = self.maintainers

        stats: dict[str, Any] | Unset = UNSET
        if not isinstance(self.stats, Unset):
            stats = self.stats.to_dict()

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "identifier": identifier,
            }
        )
        if program is not UNSET:
            field_dict["program"] = program
        if platform is not UNSET:
            field_dict["platform"] = platform
        if instrument_type is not UNSET:
            field_dict["instrument_type"] = instrument_type
        if source_type is not UNSET:
            field_dict["source_type"] = source_type
        if display_name is not UNSET:
            field_dict["display_name"] = display_name
        if ephemeris_metadata_schema is not UNSET:
            field_dict["ephemeris_metadata_schema"] = ephemeris_metadata_schema
        if data_product_metadata_schema is not UNSET:
            field_dict["data_product_metadata_schema"] = data_product_metadata_schema
        if owner is not UNSET:
            field_dict["owner"] = owner
        if maintainers is not UNSET:
            field_dict["maintainers"] = maintainers
        if stats is not UNSET:
            field_dict["stats"] = stats
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_stats import DataSourceStats
        from ..models.json_node import JsonNode
        from ..models.metadata_schema import MetadataSchema

        d = dict(src_dict)
        identifier = d.pop("identifier")

        program = d.pop("program", UNSET)

        platform = d.pop("platform", UNSET)

        instrument_type = d.pop("instrument_type", UNSET)

        source_type = d.pop("source_type", UNSET)

        display_name = d.pop("display_name", UNSET)

        _ephemeris_metadata_schema = d.pop("ephemeris_metadata_schema", UNSET)
        ephemeris_metadata_schema: list[MetadataSchema] | Unset = UNSET
        if _ephemeris_metadata_schema is not UNSET:
            ephemeris_metadata_schema = []
            for ephemeris_metadata_schema_item_data in _ephemeris_metadata_schema:
                ephemeris_metadata_schema_item = MetadataSchema.from_dict(ephemeris_metadata_schema_item_data)

                ephemeris_metadata_schema.append(ephemeris_metadata_schema_item)

        _data_product_metadata_schema = d.pop("data_product_metadata_schema", UNSET)
        data_product_metadata_schema: list[MetadataSchema] | Unset = UNSET
        if _data_product_metadata_schema is not UNSET:
            data_product_metadata_schema = []
            for data_product_metadata_schema_item_data in _data_product_metadata_schema:
                data_product_metadata_schema_item = MetadataSchema.from_dict(data_product_metadata_schema_item_data)

                data_product_metadata_schema.append(data_product_metadata_schema_item)

        owner = d.pop("owner", UNSET)

        maintainers = cast(list[str], d.pop("maintainers", UNSET))

        _stats = d.pop("stats", UNSET)
        stats: DataSourceStats | Unset
        if isinstance(_stats, Unset):
            stats = UNSET
        else:
            stats = DataSourceStats.from_dict(_stats)

        _metadata = d.pop("metadata", UNSET)
        metadata: JsonNode | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = JsonNode.from_dict(_metadata)

        data_source = cls(
            identifier=identifier,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            display_name=display_name,
            ephemeris_metadata_schema=ephemeris_metadata_schema,
            data_product_metadata_schema=data_product_metadata_schema,
            owner=owner,
            maintainers=maintainers,
            stats=stats,
            metadata=metadata,
        )

        data_source.additional_properties = d
        return data_source

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
