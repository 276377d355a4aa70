"""The article of a web page, and what the page says of it: JSON-LD, then Open Graph, then other meta tags.

Runs in the process of ``worker.py``. Nothing is made up: a date of modification is no date of publication, the address
of the front page is no article's, and a language that the text's own script belies is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

import regex
import trafilatura
from lxml import html

from framing.expressions import expression
from framing.ingest.readers.entries import Unreadable, article_address, parse, plain_text, squeezed
from framing.languages.registry import languages

__all__ = ["page_row"]


#: schema.org types of articles end so; WebPage and Organization do not.
_ARTICLE: Final = expression(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")

#: Types that say no more than that it is an article.
_COMMON: Final = frozenset(("Article", "NewsArticle", "WebPage", "ReportageNewsArticle"))

#: Meta tags that date the publication, surest first. What dates a change ("modified", "updated") is not among them.
_PUBLISHED: Final = (
    *("article:published_time", "datepublished", "og:published_time", "og:article:published_time", "publish-date"),
    *("pubdate", "publishdate", "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dc.date"),
    *("dcterms.date", "dc.date.created", "parsely-pub-date", "sailthru.date", "citation_publication_date", "date"),
    *("article_date_original", "cxenseparse:recs:publishtime", "published", "dcterms.created"),
)
_AUTHOR: Final = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author")
_SECTION: Final = (
    "article:section",
    "og:section",
    "section",
    "category",
    "parsely-section",
    "cxenseparse:recs:category",
)
_TAG: Final = ("article:tag", "og:article:tag", "keywords", "news_keywords", "parsely-tags", "sailthru.tags")

_SCRIPTS: Final = {known.code: regex.compile(rf"\p{{{known.script}}}") for known in languages().values()}
_LETTER: Final = expression(r"\p{L}")

#: Where browsers and SingleFile note the address that a page was saved from.
_SAVED: Final = expression(r"(?:saved from url=\(\d+\)|\burl:\s*)(https?://\S+)")

#: What some publishing systems wrap a script in, for browsers of long ago.
_WRAPPED: Final = expression(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$"
)
_LAST_COMMA: Final = expression(r",(?=\s*[}\]])")

#: Share of the words of the page's own headline that the title in its head must have, for the two to be one.
_SAME: Final = 0.5

Facts = dict[str, list[str]]


def page_row(page: str, url: str | None = None) -> dict[str, Any]:
    """The row of a page.

    Args:
        page: its HTML.
        url: the address that it was fetched from, where it was.

    Raises:
        Unreadable: there is no article in it.
    """
    tree = parse(page)
    metas = _metas(tree)
    objects = list(_linked_data(tree))
    article = _article(objects, metas)
    site = _name(article.get("publisher")) or _first(metas, ("og:site_name", "application-name"))
    row: dict[str, Any] = {
        "title": _without_site(_title(tree, metas, article), site),
        "url": _address(tree, metas, article, page, url),
        "site": site,
        "published": _text(article.get("datePublished")) or _first(metas, _PUBLISHED) or _time(tree),
        "byline": _byline(metas, article),
        "labels": _unique((*_labels(objects, article), *_all(metas, _SECTION))),
        "tags": _unique(tag for text in (*_texts(article.get("keywords")), *_all(metas, _TAG)) for tag in _split(text)),
    }
    language = _text(article.get("inLanguage")) or tree.get("lang") or _first(metas, ("content-language", "language"))
    text = _body(tree) or plain_text(unescape(_text(article.get("articleBody")) or ""))
    if not text:
        raise Unreadable("input.no-text", "no article was found in the page", "save the article's text alone")
    return {**row, "text": text, "language": _credible(language, text), "published_basis": "metadata"}


def _body(tree: html.HtmlElement) -> str:
    extracted = trafilatura.bare_extraction(
        tree, fast=True, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False
    )
    return "" if extracted is None or isinstance(extracted, dict) else (extracted.text or "").strip()


def _metas(tree: html.HtmlElement) -> Facts:
    metas: Facts = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = squeezed(meta.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _linked_data(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, those in a graph or a list one by one."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        bare = _WRAPPED.sub("", script.text or "").strip().rstrip(";")
        # Line breaks within strings are the commonest slip of those who write it by hand, commas behind all the next.
        for written in (bare, _LAST_COMMA.sub("", bare)):
            with suppress(ValueError, RecursionError):
                yield from _objects(json.loads(written, strict=False))
                break


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _article(objects: Iterable[dict[str, Any]], metas: Facts) -> dict[str, Any]:
    """The object of the page's own article, not that of one it recommends."""
    articles = [item for item in objects if any(_ARTICLE.search(kind) for kind in _texts(item.get("@type")))]
    title = _first(metas, ("og:title",))
    same = [item for item in articles if title and _is_same(_text(item.get("headline")), title)]
    return (same or articles or [{}])[0]


