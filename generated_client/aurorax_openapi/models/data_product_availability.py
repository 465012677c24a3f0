# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.data_product_availability_available_data_products import DataProductAvailabilityAvailableDataProducts
    from ..models.data_source import DataSource


T = TypeVar("T", bound="DataProductAvailability")


@_attrs_define
class DataProductAvailability:
    """How many data products of a source exist on each day."""

    data_source: DataSource
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    available_data_products: DataProductAvailabilityAvailableDataProducts
    """ Number of data products by day, all types together; the keys are days as YYYY-MM-DD, UTC """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_source = self.data_source.to_dict()

        available_data_products = self.available_data_products.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data_source": data_source,
                "available_data_products": available_data_products,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_product_availability_available_data_products import (
            DataProductAvailabilityAvailableDataProducts,
        )
        from ..models.data_source import DataSource

        d = dict(src_dict)
        data_source = DataSource.from_dict(d.pop("data_source"))

        available_data_products = DataProductAvailabilityAvailableDataProducts.from_dict(
            d.pop("available_data_products")
        )

        data_product_availability = cls(
            data_source=data_source,
            available_data_products=available_data_products,
        )

        data_product_availability.additional_properties = d
        return data_product_availability

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
