# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
"""One class for each schema, one Literal for each list of values"""

# Differs from the stock template: a class is imported when it is asked for. Making all of them takes a third of the time that
# importing httpx takes, and a program that searches data products needs a tenth of them.

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .authentication_request import AuthenticationRequest
    from .conjunction_event import ConjunctionEvent
    from .conjunction_event_format import ConjunctionEventFormat
    from .conjunction_result import ConjunctionResult
    from .data_product import DataProduct
    from .data_product_availability import DataProductAvailability
    from .data_product_availability_available_data_products import DataProductAvailabilityAvailableDataProducts
    from .data_product_format import DataProductFormat
    from .data_product_query import DataProductQuery
    from .data_product_query_with_response_format import DataProductQueryWithResponseFormat
    from .data_product_result import DataProductResult
    from .data_source import DataSource
    from .data_source_criteria_for_ephemeris import DataSourceCriteriaForEphemeris
    from .data_source_criteria_for_ephemeris_format import DataSourceCriteriaForEphemerisFormat
    from .data_source_format import DataSourceFormat
    from .data_source_patch import DataSourcePatch
    from .data_source_query import DataSourceQuery
    from .data_source_stats import DataSourceStats
    from .data_sources_criteria_for_data_products import DataSourcesCriteriaForDataProducts
    from .delete_data_product_specification import DeleteDataProductSpecification
    from .delete_ephemeris_specification import DeleteEphemerisSpecification
    from .ephemeris import Ephemeris
    from .ephemeris_availability import EphemerisAvailability
    from .ephemeris_availability_available_ephemeris import EphemerisAvailabilityAvailableEphemeris
    from .ephemeris_criteria_adhoc_lat_lon import EphemerisCriteriaAdhocLatLon
    from .ephemeris_criteria_event import EphemerisCriteriaEvent
    from .ephemeris_criteria_ground import EphemerisCriteriaGround
    from .ephemeris_criteria_space import EphemerisCriteriaSpace
    from .ephemeris_criteria_space_hemisphere_item import EphemerisCriteriaSpaceHemisphereItem
    from .ephemeris_format import EphemerisFormat
    from .ephemeris_query import EphemerisQuery
    from .ephemeris_query_format import EphemerisQueryFormat
    from .ephemeris_query_with_response_format import EphemerisQueryWithResponseFormat
    from .ephemeris_result import EphemerisResult
    from .error_document import ErrorDocument
    from .error_envelope import ErrorEnvelope
    from .json_node import JsonNode
    from .list_accounts_role import ListAccountsRole
    from .list_search_requests_search_type import ListSearchRequestsSearchType
    from .load_data_product_specification import LoadDataProductSpecification
    from .load_ephemeris_specification import LoadEphemerisSpecification
    from .location import Location
    from .location_format import LocationFormat
    from .metadata_expression import MetadataExpression
    from .metadata_expression_format import MetadataExpressionFormat
    from .metadata_expression_group import MetadataExpressionGroup
    from .metadata_expression_group_format import MetadataExpressionGroupFormat
    from .metadata_expression_group_logical_operator import MetadataExpressionGroupLogicalOperator
    from .metadata_expression_operator import MetadataExpressionOperator
    from .metadata_schema import MetadataSchema
    from .metadata_schema_format import MetadataSchemaFormat
    from .new_account_request import NewAccountRequest
    from .new_data_source import NewDataSource
    from .partial_record import PartialRecord
    from .partial_result import PartialResult
    from .query_echo import QueryEcho
    from .record_format import RecordFormat
    from .search_query_response import SearchQueryResponse
    from .search_request import SearchRequest
    from .search_request_listing import SearchRequestListing
    from .search_request_log import SearchRequestLog
    from .search_result import SearchResult
    from .source_type import SourceType
    from .super_conjunction_event import SuperConjunctionEvent
    from .super_conjunction_event_format import SuperConjunctionEventFormat
    from .super_conjunction_query import SuperConjunctionQuery
    from .super_conjunction_query_conjunction_types_item import SuperConjunctionQueryConjunctionTypesItem
    from .super_conjunction_query_epoch_search_precision import SuperConjunctionQueryEpochSearchPrecision
    from .super_conjunction_query_max_distances import SuperConjunctionQueryMaxDistances
    from .upload_fault import UploadFault
    from .user_account import UserAccount
