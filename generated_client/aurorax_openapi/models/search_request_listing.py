# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SearchRequestListing")


@_attrs_define
class SearchRequestListing:
    """One search request, in a list."""

    search_type: str | Unset = UNSET
    """ Which kind of search it is """
    ip_address: str | Unset = UNSET
    """ Where it came from """
    request_id: str | Unset = UNSET
    """ The id of the request """
    requested: str | Unset = UNSET
    """ When it was asked for, UTC """
    active: bool | Unset = UNSET
    """ True while it runs """
    query_duration: int | None | Unset = UNSET
    """ How long it has run or did run, in milliseconds """
    result_file_exists: bool | Unset = UNSET
    """ True while its result can be downloaded """
    file_size: int | None | Unset = UNSET
    """ Size of the result in bytes, also of one that has been removed """
    result_count: int | None | Unset = UNSET
    """ Number of records found """
    error_condition: bool | None | Unset = UNSET
    """ True where it failed """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        search_type = self.search_type

        ip_address = self.ip_address

        request_id = self.request_id

        requested = self.requested

        active = self.active

        query_duration: int | None | Unset
        if isinstance(self.query_duration, Unset):
            query_duration = UNSET
        else:
            query_duration = self.query_duration

        result_file_exists = self.result_file_exists

        file_size: int | None | Unset
        if isinstance(self.file_size, Unset):
            file_size = UNSET
        else:
            file_size = self.file_size

        result_count: int | None | Unset
        if isinstance(self.result_count, Unset):
            result_count = UNSET
        else:
            result_count = self.result_count

        error_condition: bool | None | Unset
        if isinstance(self.error_condition, Unset):
            error_condition = UNSET
        else:
            error_condition = self.error_condition

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if search_type is not UNSET:
            field_dict["search_type"] = search_type
        if ip_address is not UNSET:
            field_dict["ip_address"] = ip_address
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if requested is not UNSET:
            field_dict["requested"] = requested
        if active is not UNSET:
            field_dict["active"] = active
        if query_duration is not UNSET:
            field_dict["query_duration"] = query_duration
        if result_file_exists is not UNSET:
            field_dict["result_file_exists"] = result_file_exists
        if file_size is not UNSET:
            field_dict["file_size"] = file_size
        if result_count is not UNSET:
            field_dict["result_count"] = result_count
        if error_condition is not UNSET:
            field_dict["error_condition"] = error_condition

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        search_type = d.pop("search_type", UNSET)

        ip_address = d.pop("ip_address", UNSET)

        request_id = d.pop("request_id", UNSET)

        requested = d.pop("requested", UNSET)

        active = d.pop("active", UNSET)

        def _parse_query_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        query_duration = _parse_query_duration(d.pop("query_duration", UNSET))

        result_file_exists = d.pop("result_file_exists", UNSET)

        def _parse_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        file_size = _parse_file_size(d.pop("file_size", UNSET))

        def _parse_result_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        result_count = _parse_result_count(d.pop("result_count", UNSET))

        def _parse_error_condition(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        error_condition = _parse_error_condition(d.pop("error_condition", UNSET))

        search_request_listing = cls(
            search_type=search_type,
            ip_address=ip_address,
            request_id=request_id,
            requested=requested,
            active=active,
            query_duration=query_duration,
            result_file_exists=result_file_exists,
            file_size=file_size,
            result_count=result_count,
            error_condition=error_condition,
        )

        search_request_listing.additional_properties = d
        return search_request_listing

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
