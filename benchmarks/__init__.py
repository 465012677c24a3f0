"""Measurements of the decoder against its peers: `python -m benchmarks`."""
