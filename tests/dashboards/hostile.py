"""What an attacker would write into an article: markup and attributes that call ``owned`` where a page lets them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import product
from random import Random
from typing import Final
from urllib.parse import quote

__all__ = ["LINKS", "PAYLOADS"]

#: What ends the place that a text stands in.
_ENDS: Final = ("", '"', "'", '">', "'>", "</title>", "</script>", "</textarea>", "-->", "]]>", "`", '\\"', "</svg>")
#: What runs where text is taken for markup, an attribute, a template or a link.
_VECTORS: Final = (
    "<script>owned(1)</script>",
    "<img src=x onerror=owned(1)>",
    "<svg onload=owned(1)>",
    "<svg><script>owned(1)</script></svg>",
    "<iframe srcdoc='<script>parent.owned(1)</script>'></iframe>",
    "<iframe src=javascript:owned(1)></iframe>",
    "<a href=javascript:owned(1)>read</a>",
    "<details open ontoggle=owned(1)>",
    "<input autofocus onfocus=owned(1)>",
    "<body onload=owned(1)>",
    "<object data=javascript:owned(1)></object>",
    "<math><mi xlink:href=javascript:owned(1)>x</mi></math>",
    "<style>*{background:url(javascript:owned(1))}</style>",
    "<meta http-equiv=refresh content=0;url=javascript:owned(1)>",
    "<base href=//news.example/>",
    "<form action=javascript:owned(1)><button>go</button></form>",
    " onmouseover=owned(1) autofocus onfocus=owned(1) x=",
    "{{constructor.constructor('owned(1)')()}}",
    "${owned(1)}",
    "javascript:owned(1)",
    "[read](javascript:owned(1))",
    "<!--><img src=x onerror=owned(1)>-->",
    "<template><img src=x onerror=owned(1)></template>",
    "\u202e<img src=x onerror=owned(1)>",
    "=HYPERLINK(owned(1))",
)
_WAYS: Final[tuple[Callable[[str], str], ...]] = (str, str.upper, escape, quote)


def _payloads() -> list[str]:
    every = [way(end + vector) for end, vector, way in product(_ENDS, _VECTORS, _WAYS)]
    unlike = sorted(set(every))
    Random(7).shuffle(unlike)
    return unlike[:500]


PAYLOADS: Final = _payloads()
#: Addresses that are none of the web.
LINKS: Final = (
    "javascript:owned(1)",
    "JavaScript:owned(1)//http://news.example",
    " javascript:owned(1)",
    "java\tscript:owned(1)",
    "data:text/html,<script>owned(1)</script>",
    "vbscript:owned(1)",
    "//news.example/x",
    "file:///etc/passwd",
    "http:javascript:owned(1)",
    "https://",
    'http://news.example/" onmouseover=owned(1) x="',
)
