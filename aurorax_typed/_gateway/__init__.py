"""Requests in the words of the API's description: the only package that knows `aurorax_openapi`.

The generated client supplies addresses, parameters and bodies, so that a change of the description shows here, as an
error of the type checker or of a test. It does not send: its way of sending reads a reply whole, knows no retries and
fails on what a newer server may say. Replies are read by `_core` from their bytes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorax_typed._gateway.accounts import (
        all_accounts,
        all_searches,
        close_session,
        combinations,
        convert_to_utc,
        new_account,
        open_session,
        remove_search,
        time_zones,
    )
    from aurorax_typed._gateway.origin import (
        DESCRIPTION_SHA256,
        GENERATOR,
    )
    from aurorax_typed._gateway.records import (
        data_product_availability,
        delete_data_products_by_url,
        delete_ephemeris_range,
        ephemeris_availability,
        ephemeris_delete_job,
        ephemeris_delete_jobs,
        upload_data_product_records,
        upload_ephemeris_records,
    )
    from aurorax_typed._gateway.searches import (
        Family,
        cancel,
        data,
        delete_data,
        describe,
        select,
        status,
        submit,
    )
    from aurorax_typed._gateway.sources import (
        add_source,
        get_source,
        list_sources,
        remove_source,
        replace_source,
        search_sources,
        update_source,
    )
else:
    from aurorax_typed._lazy import lazy

    __getattr__ = lazy(
        __name__,
        """
        accounts all_accounts all_searches close_session combinations convert_to_utc new_account open_session
        accounts remove_search time_zones
        origin DESCRIPTION_SHA256 GENERATOR
        records data_product_availability delete_data_products_by_url delete_ephemeris_range ephemeris_availability
        records ephemeris_delete_job ephemeris_delete_jobs upload_data_product_records upload_ephemeris_records
        searches Family cancel data delete_data describe select status submit
        sources add_source get_source list_sources remove_source replace_source search_sources update_source
        """,
    )

__all__ = [
    "DESCRIPTION_SHA256",
    "GENERATOR",
    "Family",
    "add_source",
    "all_accounts",
    "all_searches",
    "cancel",
    "close_session",
    "combinations",
    "convert_to_utc",
    "data",
    "data_product_availability",
    "delete_data",
    "delete_data_products_by_url",
    "delete_ephemeris_range",
    "describe",
    "ephemeris_availability",
    "ephemeris_delete_job",
    "ephemeris_delete_jobs",
    "get_source",
    "list_sources",
    "new_account",
    "open_session",
    "remove_search",
    "remove_source",
    "replace_source",
    "search_sources",
    "select",
    "status",
    "submit",
    "time_zones",
    "update_source",
    "upload_data_product_records",
    "upload_ephemeris_records",
]


def __dir__() -> list[str]:
    return list(__all__)
