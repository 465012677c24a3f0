# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.data_source import DataSource
    from ..models.json_node import JsonNode


T = TypeVar("T", bound="DataProduct")


@_attrs_define
class DataProduct:
    """A picture, movie or plot made from the data of a source."""

    start: str
    """ The first moment it covers, UTC """
    end: str
    """ The last moment it covers, UTC """
    data_source: DataSource
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    url: str
    """ Where it can be downloaded """
    data_product_type: str
    """ What it is """
    metadata: JsonNode
    """ Any JSON object. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start = self.start

        end = self.end

        data_source = self.data_source.to_dict()

        url = self.url

        data_product_type = self.data_product_type

        metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "start": start,
                "end": end,
                "data_source": data_source,
                "url": url,
                "data_product_type": data_product_type,
                "metadata": metadata,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source import DataSource
        from ..models.json_node import JsonNode

        d = dict(src_dict)
        start = d.pop("start")

        end = d.pop("end")

        data_source = DataSource.from_dict(d.pop("data_source"))

        url = d.pop("url")

        data_product_type = d.pop("data_product_type")

        metadata = JsonNode.from_dict(d.pop("metadata"))

        data_product = cls(
            start=start,
            end=end,
            data_source=data_source,
            url=url,
            data_product_type=data_product_type,
            metadata=metadata,
        )

        data_product.additional_properties = d
        return data_product

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
