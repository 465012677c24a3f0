# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metadata_schema_format import MetadataSchemaFormat


T = TypeVar("T", bound="DataSourceFormat")


@_attrs_define
class DataSourceFormat:
    """Which members of a data source to return."""

    identifier: bool | Unset = UNSET
    program: bool | Unset = UNSET
    platform: bool | Unset = UNSET
    instrument_type: bool | Unset = UNSET
    source_type: bool | Unset = UNSET
    display_name: bool | Unset = UNSET
    ephemeris_metadata_schema: MetadataSchemaFormat | Unset = UNSET
    """ Which members of a metadata field's description to return. """
    data_product_metadata_schema: MetadataSchemaFormat | Unset = UNSET
    """ Which members of a metadata field's description to return. """
    owner: bool | Unset = UNSET
    maintainers: bool | Unset = UNSET
    metadata: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        identifier = self.identifier

        program = self.program

        platform = self.platform

        instrument_type = self.instrument_type

        source_type = self.source_type

        display_name = self.display_name

        ephemeris_metadata_schema: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ephemeris_metadata_schema, Unset):
            ephemeris_metadata_schema = self.ephemeris_metadata_schema.to_dict()

        data_product_metadata_schema: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_product_metadata_schema, Unset):
            data_product_metadata_schema = self.data_product_metadata_schema.to_dict()

        owner = self.owner

        maintainers = self.maintainers

        metadata = self.metadata

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if identifier is not UNSET:
            field_dict["identifier"] = identifier
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
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metadata_schema_format import MetadataSchemaFormat

        d = dict(src_dict)
        identifier = d.pop("identifier", UNSET)

        program = d.pop("program", UNSET)

        platform = d.pop("platform", UNSET)

        instrument_type = d.pop("instrument_type", UNSET)

        source_type = d.pop("source_type", UNSET)

        display_name = d.pop("display_name", UNSET)

        _ephemeris_metadata_schema = d.pop("ephemeris_metadata_schema", UNSET)
        ephemeris_metadata_schema: MetadataSchemaFormat | Unset
        if isinstance(_ephemeris_metadata_schema, Unset):
            ephemeris_metadata_schema = UNSET
        else:
            ephemeris_metadata_schema = MetadataSchemaFormat.from_dict(_ephemeris_metadata_schema)

        _data_product_metadata_schema = d.pop("data_product_metadata_schema", UNSET)
        data_product_metadata_schema: MetadataSchemaFormat | Unset
        if isinstance(_data_product_metadata_schema, Unset):
            data_product_metadata_schema = UNSET
        else:
            data_product_metadata_schema = MetadataSchemaFormat.from_dict(_data_product_metadata_schema)

        owner = d.pop("owner", UNSET)

        maintainers = d.pop("maintainers", UNSET)

        metadata = d.pop("metadata", UNSET)

        data_source_format = cls(
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
            metadata=metadata,
        )

        data_source_format.additional_properties = d
        return data_source_format

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
