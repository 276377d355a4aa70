"""Web pages: what a page says of its article is taken, what it does not say is not made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.readers.entries import Unreadable, feed_rows, plain_text
from framing.ingest.readers.pages import page_row

HINDI = (
    "पाकिस्तान के विदेश मंत्री ने कहा कि बातचीत फिर शुरू होगी और दोनों देश इसके लिए तैयार हैं।",
    "बैठक में दोनों पक्षों ने आपसी विश्वास बढ़ाने पर सहमति जताई और अगली तारीख तय की गई।",
    "सरकार ने इस पर अब तक कोई टिप्पणी नहीं की है, लेकिन विपक्ष ने सवाल उठाए हैं।",
)
TITLE = "विदेश मंत्री: बातचीत फिर शुरू होगी"


def page(
    head: str = "", *, title: str = TITLE, body: str = "", paragraphs: tuple[str, ...] = HINDI, lang: str = "hi"
) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/world">World</a></nav>{body}<article><h1>{title}</h1>{text}</article>'
        "<footer>All rights reserved</footer></body></html>"
    )


def linked(*objects: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps(objects, ensure_ascii=False)}</script>'


def meta(**named: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in named.items())


def run(*paths: Path | str) -> ReadResult:
    return read(paths, outlets=Outlets())


def test_the_text_is_the_article_and_nothing_else() -> None:
    row = page_row(page())
    assert [line for line in row["text"].split("\n") if line != TITLE] == list(HINDI)
    assert (row["title"], row["language"]) == (TITLE, "hi")
    assert not any(row[name] for name in ("url", "site", "published", "byline", "labels", "tags"))


def test_json_ld_says_the_most() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-02-06T11:02:00+05:30",
        "dateModified": "2026-02-07T11:02:00+05:30",
        "author": [{"@type": "Person", "name": "आशा राव"}, {"name": "https://sample.example/team"}],
        "publisher": {"@type": "Organization", "name": "Sample &amp; Daily"},
        "mainEntityOfPage": {"@id": "https://sample.example/world/story-1"},
        "articleSection": ["विश्व"],
        "keywords": "पाकिस्तान, बातचीत",
        "inLanguage": "hi-IN",
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"name": "Home"}, {"item": {"name": "Opinion"}}, {"name": TITLE}],
    }
    row = page_row(page(linked({"@graph": [crumbs, article]})))
    assert row["url"] == "https://sample.example/world/story-1"
    assert row["published"] == "2026-02-06T11:02:00+05:30"
    assert (row["site"], row["byline"], row["language"]) == ("Sample & Daily", "आशा राव", "hi-IN")
    assert (row["labels"], row["tags"]) == (["विश्व", "Opinion"], ["पाकिस्तान", "बातचीत"])


def test_meta_tags_say_what_json_ld_does_not() -> None:
    head = meta(
        og__site_name="Sample", article__published_time="2026-02-06", article__section="Opinion", author="Asha Rao"
    )
    row = page_row(
        page(
            head
            + '<link rel="canonical" href="https://sample.example/a">'
            + "<script type='application/ld+json'>{broken</script>"
        )
    )
    assert (row["site"], row["published"], row["byline"]) == ("Sample", "2026-02-06", "Asha Rao")
    assert (row["labels"], row["url"]) == (["Opinion"], "https://sample.example/a")


@pytest.mark.parametrize(
    "head",
    [
        meta(article__modified_time="2026-02-06", og__updated_time="2026-02-06"),
        linked({"@type": "NewsArticle", "headline": TITLE, "dateModified": "2026-02-06"}),
        '<meta http-equiv="last-modified" content="2026-02-06">',
        "<!-- 2026-02-06 -->",
    ],
)
def test_a_change_is_no_publication(head: str) -> None:
    assert page_row(page(head, body="<time datetime='2026-02-06'>6 Feb</time>"))["published"] is None


def test_a_time_marked_as_the_publication_is_one() -> None:
    body = "<time itemprop='datePublished' datetime='2026-02-06T10:00Z'>6 Feb</time>"
    assert page_row(page(body=body))["published"] == "2026-02-06T10:00Z"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://sample.example/">', None),
        ('<link rel="canonical" href="https://sample.example/?p=7">', "https://sample.example/?p=7"),
        ('<link rel="canonical" href="/a"><base href="https://sample.example/x/">', "https://sample.example/a"),
        (
            '<link rel="canonical" href="javascript:1">' + meta(og__url="https://sample.example/b"),
            "https://sample.example/b",
        ),
        ('<link rel="canonical" href="http://[">', None),
        ("<!-- saved from url=(0026)https://sample.example/c -->", "https://sample.example/c"),
        ("<!-- Page saved with SingleFile\n url: https://sample.example/d \n-->", "https://sample.example/d"),
        ("", None),
    ],
)
def test_addresses(head: str, url: str | None) -> None:
    assert page_row(page(head))["url"] == url


def test_a_fetched_page_has_the_address_it_came_from() -> None:
    assert page_row(page(), "https://sample.example/e")["url"] == "https://sample.example/e"


@pytest.mark.parametrize(
    ("lang", "paragraphs", "language"),
    [
        ("en", HINDI, None),
        ("hi", HINDI, "hi"),
        ("hi_IN", HINDI, "hi-IN"),
        ("mr", HINDI, "mr"),
        ("", HINDI, None),
        ("ur", HINDI, None),
    ],
)
def test_a_language_that_the_script_belies_is_none(
    lang: str, paragraphs: tuple[str, ...], language: str | None
) -> None:
    assert page_row(page(lang=lang, paragraphs=paragraphs))["language"] == language


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        (meta(og__title="SHOCKING: विदेश मंत्री: बातचीत फिर शुरू होगी"), TITLE, TITLE),
        (meta(og__title="Other words | Sample", og__site_name="Sample"), "The shown one", "The shown one"),
    ],
)
def test_the_headline_is_the_one_that_readers_see(head: str, title: str, expected: str) -> None:
    assert page_row(page(head, title=title))["title"] == expected


@pytest.mark.parametrize("head", ["", meta(og__title=TITLE)])
def test_the_name_of_a_blog_is_no_headline(head: str) -> None:
    paragraphs = "<br><br>".join(HINDI)
    html = (
        f"<html><head><title>मेरा ब्लॉग: {TITLE}</title>{head}</head><body><h1 class='title'>मेरा ब्लॉग</h1>"
        f"<div class='post'><h3 class='post-title entry-title'>{TITLE}</h3><div class='post-body'>{paragraphs}</div>"
        "<abbr class='published' title='2026-02-06T10:00:00+05:30'>10:00</abbr></div></body></html>"
    )
    row = page_row(html)
    assert (row["title"], row["published"]) == (TITLE, "2026-02-06T10:00:00+05:30")


@pytest.mark.parametrize(
    "written",
    [
        "<!-- {} -->",
        "//<![CDATA[\n{}\n//]]>",
        "/*<![CDATA[*/ {} /*]]>*/",
        "{};",
    ],
)
def test_json_ld_with_common_slips(written: str) -> None:
    said = '{"@type": "NewsArticle", "headline": "' + TITLE + '", "datePublished": "2026-02-06", "keywords": ["a", ],}'
    script = written.format(said)
    row = page_row(page(f'<script type="application/ld+json">{script}</script>'))
    assert (row["published"], row["tags"]) == ("2026-02-06", ["a"])


def test_a_title_goes_without_the_name_of_the_site() -> None:
    html = f"<html><head><title>{TITLE} - Sample</title>{meta(og__site_name='Sample')}</head><body>"
    assert page_row(html + "".join(f"<p>{text}</p>" for text in HINDI))["title"] == TITLE


def test_the_pages_own_article_counts_not_one_it_recommends() -> None:
    others = {"@type": "NewsArticle", "headline": "कुछ और", "datePublished": "2020-01-01"}
    own = {"@type": "OpinionNewsArticle", "headline": TITLE, "datePublished": "2026-02-06"}
    row = page_row(page(meta(og__title=TITLE) + linked(others, own)))
    assert (row["published"], row["labels"]) == ("2026-02-06", ["OpinionNewsArticle"])


def test_a_page_that_a_script_would_fill_has_its_text_in_json_ld() -> None:
    body = "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"
    head = linked({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
    assert page_row(f"<html><head>{head}</head><body><div id='app'></div></body></html>")["text"] == "One.\nTwo."


@given(
    st.text(st.sampled_from('<>/"=ab p!-[]&;{}'), max_size=60),
    st.sampled_from(["", "<html>", '<script type="application/ld+json">']),
)
def test_no_page_raises_anything_else(markup: str, head: str) -> None:
    try:
        row = page_row(head + markup)
    except Unreadable as caught:
        row = {"text": caught.args[0]}
    assert row["text"]
    plain_text(markup)


def test_pages_of_all_encodings_and_names(tmp_path: Path) -> None:
    urdu = "پاکستان نے کہا کہ وہ بات چيت کے لئے تيار ہے اور اس کے لئے وقت مانگا ہے۔".replace("ی", "ي").replace("ے", "ي")
    declared = page(
        '<meta http-equiv="content-type" content="text/html; charset=windows-1256">', lang="ur", paragraphs=(urdu,) * 3
    )
    (tmp_path / "urdu.html").write_bytes(declared.encode("cp1256", "xmlcharrefreplace"))
    (tmp_path / "story-7").write_text(page(), encoding="utf-8")
    (tmp_path / "wide.htm").write_text(page(), encoding="utf-16")
    (tmp_path / "named.txt").write_text(page(), encoding="utf-8")
    (tmp_path / "strict.xhtml").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{page()}', encoding="utf-8")
    (tmp_path / "notes.doc").write_text("<p>no page", encoding="utf-8")
    result = run(tmp_path)
    assert result.rejects.is_empty()
    assert result.articles["article_id"].to_list() == ["named.txt", "story-7", "strict.xhtml", "urdu.html", "wide.htm"]
    assert urdu in result.articles["text"].to_list()[3]
    assert [note.text for note in result.notes] == [
        "passed over files of other formats: 1 .doc; a Word document: save it as plain text (.txt, UTF-8)",
        "read as HTML, whatever its name says",
        "read as cp1256 (declared by the file)",
        "read as utf-16-le (byte order mark)",
    ]


def test_a_page_that_takes_too_long_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    assert run(tmp_path).articles.height == 1  # The process stands ready now.
    (tmp_path / "slow.html").write_text("<p>" + "<b>x</b> <i>y</i>" * 500_000, encoding="utf-8")
    monkeypatch.setattr(limits, "PAGE_SECONDS", 0.2)
    assert run(tmp_path / "slow.html").rejects["code"].to_list() == ["input.too-slow"]
    monkeypatch.undo()
    assert run(tmp_path / "a.html").articles.height == 1


def test_a_page_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGE_BYTES", 100)
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    assert run(tmp_path).rejects["code"].to_list() == ["input.too-large"]


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Sample &amp; Daily</title><language>hi</language>
<item><title>Whole</title><link>https://sample.example/a</link><guid>7</guid><dc:creator>Asha Rao</dc:creator>
<pubDate>Fri, 06 Feb 2026 11:02:00 +0530</pubDate><category>Opinion</category><description>Short.</description>
<content:encoded><![CDATA[<p>The whole <b>text</b>.</p><script>x()</script><p>Its end.</p>]]></content:encoded></item>
<item><title>Short</title><link>https://sample.example/b</link><description>&lt;p&gt;A summary.&lt;/p&gt;</description>
<pubDate>Fri, 06 Feb 2026 11:02:00 IST</pubDate></item>
<item><title>Nothing</title><link>https://sample.example/c</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Sample</title>
<entry><id>tag:1</id><title>One</title><link href="https://sample.example/a"/><updated>2026-02-07T00:00:00Z</updated>
<content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry>
<entry><id>tag:2</id><title>Two</title><published>2026-02-06T00:00:00Z</published><content type="text">More text.</content></entry>
</feed>"""


