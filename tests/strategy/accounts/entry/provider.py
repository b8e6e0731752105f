"""An OpenID provider on loopback that answers whatever it is told to, true or forged: the counterpart of our side.

It speaks the protocol for real – discovery, keys, authorization, token over HTTP – and signs with a key of its own.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "verka", "hemligt"


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@dataclass
class OpenIdProvider:
    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)  # the claims of who signs in there
    forged: dict[str, Any] = field(default_factory=dict)  # what the token says instead; None leaves a claim out
    described: dict[str, Any] = field(default_factory=dict)  # the same for the description
    signed_with: Any = None  # another key than the published
    algorithm: str = "RS256"
    without_token: bool = False
    key: RSAPrivateKey = field(default_factory=new_key)
    asked: list[dict[str, str]] = field(default_factory=list)  # the authorization requests
    exchanged: list[dict[str, str]] = field(default_factory=list)  # and the token requests

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        } | self.described

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self) -> dict[str, Any]:
        if self.without_token:
            return {"access_token": "open", "token_type": "Bearer"}
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked[-1]["nonce"],
            **self.person,
            **self.forged,
        }
        told = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": "one"}
        if self.algorithm == "none":
            token = jwt.encode(told, "", algorithm="none", headers=headers)
        else:
            token = jwt.encode(told, self.signed_with or self.key, algorithm=self.algorithm, headers=headers)
        return {"access_token": "open", "token_type": "Bearer", "id_token": token}

    def public_pem(self) -> bytes:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def hmac_signed(claims: dict[str, Any], secret: bytes) -> str:
    """HS256 over the published key: PyJWT will not make one, an attacker will."""
    import hashlib
    import hmac

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "one"}).encode())
    body = part(json.dumps(claims).encode())
    return f"{head}.{body}.{part(hmac.new(secret, f'{head}.{body}'.encode(), hashlib.sha256).digest())}"


@contextmanager
def running() -> Iterator[OpenIdProvider]:
    provider = OpenIdProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                provider.asked.append(asked)
                self.send_response(302)
                answer = urlencode({"code": "one-time", "state": asked["state"]})
                self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
                self.end_headers()
            elif parts.path == "/.well-known/openid-configuration":
                self.say(provider.description())
            else:
                self.say(provider.keys())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.exchanged.append({name: values[0] for name, values in parse_qs(body).items()})
            self.say(provider.token())

        def say(self, told: dict[str, Any]) -> None:
            content = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