else:
    _MODULES = {
        "AuthenticationRequest": ".authentication_request",
        "ConjunctionEvent": ".conjunction_event",
        "ConjunctionEventFormat": ".conjunction_event_format",
        "ConjunctionResult": ".conjunction_result",
        "DataProduct": ".data_product",
        "DataProductAvailability": ".data_product_availability",
        "DataProductAvailabilityAvailableDataProducts": ".data_product_availability_available_data_products",
        "DataProductFormat": ".data_product_format",
        "DataProductQuery": ".data_product_query",
        "DataProductQueryWithResponseFormat": ".data_product_query_with_response_format",
        "DataProductResult": ".data_product_result",
        "DataSource": ".data_source",
        "DataSourceCriteriaForEphemeris": ".data_source_criteria_for_ephemeris",
        "DataSourceCriteriaForEphemerisFormat": ".data_source_criteria_for_ephemeris_format",
        "DataSourceFormat": ".data_source_format",
        "DataSourcePatch": ".data_source_patch",
        "DataSourceQuery": ".data_source_query",
        "DataSourceStats": ".data_source_stats",
        "DataSourcesCriteriaForDataProducts": ".data_sources_criteria_for_data_products",
        "DeleteDataProductSpecification": ".delete_data_product_specification",
        "DeleteEphemerisSpecification": ".delete_ephemeris_specification",
        "Ephemeris": ".ephemeris",
        "EphemerisAvailability": ".ephemeris_availability",
        "EphemerisAvailabilityAvailableEphemeris": ".ephemeris_availability_available_ephemeris",
        "EphemerisCriteriaAdhocLatLon": ".ephemeris_criteria_adhoc_lat_lon",
        "EphemerisCriteriaEvent": ".ephemeris_criteria_event",
        "EphemerisCriteriaGround": ".ephemeris_criteria_ground",
        "EphemerisCriteriaSpace": ".ephemeris_criteria_space",
        "EphemerisCriteriaSpaceHemisphereItem": ".ephemeris_criteria_space_hemisphere_item",
        "EphemerisFormat": ".ephemeris_format",
        "EphemerisQuery": ".ephemeris_query",
        "EphemerisQueryFormat": ".ephemeris_query_format",
        "EphemerisQueryWithResponseFormat": ".ephemeris_query_with_response_format",
        "EphemerisResult": ".ephemeris_result",
        "ErrorDocument": ".error_document",
        "ErrorEnvelope": ".error_envelope",
        "JsonNode": ".json_node",
        "ListAccountsRole": ".list_accounts_role",
        "ListSearchRequestsSearchType": ".list_search_requests_search_type",
        "LoadDataProductSpecification": ".load_data_product_specification",
        "LoadEphemerisSpecification": ".load_ephemeris_specification",
        "Location": ".location",
        "LocationFormat": ".location_format",
        "MetadataExpression": ".metadata_expression",
        "MetadataExpressionFormat": ".metadata_expression_format",
        "MetadataExpressionGroup": ".metadata_expression_group",
        "MetadataExpressionGroupFormat": ".metadata_expression_group_format",
        "MetadataExpressionGroupLogicalOperator": ".metadata_expression_group_logical_operator",
        "MetadataExpressionOperator": ".metadata_expression_operator",
        "MetadataSchema": ".metadata_schema",
        "MetadataSchemaFormat": ".metadata_schema_format",
        "NewAccountRequest": ".new_account_request",
        "NewDataSource": ".new_data_source",
        "PartialRecord": ".partial_record",
        "PartialResult": ".partial_result",
        "QueryEcho": ".query_echo",
        "RecordFormat": ".record_format",
        "SearchQueryResponse": ".search_query_response",
        "SearchRequest": ".search_request",
        "SearchRequestListing": ".search_request_listing",
        "SearchRequestLog": ".search_request_log",
        "SearchResult": ".search_result",
        "SourceType": ".source_type",
        "SuperConjunctionEvent": ".super_conjunction_event",
        "SuperConjunctionEventFormat": ".super_conjunction_event_format",
        "SuperConjunctionQuery": ".super_conjunction_query",
        "SuperConjunctionQueryConjunctionTypesItem": ".super_conjunction_query_conjunction_types_item",
        "SuperConjunctionQueryEpochSearchPrecision": ".super_conjunction_query_epoch_search_precision",
        "SuperConjunctionQueryMaxDistances": ".super_conjunction_query_max_distances",
        "UploadFault": ".upload_fault",
        "UserAccount": ".user_account",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *_MODULES})


__all__ = (
    "AuthenticationRequest",
    "ConjunctionEvent",
    "ConjunctionEventFormat",
    "ConjunctionResult",
    "DataProduct",
    "DataProductAvailability",
    "DataProductAvailabilityAvailableDataProducts",
    "DataProductFormat",
    "DataProductQuery",
    "DataProductQueryWithResponseFormat",
    "DataProductResult",
    "DataSource",
    "DataSourceCriteriaForEphemeris",
    "DataSourceCriteriaForEphemerisFormat",
    "DataSourceFormat",
    "DataSourcePatch",
    "DataSourceQuery",
    "DataSourceStats",
    "DataSourcesCriteriaForDataProducts",
    "DeleteDataProductSpecification",
    "DeleteEphemerisSpecification",
    "Ephemeris",
    "EphemerisAvailability",
    "EphemerisAvailabilityAvailableEphemeris",
    "EphemerisCriteriaAdhocLatLon",
    "EphemerisCriteriaEvent",
    "EphemerisCriteriaGround",
    "EphemerisCriteriaSpace",
    "EphemerisCriteriaSpaceHemisphereItem",
    "EphemerisFormat",
    "EphemerisQuery",
    "EphemerisQueryFormat",
    "EphemerisQueryWithResponseFormat",
    "EphemerisResult",
    "ErrorDocument",
    "ErrorEnvelope",
    "JsonNode",
    "ListAccountsRole",
    "ListSearchRequestsSearchType",
    "LoadDataProductSpecification",
    "LoadEphemerisSpecification",
    "Location",
    "LocationFormat",
    "MetadataExpression",
    "MetadataExpressionFormat",
    "MetadataExpressionGroup",
    "MetadataExpressionGroupFormat",
    "MetadataExpressionGroupLogicalOperator",
    "MetadataExpressionOperator",
    "MetadataSchema",
    "MetadataSchemaFormat",
    "NewAccountRequest",
    "NewDataSource",
    "PartialRecord",
    "PartialResult",
    "QueryEcho",
    "RecordFormat",
    "SearchQueryResponse",
    "SearchRequest",
    "SearchRequestListing",
    "SearchRequestLog",
    "SearchResult",
    "SourceType",
    "SuperConjunctionEvent",
    "SuperConjunctionEventFormat",
    "SuperConjunctionQuery",
    "SuperConjunctionQueryConjunctionTypesItem",
    "SuperConjunctionQueryEpochSearchPrecision",
    "SuperConjunctionQueryMaxDistances",
    "UploadFault",
    "UserAccount",
)
