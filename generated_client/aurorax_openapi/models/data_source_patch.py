# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.source_type import SourceType, check_source_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.json_node import JsonNode
    from ..models.metadata_schema import MetadataSchema


T = TypeVar("T", bound="DataSourcePatch")


@_attrs_define
class DataSourcePatch:
    """The members of a data source to change. A member that is null or left out stays as it is; an empty object or list
    replaces.

    """

    identifier: int | None | Unset = UNSET
    """ The number of the source """
    program: None | str | Unset = UNSET
    """ The program, e.g. `themis-asi` """
    platform: None | str | Unset = UNSET
    """ The platform: a spacecraft or a site, e.g. `gillam` """
    instrument_type: None | str | Unset = UNSET
    """ The type of instrument, e.g. `panchromatic ASI` """
    source_type: None | SourceType | Unset = UNSET
    """ Where the source is """
    display_name: None | str | Unset = UNSET
    """ The name for people """
    owner: None | str | Unset = UNSET
    """ The e-mail address of the owner; the account that makes the call if left out """
    maintainers: list[str] | None | Unset = UNSET
    """ The e-mail addresses of those who may change its records """
    ephemeris_metadata_schema: list[MetadataSchema] | None | Unset = UNSET
    """ The metadata fields of its ephemeris records """
    data_product_metadata_schema: list[MetadataSchema] | None | Unset = UNSET
    """ The metadata fields of its data products """
    metadata: JsonNode | None | Unset = UNSET
    """ Anything worth keeping with the source """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.json_node import JsonNode

        identifier: int | None | Unset
        if isinstance(self.identifier, Unset):
            identifier = UNSET
        else:
            identifier = self.identifier

        program: None | str | Unset
        if isinstance(self.program, Unset):
            program = UNSET
        else:
            program = self.program

        platform: None | str | Unset
        if isinstance(self.platform, Unset):
            platform = UNSET
        else:
            platform = self.platform

        instrument_type: None | str | Unset
        if isinstance(self.instrument_type, Unset):
            instrument_type = UNSET
        else:
            instrument_type = self.instrument_type

        source_type: None | str | Unset
        if isinstance(self.source_type, Unset):
            source_type = UNSET
        elif isinstance(self.source_type, str):
            source_type = self.source_type
        else:
            source_type = self.source_type

        display_name: None | str | Unset
        if isinstance(self.display_name, Unset):
            display_name = UNSET
        else:
            display_name = self.display_name

        owner: None | str | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        else:
            owner = self.owner

        maintainers: list[str] | None | Unset
        if isinstance(self.maintainers, Unset):
            maintainers = UNSET
        elif isinstance(self.maintainers, list):
            maintainers = self.maintainers

        else:
            maintainers = self.maintainers

        ephemeris_metadata_schema: list[dict[str, Any]] | None | Unset
        if isinstance(self.ephemeris_metadata_schema, Unset):
            ephemeris_metadata_schema = UNSET
        elif isinstance(self.ephemeris_metadata_schema, list):
            ephemeris_metadata_schema = []
            for ephemeris_metadata_schema_type_0_item_data in self.ephemeris_metadata_schema:
                ephemeris_metadata_schema_type_0_item = ephemeris_metadata_schema_type_0_item_data.to_dict()
                ephemeris_metadata_schema.append(ephemeris_metadata_schema_type_0_item)

        else:
            ephemeris_metadata_schema = self.ephemeris_metadata_schema

        data_product_metadata_schema: list[dict[str, Any]] | None | Unset
        if isinstance(self.data_product_metadata_schema, Unset):
            data_product_metadata_schema = UNSET
        elif isinstance(self.data_product_metadata_schema, list):
            data_product_metadata_schema = []
            for data_product_metadata_schema_type_0_item_data in self.data_product_metadata_schema:
                data_product_metadata_schema_type_0_item = data_product_metadata_schema_type_0_item_data.to_dict()
                data_product_metadata_schema.append(data_product_metadata_schema_type_0_item)

        else:
            data_product_metadata_schema = self.data_product_metadata_schema

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, JsonNode):
            metadata = self.metadata.to_dict()
        else:
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
        if owner is not UNSET:
            field_dict["owner"] = owner
        if maintainers is not UNSET:
            field_dict["maintainers"] = maintainers
        if ephemeris_metadata_schema is not UNSET:
            field_dict["ephemeris_metadata_schema"] = ephemeris_metadata_schema
        if data_product_metadata_schema is not UNSET:
            field_dict["data_product_metadata_schema"] = data_product_metadata_schema
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.json_node import JsonNode
        from ..models.metadata_schema import MetadataSchema

        d = dict(src_dict)

        def _parse_identifier(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        identifier = _parse_identifier(d.pop("identifier", UNSET))

        def _parse_program(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        program = _parse_program(d.pop("program", UNSET))

        def _parse_platform(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        platform = _parse_platform(d.pop("platform", UNSET))

        def _parse_instrument_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        instrument_type = _parse_instrument_type(d.pop("instrument_type", UNSET))

        def _parse_source_type(data: object) -> None | SourceType | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_type_type_0 = check_source_type(data)

                return source_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SourceType | Unset, data)

        source_type = _parse_source_type(d.pop("source_type", UNSET))

        def _parse_display_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        display_name = _parse_display_name(d.pop("display_name", UNSET))

        def _parse_owner(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        owner = _parse_owner(d.pop("owner", UNSET))

        def _parse_maintainers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                maintainers_type_0 = cast(list[str], data)

                return maintainers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        maintainers = _parse_maintainers(d.pop("maintainers", UNSET))

        def _parse_ephemeris_metadata_schema(data: object) -> list[MetadataSchema] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                ephemeris_metadata_schema_type_0 = []
                _ephemeris_metadata_schema_type_0 = data
                for ephemeris_metadata_schema_type_0_item_data in _ephemeris_metadata_schema_type_0:
                    ephemeris_metadata_schema_type_0_item = MetadataSchema.from_dict(
                        ephemeris_metadata_schema_type_0_item_data
                    )

                    ephemeris_metadata_schema_type_0.append(ephemeris_metadata_schema_type_0_item)

                return ephemeris_metadata_schema_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[MetadataSchema] | None | Unset, data)

        ephemeris_metadata_schema = _parse_ephemeris_metadata_schema(d.pop("ephemeris_metadata_schema", UNSET))

        def _parse_data_product_metadata_schema(data: object) -> list[MetadataSchema] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                data_product_metadata_schema_type_0 = []
                _data_product_metadata_schema_type_0 = data
                for data_product_metadata_schema_type_0_item_data in _data_product_metadata_schema_type_0:
                    data_product_metadata_schema_type_0_item = MetadataSchema.from_dict(
                        data_product_metadata_schema_type_0_item_data
                    )

                    data_product_metadata_schema_type_0.append(data_product_metadata_schema_type_0_item)

                return data_product_metadata_schema_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[MetadataSchema] | None | Unset, data)

        data_product_metadata_schema = _parse_data_product_metadata_schema(d.pop("data_product_metadata_schema", UNSET))

        def _parse_metadata(data: object) -> JsonNode | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = JsonNode.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JsonNode | None | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        data_source_patch = cls(
            identifier=identifier,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            display_name=display_name,
            owner=owner,
            maintainers=maintainers,
            ephemeris_metadata_schema=ephemeris_metadata_schema,
            data_product_metadata_schema=data_product_metadata_schema,
            metadata=metadata,
        )

        data_source_patch.additional_properties = d
        return data_source_patch

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
