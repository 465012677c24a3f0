# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.search_request import SearchRequest
    from ..models.search_request_log import SearchRequestLog
    from ..models.search_result import SearchResult


T = TypeVar("T", bound="SearchQueryResponse")


@_attrs_define
class SearchQueryResponse:
    """The status of a search: what was asked, what has happened, what came out."""

    search_request: SearchRequest
    """ What was asked. """
    logs: list[SearchRequestLog]
    """ What has happened so far, oldest first """
    search_result: SearchResult
    """ What came out of a search. Every member is null while it runs. Success is a `data_uri` that is not null;
    after that the others are filled. How a failed search looks has not been seen: expect `error_condition` true,
    perhaps without a `data_uri`, and the reason in the last log entry. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        search_request = self.search_request.to_dict()

        logs = []
        for logs_item_data in self.logs:
            logs_item = logs_item_data.to_dict()
            logs.append(logs_item)

        search_result = self.search_result.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "search_request": search_request,
                "logs": logs,
                "search_result": search_result,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.search_request import SearchRequest
        from ..models.search_request_log import SearchRequestLog
        from ..models.search_result import SearchResult

        d = dict(src_dict)
        search_request = SearchRequest.from_dict(d.pop("search_request"))

        logs = []
        _logs = d.pop("logs")
        for logs_item_data in _logs:
            logs_item = SearchRequestLog.from_dict(logs_item_data)

            logs.append(logs_item)

        search_result = SearchResult.from_dict(d.pop("search_result"))

        search_query_response = cls(
            search_request=search_request,
            logs=logs,
            search_result=search_result,
        )

        search_query_response.additional_properties = d
        return search_query_response

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
