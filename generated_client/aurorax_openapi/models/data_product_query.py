# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_sources_criteria_for_data_products import DataSourcesCriteriaForDataProducts


T = TypeVar("T", bound="DataProductQuery")


@_attrs_define
class DataProductQuery:
    """What to search data products for."""

    request_id: None | str | Unset = UNSET
    """ An id of your choice for the new request; the server makes one up if left out. Choosing it beforehand lets a
    client open a websocket for the request before it is made, as the AuroraX web site does """
    data_sources: DataSourcesCriteriaForDataProducts | Unset = UNSET
    """ Which sources to take data products of: a single one, or all of a program, and so on. The values of one list
    are joined by OR, the lists by AND. """
    start: str | Unset = UNSET
    """ Only products that start at this time or later, UTC. Long ranges take long """
    end: str | Unset = UNSET
    """ Only products that end at this time or earlier, UTC. Long ranges take long """
    data_product_type_filters: list[str] | Unset = UNSET
    """ Types to choose from; empty means any """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        data_sources: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_sources, Unset):
            data_sources = self.data_sources.to_dict()

        start = self.start

        end = self.end

        data_product_type_filters: list[str] | Unset = UNSET
        if not isinstance(self.data_product_type_filters, Unset):
            data_product_type_filters = self.data_product_type_filters

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if data_sources is not UNSET:
            field_dict["data_sources"] = data_sources
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if data_product_type_filters is not UNSET:
            field_dict["data_product_type_filters"] = data_product_type_filters

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_sources_criteria_for_data_products import DataSourcesCriteriaForDataProducts

        d = dict(src_dict)

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        _data_sources = d.pop("data_sources", UNSET)
        data_sources: DataSourcesCriteriaForDataProducts | Unset
        if isinstance(_data_sources, Unset):
            data_sources = UNSET
        else:
            data_sources = DataSourcesCriteriaForDataProducts.from_dict(_data_sources)

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        data_product_type_filters = cast(list[str], d.pop("data_product_type_filters", UNSET))

        data_product_query = cls(
            request_id=request_id,
            data_sources=data_sources,
            start=start,
            end=end,
            data_product_type_filters=data_product_type_filters,
        )

        data_product_query.additional_properties = d
        return data_product_query

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
