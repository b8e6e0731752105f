"""Four processes that serve the product, each at an address of its own, on the database of the environment.

Prints the four ports on a line and serves until its standard input is closed.
"""

import os
import sys
from socketserver import TCPServer
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PROCESSES = 4


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


def main() -> None:
    from config.wsgi import application

    servers: list[WSGIServer] = [
        make_server("127.0.0.1", 0, application, handler_class=Quiet) for _ in range(PROCESSES)
    ]
    children = [serve(server) for server in servers]
    print(*(server.server_port for server in servers), flush=True)
    sys.stdin.read()
    for child in children:
        os.kill(child, 15)
        os.waitpid(child, 0)


def serve(server: TCPServer) -> int:
    child = os.fork()
    if child == 0:
        server.serve_forever()
    return child


if __name__ == "__main__":
    main()
