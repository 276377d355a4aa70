"""Web addresses: one spelling of each, and the site that one belongs to."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import regex

__all__ = ["canonical_url", "site_of", "split_url"]

#: Query parameters that tell where a reader came from, not which article it is.
_TRACKING: Final = regex.compile(r"utm_.*|fbclid|gclid|igshid|mc_cid|mc_eid")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

#: Labels under which countries register names: example.com.pk is a site, com.pk is none.
_SECOND_LEVEL: Final = frozenset(
    ("ac", "co", "com", "edu", "firm", "gen", "gov", "info", "mil", "ne", "net", "nic", "or", "org", "tv")
)

#: Where each name below is a publisher of its own.
_HOSTS: Final = frozenset(
    (
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "github.io",
        "wixsite.com",
        "weebly.com",
        "beehiiv.com",
        "ghost.io",
    )
)

#: Where each first part of the path is a publisher of its own.
_PLATFORMS: Final = frozenset(
    (
        "facebook.com",
        "instagram.com",
        "medium.com",
        "t.me",
        "threads.net",
        "tiktok.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "vk.com",
    )
)

#: Subdomains that are one site with the domain; any other, such as hindi.example.com, is an edition of its own.
_SAME_SITE: Final = frozenset(("www", "m", "mobile", "amp", "news", "beta", "feeds", "rss", "web", "wap"))


def canonical_url(url: str | None) -> str | None:
    """One spelling of a web address: no fragment, no tracking parameters, scheme and host in small letters.

    Example:
        >>> canonical_url("HTTPS://Example.com:443/a?utm_source=x&id=7#top")
        'https://example.com/a?id=7'
    """
    parts = split_url(url)
    if parts is None or parts.hostname is None:
        return None
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    query = parts.query
    if any(_TRACKING.fullmatch(part.split("=")[0]) for part in query.split("&")):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])
    return parts._replace(netloc=parts.hostname + port, path=parts.path or "/", query=query, fragment="").geturl()


def split_url(url: str | None) -> SplitResult | None:
    """The parts of a web address; null for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != -1
    except ValueError:
        return None
    return parts if valid else None


def site_of(url: str | None) -> str | None:
    """The site of an article: what a new outlet is named after; null where there is no web address.

    It is the registered domain, with a subdomain that holds an edition of its own, and on platforms that many publish
    on with the publisher's name.

    Example:
        >>> site_of("https://www.example.com.pk/news/1"), site_of("https://hindi.example.com/a")
        ('example.com.pk', 'hindi.example.com')
        >>> site_of("https://t.me/sample/12")
        't.me/sample'
    """
    parts = split_url(url)
    if parts is None or not parts.hostname:
        return None
    labels = parts.hostname.rstrip(".").split(".")
    if labels[-1].isdigit() or ":" in parts.hostname:
        return parts.hostname  # An address of numbers has no levels.
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    registered = labels[-3:] if country else labels[-2:]
    domain, above = ".".join(registered), labels[: -len(registered)]
    while above and above[0] in _SAME_SITE and domain not in _HOSTS:
        above = above[1:]
    host = ".".join([*above, domain])
    first = parts.path.strip("/").split("/")[0]
    return f"{domain}/{first.lower()}" if domain in _PLATFORMS and not above and first else host
