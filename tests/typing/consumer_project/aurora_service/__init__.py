"""A small service that keeps aurora watchers informed."""
