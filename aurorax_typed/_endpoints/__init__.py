"""Requests in the words of the API's description: the only package that knows `aurorax_openapi`.

The generated client supplies addresses, parameters and bodies, so that a change of the description shows here, as an
error of the type checker or of a test. It does not send: its way of sending reads a reply whole, knows no retries and
fails on what a newer server may say. Replies are read by `_core` from their bytes.
"""

from aurorax_typed._lazy import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__)
