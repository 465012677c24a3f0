"""What toxiproxy can do to a connection, done to one answer: its names, its meanings, times in seconds.

Each takes the right answer and spoils the way that it goes, so that one vocabulary serves every request.
"""

from __future__ import annotations

from random import Random

from support.faulty import Exchange, Fault

__all__ = ["bandwidth", "latency", "limit_data", "reset_peer", "slicer", "slow_close", "timeout"]


def _pause(exchange: Exchange, seconds: float) -> None:
    exchange.server.ending.wait(seconds)


def latency(seconds: float, jitter: float = 0.0) -> Fault:
    """The answer comes late, by so much more or less."""
    chance = Random(1)

    def fault(exchange: Exchange) -> None:
        _pause(exchange, seconds + jitter * (2 * chance.random() - 1))
        exchange.send(exchange.answer())

    return fault


def bandwidth(rate: float) -> Fault:
    """No more than so many bytes a second."""

    def fault(exchange: Exchange) -> None:
        data = exchange.answer()
        step = max(int(rate / 100), 1)
        for start in range(0, len(data), step):
            exchange.send(data[start : start + step])
            _pause(exchange, 0.01)

    return fault


def slow_close(delay: float) -> Fault:
    """The answer is whole, and the connection closes so much later."""

    def fault(exchange: Exchange) -> None:
        exchange.send(exchange.answer())
        _pause(exchange, delay)
        exchange.close()

    return fault


def timeout(seconds: float = 0.0) -> Fault:
    """No byte of the answer, and after so long the connection closes; 0 never closes it."""

    def fault(exchange: Exchange) -> None:
        if seconds:
            _pause(exchange, seconds)
            exchange.close()
        else:
            exchange.stall()

    return fault


def reset_peer(seconds: float = 0.0) -> Fault:
    """No byte of the answer, and after so long the connection is reset."""

    def fault(exchange: Exchange) -> None:
        _pause(exchange, seconds)
        exchange.reset()

    return fault


def slicer(average_size: int, size_variation: int = 0, delay: float = 0.0) -> Fault:
    """The answer in small pieces, so much apart."""
    chance = Random(1)

    def fault(exchange: Exchange) -> None:
        data = exchange.answer()
        start = 0
        while start < len(data):
            size = max(average_size + chance.randint(-size_variation, size_variation), 1)
            exchange.send(data[start : start + size])
            start += size
            if delay:
                _pause(exchange, delay)

    return fault


def limit_data(count: int) -> Fault:
    """So many bytes of the answer, and then the connection closes."""

    def fault(exchange: Exchange) -> None:
        exchange.send(exchange.answer()[:count])
        exchange.close()

    return fault
