"""Single sign-on by OpenID Connect. allauth carries the conversation; what the ID token says is believed here.

allauth lets a token from the token endpoint pass unsigned, knows no nonce, and lets `exp` be absent. OpenID Connect
Core 1.0, section 3.1.3.7 is what is checked instead, all of it, however the token came.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY = 30  # seconds that clocks may differ
SECOND_FACTOR = "mfa"  # among the Authentication Method Reference Values of RFC 8176


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth has no types
    state: Mapping[str, Any] = {}

    @property
    def issuer(self) -> str:
        return str(self.get_provider().app.settings["server_url"])

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description, if it is the provider that we were told of. Raises OAuth2Error."""
        config = super().openid_config
        if not isinstance(config, dict) or config.get("issuer", "").rstrip("/") != self.issuer.rstrip("/"):
            raise OAuth2Error("the description is another issuer's")
        secure = self.issuer.startswith("https:")
        if any(not str(config.get(name, "")).startswith("https:" if secure else "http") for name in NEEDED):
            raise OAuth2Error("the description lacks an address, or has one without TLS")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        try:
            claims = self.with_address(self.verified(kwargs["response"].get("id_token"), app.client_id), token.token)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise OAuth2Error(type(error).__name__) from error
        claims["email_verified"] = claims.get("email_verified") is True
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        # A person at this issuer, and at no other that the settings may name one day.
        login.account.uid = hashlib.sha256(f"{self.issuer}\n{claims['sub']}".encode()).hexdigest()
        methods = claims.get("amr")
        login.account.extra_data = {"second_factor": isinstance(methods, list) and SECOND_FACTOR in methods}
        return login

    def verified(self, token: Any, client_id: str) -> dict[str, Any]:
        """The claims of a token signed by the provider, for us, in answer to this very question. Raises PyJWTError."""
        if not isinstance(token, str):
            raise jwt.InvalidTokenError("no ID token")
        config = self.openid_config
        offered = config.get("id_token_signing_alg_values_supported", ["RS256"])
        claims: dict[str, Any] = jwt.decode(
            token,
            key=self.key_for(token),
            algorithms=sorted(ALGORITHMS.intersection(offered)),
            audience=client_id,
            issuer=config["issuer"],
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "verify_signature": True},
        )
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", client_id) != client_id or (len(audiences) > 1 and "azp" not in claims):
            raise jwt.InvalidAudienceError("the token was asked for by another")
        if not constant_time_compare(str(claims.get("nonce", "")), str(self.state["nonce"])):
            raise jwt.InvalidTokenError("the nonce is not ours")
        return claims

    def key_for(self, token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise jwt.InvalidKeyError("no such key")
        return fitting[0]

    def with_address(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        """The address may stand with the provider's account of the person, if it is the same person's."""
        if "email" in claims or "userinfo_endpoint" not in self.openid_config:
            return claims
        told = self._fetch_user_info(access_token)
        if told.get("sub") != claims["sub"]:
            raise jwt.InvalidTokenError("the address is another person's")
        return {name: told[name] for name in ("email", "email_verified") if name in told} | claims


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Adapter

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    def _get_state(self, request: HttpRequest, provider: Provider) -> tuple[Any, Any]:
        """Lets the adapter know what was asked, so that the answer can be held against it."""
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, response
