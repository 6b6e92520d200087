"""A port to serve at where nobody has said which."""

from __future__ import annotations

import socket


def free_port(host: str, usual: int) -> int:
    """The usual port, or another one where somebody has it. Who takes it a moment later is told by the server."""
    for port in (usual, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return usual
