"""What every answer tells the browser that it may do for our pages, and what not."""

from csp.constants import NONE, SELF

# The browser's powers that our pages use: passkeys. Whatever else it knows of by these names is off.
POWERS_IN_USE = {"publickey-credentials-create": "(self)", "publickey-credentials-get": "(self)"}
POWERS_TURNED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}={whose}" for power, whose in sorted((dict.fromkeys(POWERS_TURNED_OFF, "()") | POWERS_IN_USE).items())
    ),
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/policy-reports/"],
    }
}
