"""A typed client for AuroraX, the search engine of auroral data: sync and async, streaming, retrying.

    from aurorax_typed import AuroraX

    with AuroraX() as ax:
        search = ax.data_products.search("2020-02-01", "2020-02-05T23:59:59", programs=["trex"])
        for product in search.stream():
            print(product.start, product.url)

Module-level calls such as `aurorax_typed.data_products.search(...)` use one default client.
"""

from aurorax_typed._lazy import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__)
