from uuid import uuid4

from django import template
from django.template import Context
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

from strategy.people.models import User
from strategy.sending.drafts import KEY
from strategy.sending.once import key_of

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """The key of the form around it, which is sent once; a form that was refused keeps its own."""
    request = getattr(context, "request", None)
    key = (key_of(request) if request is not None else None) or uuid4()
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, key)


@register.filter
def digest(user: User) -> str:
    """Tells one person from another to a device that several use, and nobody who they are."""
    return salted_hmac("strategy.device", str(user.pk), algorithm="sha256").hexdigest()[:32]