def _title(tree: html.HtmlElement, metas: Facts, article: dict[str, Any]) -> str | None:
    """The headline that readers see, where the page's head confirms that it is one; else what the head says."""
    stated = [_text(article.get("headline")), _first(metas, ("og:title", "twitter:title"))]
    whole = next((squeezed(title.text_content()) for title in tree.iter("title")), None)
    headings = tree.xpath("//h1 | //*[contains(@class, 'entry-title')]")
    shown = [text for text in dict.fromkeys(squeezed(heading.text_content()) for heading in headings) if text]
    confirmed = [
        text
        for text in shown
        # A blog's own name is a heading, and a part of the title: the title must not say much more.
        if any(_is_same(text, other) for other in stated) or (_is_same(text, whole) and _is_same(whole, text))
    ]
    if len(confirmed) == 1:
        return confirmed[0]
    return next((unescape(text) for text in (*stated, whole) if text), None)


def _is_same(one: str | None, other: str | None) -> bool:
    words, others = set((one or "").casefold().split()), set((other or "").casefold().split())
    return bool(words) and len(words & others) >= _SAME * len(words)


def _without_site(title: str | None, site: str | None) -> str | None:
    """A title without the name of the site behind it."""
    if title and site:
        for sign in (" | ", " - ", " – ", " — ", " :: ", " • "):
            head, separator, tail = title.rpartition(sign)
            if separator and tail.strip().casefold() == site.strip().casefold():
                return head.strip()
    return title


def _address(tree: html.HtmlElement, metas: Facts, article: dict[str, Any], page: str, url: str | None) -> str | None:
    base = url or next((element.get("href") for element in tree.iter("base") if element.get("href")), "") or ""
    links = (link.get("href") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical")
    entity = article.get("mainEntityOfPage")
    saved = _SAVED.search(page[:4096])
    candidates = (
        *(next(links, None), _first(metas, ("og:url",)), _text(article.get("url"))),
        _text(entity.get("@id") if isinstance(entity, dict) else entity),
        *(url, saved and saved[1].rstrip("->")),
    )
    addresses = (article_address(_joined(base, candidate)) for candidate in candidates if candidate)
    return next((address for address in addresses if address), None)


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


def _time(tree: html.HtmlElement) -> str | None:
    """The one time in the page that is marked as that of the publication."""
    marked = [
        (element.get("datetime") or element.get("content") or element.get("title") or "").strip()
        for element in tree.xpath(
            "//*[@itemprop='datePublished'] | //time[@pubdate] | //time[contains(@class, 'published')]"
            " | //abbr[contains(@class, 'published')]"
        )
    ]
    return next((text for text in marked if text), None)


def _byline(metas: Facts, article: dict[str, Any]) -> str | None:
    authors = article.get("author")
    names = [_name(author) for author in (authors if isinstance(authors, list) else [authors])]
    written = _unique([*filter(None, names)]) or _unique(_all(metas, _AUTHOR)[:1])
    kept = [name for name in written if not name.lower().startswith(("http://", "https://"))]
    return ", ".join(kept) or None


def _labels(objects: Iterable[dict[str, Any]], article: dict[str, Any]) -> Iterator[str]:
    yield from (kind for kind in _texts(article.get("@type")) if kind not in _COMMON)
    yield from _texts(article.get("articleSection"))
    yield from _texts(article.get("genre"))
    for item in objects:
        if "BreadcrumbList" in _texts(item.get("@type")) and isinstance(item.get("itemListElement"), list):
            crumbs = [
                _name(crumb) or _name(crumb.get("item")) for crumb in item["itemListElement"] if isinstance(crumb, dict)
            ]
            # The first is the front page, the last the article itself.
            yield from filter(None, crumbs[1:-1])


def _credible(language: str | None, text: str) -> str | None:
    """A language that a page states, unless its script says otherwise: sites state English for pages in Hindi."""
    code = (language or "").strip().replace("_", "-")
    script = _SCRIPTS.get(code.split("-")[0].lower())
    sample = text[:2000]
    if script is not None and len(script.findall(sample)) < 0.5 * len(_LETTER.findall(sample)):
        return None
    return code or None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return squeezed(unescape(value)) or None if isinstance(value, str) else None


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := _text(item))]


def _split(text: str) -> list[str]:
    return [tag.strip() for tag in regex.split(r"[,;،|]", text) if tag.strip()]


def _first(metas: Facts, names: Iterable[str]) -> str | None:
    return next((unescape(metas[name][0]) for name in names if name in metas), None)


def _all(metas: Facts, names: Iterable[str]) -> list[str]:
    return [unescape(text) for name in names for text in metas.get(name, ())]


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
