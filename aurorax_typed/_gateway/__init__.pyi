from aurorax_typed._gateway.accounts import (
    all_accounts as all_accounts,
    all_searches as all_searches,
    close_session as close_session,
    combinations as combinations,
    convert_to_utc as convert_to_utc,
    new_account as new_account,
    open_session as open_session,
    remove_search as remove_search,
    time_zones as time_zones,
)
from aurorax_typed._gateway.origin import DESCRIPTION_SHA256 as DESCRIPTION_SHA256, GENERATOR as GENERATOR
from aurorax_typed._gateway.records import (
    data_product_availability as data_product_availability,
    delete_data_products_by_url as delete_data_products_by_url,
    delete_ephemeris_range as delete_ephemeris_range,
    ephemeris_availability as ephemeris_availability,
    ephemeris_delete_job as ephemeris_delete_job,
    ephemeris_delete_jobs as ephemeris_delete_jobs,
    upload_data_product_records as upload_data_product_records,
    upload_ephemeris_records as upload_ephemeris_records,
)
from aurorax_typed._gateway.searches import (
    Family as Family,
    cancel as cancel,
    data as data,
    delete_data as delete_data,
    describe as describe,
    select as select,
    status as status,
    submit as submit,
)
from aurorax_typed._gateway.sources import (
    add_source as add_source,
    get_source as get_source,
    list_sources as list_sources,
    remove_source as remove_source,
    replace_source as replace_source,
    search_sources as search_sources,
    update_source as update_source,
)
