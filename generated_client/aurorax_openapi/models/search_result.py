# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SearchResult")


@_attrs_define
class SearchResult:
    """What came out of a search. Every member is null while it runs. Success is a `data_uri` that is not null; after that
    the others are filled. How a failed search looks has not been seen: expect `error_condition` true, perhaps without a
    `data_uri`, and the reason in the last log entry.

    """

    data_uri: None | str | Unset = UNSET
    """ Where the result is, as a path on the same host. Its presence is the sign of success """
    result_count: int | None | Unset = UNSET
    """ Number of records found """
    result_file_deleted_timestamp: None | str | Unset = UNSET
    """ When the result was removed, UTC """
    file_size: int | None | Unset = UNSET
    """ Size in bytes of the result as the server stores it, with every member of every source; the download is
    smaller """
    completed_timestamp: None | str | Unset = UNSET
    """ When the search ended, UTC """
    query_duration: int | None | Unset = UNSET
    """ How long the whole search took, in milliseconds """
    error_condition: bool | None | Unset = UNSET
    """ True where the search failed; the last log entry says why """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_uri: None | str | Unset
        if isinstance(self.data_uri, Unset):
            data_uri = UNSET
        else:
            data_uri = self.data_uri

        result_count: int | None | Unset
        if isinstance(self.result_count, Unset):
            result_count = UNSET
        else:
            result_count = self.result_count

        result_file_deleted_timestamp: None | str | Unset
        if isinstance(self.result_file_deleted_timestamp, Unset):
            result_file_deleted_timestamp = UNSET
        else:
            result_file_deleted_timestamp = self.result_file_deleted_timestamp

        file_size: int | None | Unset
        if isinstance(self.file_size, Unset):
            file_size = UNSET
        else:
            file_size = self.file_size

        completed_timestamp: None | str | Unset
        if isinstance(self.completed_timestamp, Unset):
            completed_timestamp = UNSET
        else:
            completed_timestamp = self.completed_timestamp

        query_duration: int | None | Unset
        if isinstance(self.query_duration, Unset):
            query_duration = UNSET
        else:
            query_duration = self.query_duration

        error_condition: bool | None | Unset
        if isinstance(self.error_condition, Unset):
            error_condition = UNSET
        else:
            error_condition = self.error_condition

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data_uri is not UNSET:
            field_dict["data_uri"] = data_uri
        if result_count is not UNSET:
            field_dict["result_count"] = result_count
        if result_file_deleted_timestamp is not UNSET:
            field_dict["result_file_deleted_timestamp"] = result_file_deleted_timestamp
        if file_size is not UNSET:
            field_dict["file_size"] = file_size
        if completed_timestamp is not UNSET:
            field_dict["completed_timestamp"] = completed_timestamp
        if query_duration is not UNSET:
            field_dict["query_duration"] = query_duration
        if error_condition is not UNSET:
            field_dict["error_condition"] = error_condition

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_data_uri(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        data_uri = _parse_data_uri(d.pop("data_uri", UNSET))

        def _parse_result_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        result_count = _parse_result_count(d.pop("result_count", UNSET))

        def _parse_result_file_deleted_timestamp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        result_file_deleted_timestamp = _parse_result_file_deleted_timestamp(
            d.pop("result_file_deleted_timestamp", UNSET)
        )

        def _parse_file_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        file_size = _parse_file_size(d.pop("file_size", UNSET))

        def _parse_completed_timestamp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        completed_timestamp = _parse_completed_timestamp(d.pop("completed_timestamp", UNSET))

        def _parse_query_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        query_duration = _parse_query_duration(d.pop("query_duration", UNSET))

        def _parse_error_condition(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        error_condition = _parse_error_condition(d.pop("error_condition", UNSET))

        search_result = cls(
            data_uri=data_uri,
            result_count=result_count,
            result_file_deleted_timestamp=result_file_deleted_timestamp,
            file_size=file_size,
            completed_timestamp=completed_timestamp,
            query_duration=query_duration,
            error_condition=error_condition,
        )

        search_result.additional_properties = d
        return search_result

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
