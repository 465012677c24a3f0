from aurorax_typed._endpoints import accounts as accounts, records as records, searches as searches, sources as sources
