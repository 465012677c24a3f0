# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

ListSearchRequestsSearchType = Literal["conjunction", "data_product", "ephemeris"]

LIST_SEARCH_REQUESTS_SEARCH_TYPE_VALUES: set[ListSearchRequestsSearchType] = {
    "conjunction",
    "data_product",
    "ephemeris",
}


def check_list_search_requests_search_type(value: str) -> ListSearchRequestsSearchType:
    if value in LIST_SEARCH_REQUESTS_SEARCH_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_SEARCH_REQUESTS_SEARCH_TYPE_VALUES!r}")
