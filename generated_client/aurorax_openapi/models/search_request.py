# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.query_echo import QueryEcho


T = TypeVar("T", bound="SearchRequest")


@_attrs_define
class SearchRequest:
    """What was asked."""

    request_id: str
    """ The id of the request """
    requested: str
    """ When the search was asked for, UTC """
    request_type: str
    """ Which kind of search it is """
    query: QueryEcho
    """ A query as the server understood it. It has the members of the query that was sent (`DataProductQuery`,
    `EphemerisQuery` or `SuperConjunctionQuery`); members that were left out come back as null, as an empty list or
    with their default. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = self.request_id

        requested = self.requested

        request_type = self.request_type

        query = self.query.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request_id": request_id,
                "requested": requested,
                "request_type": request_type,
                "query": query,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.query_echo import QueryEcho

        d = dict(src_dict)
        request_id = d.pop("request_id")

        requested = d.pop("requested")

        request_type = d.pop("request_type")

        query = QueryEcho.from_dict(d.pop("query"))

        search_request = cls(
            request_id=request_id,
            requested=requested,
            request_type=request_type,
            query=query,
        )

        search_request.additional_properties = d
        return search_request

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