def test_entries_of_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(RSS, encoding="utf-8")
    result = run(tmp_path)
    whole, short = result.articles.iter_rows(named=True)
    assert (whole["article_id"], whole["text"], whole["byline"]) == (
        "https://sample.example/a",
        "The whole text.\nIts end.",
        "Asha Rao",
    )
    assert whole["published"].isoformat() == "2026-02-06T05:32:00+00:00"
    assert (short["article_id"], short["url"]) == ("https://sample.example/b#summary", "https://sample.example/b")
    assert short["text"] == "A summary."
    assert [row["groups"][0]["value"] for row in (whole, short)] == ["full", "summary"]
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == ("input.no-text", f"{tmp_path}/feed.rss#3")
    assert "https://sample.example/c" in reject["hint"]


def test_rows_of_feeds() -> None:
    rows = feed_rows(RSS)
    assert (rows[0]["site"], rows[0]["labels"], rows[0]["language"]) == ("Sample & Daily", ["Opinion"], "hi")
    assert (
        rows[1]["published"] == "Fri, 06 Feb 2026 11:02:00 IST"
    )  # Nobody says which IST: it is left to the date parser.
    one, two = feed_rows(ATOM)
    assert (one["text"], one["published"], two["published"]) == ("Text.", None, "2026-02-06T00:00:00Z")
    assert (one["id"], two["id"]) == ("https://sample.example/a", "tag:2")


