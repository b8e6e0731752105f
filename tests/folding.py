"""Markup without what no reader sees of it: how a template is broken into lines."""

import re

TAG = re.compile(r"\s*(<[^>]*>)\s*")


def folded(markup: str) -> str:
    return TAG.sub(lambda tag: re.sub(r"\s*(/?>)$", r"\1", tag[1]), " ".join(markup.split()))
