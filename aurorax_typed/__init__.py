"""A typed client for AuroraX, the search engine of auroral data: sync and async, streaming, retrying.

    from aurorax_typed import AuroraX

    with AuroraX() as ax:
        search = ax.data_products.search("2020-02-01", "2020-02-05T23:59:59", programs=["trex"])
        for product in search.stream():
            print(product.start, product.url)

Module-level calls such as `aurorax_typed.data_products.search(...)` use one default client.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorax_typed import (
        accounts,
        availability,
        conjunctions,
        data_products,
        ephemeris,
        metadata,
        plots,
        requests,
        sources,
        swarmaurora,
        utilities,
    )
    from aurorax_typed._async.client import AsyncAnySearch, AsyncAuroraX
    from aurorax_typed._async.conjunctions import AsyncConjunctionsSearch
    from aurorax_typed._async.data_products import AsyncDataProductsSearch
    from aurorax_typed._async.ephemeris import AsyncEphemerisSearch
    from aurorax_typed._async.scan import AsyncScan
    from aurorax_typed._core.decoder import (
        DecoderLimits,
        EnvelopeError,
        aiter_batches,
        aiter_records,
        iter_batches,
        iter_records,
    )
    from aurorax_typed._core.documents import (
        LogEntry,
        StatusDocument,
    )
    from aurorax_typed._core.search_state import SearchState
    from aurorax_typed._default import (
        default_client,
        load,
        set_default_client,
    )
    from aurorax_typed._sync.client import AnySearch, AuroraX
    from aurorax_typed._sync.conjunctions import ConjunctionsSearch
    from aurorax_typed._sync.data_products import DataProductsSearch
    from aurorax_typed._sync.ephemeris import EphemerisSearch
    from aurorax_typed._sync.scan import Scan
    from aurorax_typed._version import __version__
    from aurorax_typed.answers import (
        Account,
        AvailabilityResult,
        MetadataProblem,
        SearchListing,
    )
    from aurorax_typed.config import (
        PollingPolicy,
        RetryPolicy,
        Secret,
    )
    from aurorax_typed.errors import (
        APIError,
        AuroraXError,
        AuthenticationError,
        BadRequestError,
        ClientStateError,
        ConfigurationError,
        ConflictError,
        FileDownloadError,
        MaintenanceError,
        MissingExtraError,
        NotFoundError,
        PermissionDeniedError,
        ProtocolError,
        QueryError,
        RateLimitError,
        ResultCountError,
        ResultDecodeError,
        ResultError,
        ResultExpiredError,
        ResultLimitError,
        ResultTruncatedError,
        SavedSearchError,
        ScanIncompleteError,
        ScanStateError,
        SearchCancelledError,
        SearchError,
        SearchFailedError,
        SearchStateError,
        SearchTimeoutError,
        ServerError,
        TransportError,
        UnsafeRedirectError,
    )
    from aurorax_typed.files import (
        FilesReport,
        ProductFile,
    )
    from aurorax_typed.queries import (
        ConjunctionQuery,
        CustomLocationsCriteria,
        DataProductQuery,
        EphemerisQuery,
        EventsCriteria,
        GroundCriteria,
        MetadataExpression,
        MetadataFilter,
        SpaceCriteria,
    )
    from aurorax_typed.records import (
        Conjunction,
        ConjunctionEvent,
        DataProduct,
        DataSource,
        DataSourceStatistics,
        Ephemeris,
        JSONValue,
        Location,
        MetadataSchemaItem,
        Row,
    )
    from aurorax_typed.scans.dataset import DatasetReport
else:
    from aurorax_typed._lazy import lazy

    __getattr__ = lazy(
        __name__,
        """
        _async.client AsyncAnySearch AsyncAuroraX
        _async.conjunctions AsyncConjunctionsSearch
        _async.data_products AsyncDataProductsSearch
        _async.ephemeris AsyncEphemerisSearch
        _async.scan AsyncScan
        _core.decoder DecoderLimits EnvelopeError aiter_batches aiter_records iter_batches iter_records
        _core.documents LogEntry StatusDocument
        _core.search_state SearchState
        _default default_client load set_default_client
        _sync.client AnySearch AuroraX
        _sync.conjunctions ConjunctionsSearch
        _sync.data_products DataProductsSearch
        _sync.ephemeris EphemerisSearch
        _sync.scan Scan
        _version __version__
        accounts
        answers Account AvailabilityResult MetadataProblem SearchListing
        availability
        config PollingPolicy RetryPolicy Secret
        conjunctions
        data_products
        ephemeris
        errors APIError AuroraXError AuthenticationError BadRequestError ClientStateError ConfigurationError
        errors ConflictError FileDownloadError
        errors MaintenanceError MissingExtraError NotFoundError PermissionDeniedError ProtocolError QueryError
        errors RateLimitError ResultCountError ResultDecodeError ResultError ResultExpiredError ResultLimitError
        errors ScanIncompleteError ScanStateError
        errors ResultTruncatedError SearchCancelledError SearchError SearchFailedError SearchStateError
        errors SavedSearchError SearchTimeoutError ServerError TransportError UnsafeRedirectError
        files FilesReport ProductFile
        metadata
        queries ConjunctionQuery CustomLocationsCriteria DataProductQuery EphemerisQuery EventsCriteria GroundCriteria
        queries MetadataExpression MetadataFilter SpaceCriteria
        records Conjunction ConjunctionEvent DataProduct DataSource DataSourceStatistics Ephemeris JSONValue Location
        records MetadataSchemaItem Row
        plots
        requests
        scans.dataset DatasetReport
        sources
        swarmaurora
        utilities
        """,
    )

__all__ = [
    "APIError",
    "Account",
    "AnySearch",
    "AsyncAnySearch",
    "AsyncAuroraX",
    "AsyncConjunctionsSearch",
    "AsyncDataProductsSearch",
    "AsyncEphemerisSearch",
    "AsyncScan",
    "AuroraX",
    "AuroraXError",
    "AuthenticationError",
    "AvailabilityResult",
    "BadRequestError",
    "ClientStateError",
    "ConfigurationError",
    "ConflictError",
    "Conjunction",
    "ConjunctionEvent",
    "ConjunctionQuery",
    "ConjunctionsSearch",
    "CustomLocationsCriteria",
    "DataProduct",
    "DataProductQuery",
    "DataProductsSearch",
    "DataSource",
    "DataSourceStatistics",
    "DatasetReport",
    "DecoderLimits",
    "EnvelopeError",
    "Ephemeris",
    "EphemerisQuery",
    "EphemerisSearch",
    "EventsCriteria",
    "FileDownloadError",
    "FilesReport",
    "GroundCriteria",
    "JSONValue",
    "Location",
    "LogEntry",
    "MaintenanceError",
    "MetadataExpression",
    "MetadataFilter",
    "MetadataProblem",
    "MetadataSchemaItem",
    "MissingExtraError",
    "NotFoundError",
    "PermissionDeniedError",
    "PollingPolicy",
    "ProductFile",
    "ProtocolError",
    "QueryError",
    "RateLimitError",
    "ResultCountError",
    "ResultDecodeError",
    "ResultError",
    "ResultExpiredError",
    "ResultLimitError",
    "ResultTruncatedError",
    "RetryPolicy",
    "Row",
    "SavedSearchError",
    "Scan",
    "ScanIncompleteError",
    "ScanStateError",
    "SearchCancelledError",
    "SearchError",
    "SearchFailedError",
    "SearchListing",
    "SearchState",
    "SearchStateError",
    "SearchTimeoutError",
    "Secret",
    "ServerError",
    "SpaceCriteria",
    "StatusDocument",
    "TransportError",
    "UnsafeRedirectError",
    "__version__",
    "accounts",
    "aiter_batches",
    "aiter_records",
    "availability",
    "conjunctions",
    "data_products",
    "default_client",
    "ephemeris",
    "iter_batches",
    "iter_records",
    "load",
    "metadata",
    "plots",
    "requests",
    "set_default_client",
    "sources",
    "swarmaurora",
    "utilities",
]


def __dir__() -> list[str]:
    return list(__all__)