def test_a_summary_does_not_replace_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "b.html").write_text(page('<link rel="canonical" href="https://sample.example/b">'), encoding="utf-8")
    assert run(tmp_path).articles["article_id"].to_list() == [
        *("https://sample.example/a", "https://sample.example/b#summary", "https://sample.example/b"),
    ]


def test_xml_bombs(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]><rss><channel><item><title>&a11;</title></item></channel></rss>'
    (tmp_path / "a.xml").write_text(bomb, encoding="utf-8")
    external = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&a;</title></item></channel></rss>'
    (tmp_path / "b.xml").write_text(external, encoding="utf-8")
    assert run(tmp_path).rejects["code"].to_list() == ["input.entities"] * 2


def test_a_feed_of_rss_1_is_found_in_a_folder(tmp_path: Path) -> None:
    rdf = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>S</title></channel>'
        "<item><title>T</title><link>https://sample.example/1</link><description>A text.</description>"
        "<dc:date>2026-02-06T10:00:00+09:00</dc:date></item></rdf:RDF>"
    )
    (tmp_path / "feed.rdf").write_text(rdf, encoding="utf-8")
    (row,) = run(tmp_path).articles.iter_rows(named=True)
    assert (row["text"], row["published"].isoformat()) == ("A text.", "2026-02-06T01:00:00+00:00")
