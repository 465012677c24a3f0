# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.json_node import JsonNode


T = TypeVar("T", bound="LoadDataProductSpecification")


@_attrs_define
class LoadDataProductSpecification:
    """A data product to add. Its source and its URL are its key: adding it again replaces it."""

    program: str
    """ The program, e.g. `swarm`, `themis-asi` or `trex` """
    platform: str
    """ The platform: a spacecraft or a site, e.g. `swarma` """
    instrument_type: str
    """ The type of instrument, e.g. `footprint` """
    start: str
    """ The first moment it covers, UTC """
    end: str
    """ The last moment it covers, UTC """
    url: str
    """ Where it can be downloaded """
    data_product_type: str
    """ What it is """
    metadata: JsonNode | Unset = UNSET
    """ Any JSON object. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        program = self.program

        platform = self.platform

        instrument_type = self.instrument_type

        start = self.start

        end = self.end

        url = self.url

        data_product_type = self.data_product_type

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "program": program,
                "platform": platform,
                "instrument_type": instrument_type,
                "start": start,
                "end": end,
                "url": url,
                "data_product_type": data_product_type,
            }
        )
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.json_node import JsonNode

        d = dict(src_dict)
        program = d.pop("program")

        platform = d.pop("platform")

        instrument_type = d.pop("instrument_type")

        start = d.pop("start")

        end = d.pop("end")

        url = d.pop("url")

        data_product_type = d.pop("data_product_type")

        _metadata = d.pop("metadata", UNSET)
        metadata: JsonNode | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = JsonNode.from_dict(_metadata)

        load_data_product_specification = cls(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            start=start,
            end=end,
            url=url,
            data_product_type=data_product_type,
            metadata=metadata,
        )

        load_data_product_specification.additional_properties = d
        return load_data_product_specification

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
