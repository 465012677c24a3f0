# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_format import DataSourceFormat


T = TypeVar("T", bound="DataProductFormat")


@_attrs_define
class DataProductFormat:
    """Which members of each data product to return: true for those wanted. False and left out are the same."""

    start: bool | Unset = UNSET
    end: bool | Unset = UNSET
    data_source: DataSourceFormat | Unset = UNSET
    """ Which members of a data source to return. """
    url: bool | Unset = UNSET
    data_product_type: bool | Unset = UNSET
    metadata: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start = self.start

        end = self.end

        data_source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_source, Unset):
            data_source = self.data_source.to_dict()

        url = self.url

        data_product_type = self.data_product_type

        metadata = self.metadata

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if data_source is not UNSET:
            field_dict["data_source"] = data_source
        if url is not UNSET:
            field_dict["url"] = url
        if data_product_type is not UNSET:
            field_dict["data_product_type"] = data_product_type
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_format import DataSourceFormat

        d = dict(src_dict)
        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        _data_source = d.pop("data_source", UNSET)
        data_source: DataSourceFormat | Unset
        if isinstance(_data_source, Unset):
            data_source = UNSET
        else:
            data_source = DataSourceFormat.from_dict(_data_source)

        url = d.pop("url", UNSET)

        data_product_type = d.pop("data_product_type", UNSET)

        metadata = d.pop("metadata", UNSET)

        data_product_format = cls(
            start=start,
            end=end,
            data_source=data_source,
            url=url,
            data_product_type=data_product_type,
            metadata=metadata,
        )

        data_product_format.additional_properties = d
        return data_product_format

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
