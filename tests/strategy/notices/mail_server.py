"""A mail server as RFC 5321 has it, of a few lines, which misbehaves when it is asked to."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Any


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        server: Any = self.server
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT" and server.refuses:
                self.say(f"{server.refuses} no")
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text)
                server.letters.append(message_from_bytes(b"".join(lines)))
                if server.hangs:
                    server.hangs.wait(20)
                    return
                self.say("250 taken")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")


class MailServer(socketserver.ThreadingTCPServer):
    """`refuses` is the code that it answers every receiver with; `hangs` is waited for after a letter was taken."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.letters: list[Message] = []
        self.refuses = ""
        self.hangs: threading.Event | None = None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.hangs:
            self.hangs.set()
        self.shutdown()
        self.server_close()
