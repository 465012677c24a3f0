from aurorax_typed import (
    accounts as accounts,
    answers as answers,
    availability as availability,
    conjunctions as conjunctions,
    data_products as data_products,
    ephemeris as ephemeris,
    errors as errors,
    events as events,
    files as files,
    logs as logs,
    metadata as metadata,
    plots as plots,
    progress as progress,
    queries as queries,
    records as records,
    requests as requests,
    scans as scans,
    sources as sources,
    swarmaurora as swarmaurora,
    tracing as tracing,
    utilities as utilities,
)
from aurorax_typed._async.client import AsyncAnySearch as AsyncAnySearch, AsyncAuroraX as AsyncAuroraX
from aurorax_typed._async.conjunctions import AsyncConjunctionsSearch as AsyncConjunctionsSearch
from aurorax_typed._async.data_products import AsyncDataProductsSearch as AsyncDataProductsSearch
from aurorax_typed._async.ephemeris import AsyncEphemerisSearch as AsyncEphemerisSearch
from aurorax_typed._async.scan import AsyncScan as AsyncScan
from aurorax_typed._core.decoder import (
    DecoderLimits as DecoderLimits,
    EnvelopeError as EnvelopeError,
    aiter_batches as aiter_batches,
    aiter_records as aiter_records,
    iter_batches as iter_batches,
    iter_records as iter_records,
)
from aurorax_typed._core.documents import StatusDocument as StatusDocument
from aurorax_typed._core.search_state import SearchState as SearchState
from aurorax_typed._default import (
    default_client as default_client,
    load as load,
    set_default_client as set_default_client,
)
from aurorax_typed._sync.client import AnySearch as AnySearch, AuroraX as AuroraX
from aurorax_typed._sync.conjunctions import ConjunctionsSearch as ConjunctionsSearch
from aurorax_typed._sync.data_products import DataProductsSearch as DataProductsSearch
from aurorax_typed._sync.ephemeris import EphemerisSearch as EphemerisSearch
from aurorax_typed._sync.scan import Scan as Scan
from aurorax_typed._version import __version__ as __version__
from aurorax_typed.answers import (
    Account as Account,
    AvailabilityResult as AvailabilityResult,
    MetadataProblem as MetadataProblem,
    Response as Response,
    SearchListing as SearchListing,
)
from aurorax_typed.config import PollingPolicy as PollingPolicy, RetryPolicy as RetryPolicy, Secret as Secret
from aurorax_typed.errors import (
    APIError as APIError,
    AuroraXError as AuroraXError,
    AuthenticationError as AuthenticationError,
    BadRequestError as BadRequestError,
    ClientStateError as ClientStateError,
    ConfigurationError as ConfigurationError,
    ConflictError as ConflictError,
    FileDownloadError as FileDownloadError,
    MaintenanceError as MaintenanceError,
    MissingExtraError as MissingExtraError,
    NotFoundError as NotFoundError,
    NothingFoundWarning as NothingFoundWarning,
    PermissionDeniedError as PermissionDeniedError,
    ProtocolError as ProtocolError,
    QueryError as QueryError,
    RateLimitError as RateLimitError,
    ResultCountError as ResultCountError,
    ResultDecodeError as ResultDecodeError,
    ResultError as ResultError,
    ResultExpiredError as ResultExpiredError,
    ResultLimitError as ResultLimitError,
    ResultTruncatedError as ResultTruncatedError,
    SavedSearchError as SavedSearchError,
    ScanIncompleteError as ScanIncompleteError,
    ScanStateError as ScanStateError,
    SearchCancelledError as SearchCancelledError,
    SearchError as SearchError,
    SearchFailedError as SearchFailedError,
    SearchStateError as SearchStateError,
    SearchTimeoutError as SearchTimeoutError,
    ServerError as ServerError,
    TransportError as TransportError,
    UnknownNameWarning as UnknownNameWarning,
    UnsafeRedirectError as UnsafeRedirectError,
)
from aurorax_typed.files import FilesReport as FilesReport, ProductFile as ProductFile
from aurorax_typed.queries import (
    ConjunctionQuery as ConjunctionQuery,
    CustomLocationsCriteria as CustomLocationsCriteria,
    DataProductQuery as DataProductQuery,
    EphemerisQuery as EphemerisQuery,
    EventsCriteria as EventsCriteria,
    GroundCriteria as GroundCriteria,
    MetadataExpression as MetadataExpression,
    MetadataFilter as MetadataFilter,
    SpaceCriteria as SpaceCriteria,
)
from aurorax_typed.records import (
    Conjunction as Conjunction,
    ConjunctionEvent as ConjunctionEvent,
    DataProduct as DataProduct,
    DataSource as DataSource,
    DataSourceStatistics as DataSourceStatistics,
    Ephemeris as Ephemeris,
    JSONValue as JSONValue,
    Location as Location,
    LogEntry as LogEntry,
    MetadataSchemaItem as MetadataSchemaItem,
    Row as Row,
)
from aurorax_typed.scans.dataset import DatasetReport as DatasetReport
