"""What no rule may touch: addresses, paths, code, ratios, versions, emoticons, tags. Found as spans, never replaced.

Marks that follow a protected span are still spaced (``exemple.fr !``): a span never ends in punctuation of the sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mise_en_page.typography.near import LONGEST, Near, Signs, data_spans, near, needed, signs_of
from mise_en_page.typography.policy import Policy

DOMAINS = "fr|com|org|net|eu|io|info|be|ch|ca|re|paris|bzh|alsace|tv|fm|gouv|edu|uk|de|es|it|co|me|app|dev|news|media|art"
ENDINGS = (
    "pdf|docx?|xlsx?|pptx?|txt|md|csv|json|ya?ml|html?|css|js|py|php|jpe?g|png|gif|svg|tiff?|mp[34]|avi|zip|gz|tar|exe|odt|indd|"
    "epub|xml|rtf|webp|ai|psd"
)

#: What may stand behind a host: its port, a path, a question, a place on the page.
REST = r'(?:(?::\d{2,5})?(?:/|\?[\w.%+-]+=|\#\w)[^\s<>«»"”“]*)?'
#: Ports that programs are known by: « prix:1500 » has none; a host with a figure or a hyphen in its name may have any.
PORT = (
    r":(?:80|443|[1-9]0[08][0-9]|1433|1521|1883|2181|2375|2379|3128|3306|3389|4200|4443|5173|5432|5601|5672|5900|6379|6443|7860|"
    r"8443|8501|8787|8888|9042|9092|9200|10000|11211|15672|27017|50051)\b"
)

#: Thousands with points between them (1.250.000), which are no version and no address of a machine.
MILLIONS = r"[1-9]\d{0,2}(?:\.\d{3}){2}(?:\.000)*(?!\w|\.\d)"

PATTERN = rf"""
      (?:https?|ftps?|sftp|ssh|file|mailto|tel|sms|geo|data|javascript|doi|urn|magnet):[^\s<>«»"”“]+        # URL
    | \bwww\.[^\s<>«»"”“]+
    | (?<![\w.+-])[\w.+-]{1, 80}@[\w-]+(?:\.[\w-]+)+                                               # mail
    | (?<![\w@.-])(?:[\w-]+\.)+(?:{DOMAINS})\b(?![.-]?\w){REST}            # lemonde.fr/…
    | \b(?:localhost:\d{{2,5}}|[a-z][a-z-]*(?:\d+:\d{{3,5}}|-[a-z]+:\d{{4,5}}|{PORT}))\b(?:/[^\s<>«»"”“]*)?  # db1:5432
    | &(?:[A-Za-z][A-Za-z0-9]{{1,31}}|\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}});                    # &amp;
    | \b[A-Za-z]:\\[^\s<>«»"]*                                                   # C:\…
    | \\\\[\w.$-]+(?:\\[^\s<>«»"]+)+
    | (?<![\w/<])(?:~|\.{{1,2}})?/(?:[\w.@+-]+/)+[\w.@+-]*                         # /usr/lib/…
    | (?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:{ENDINGS})\b                              # rapport.final.docx
    | (?<![\w:])(?:[0-9A-Fa-f]{{0,4}}:){{2,7}}[0-9A-Fa-f]{{0,4}}(?![\w:])              # IPv6
    | (?<!\w)\w{1, 80}(?:::\w+)+ | ::
    | (?<![\w:,.])\d{{1,5}}(?::\d{{1,5}})+(?![\w:])                                  # 16:9, 14:30
    | (?<![\w.])(?!{MILLIONS})v?\d+(?:\.\d+){{2,}}(?:-\w+)?(?![\w])                              # 2.0.1, 192.168.0.1
    | (?<![\w])(?:[:;=8xX]['’]?-?[()\[\]DPpOo3|*](?![\w)])|[:;]-?/(?=\s|$)|<3|</3|\^\^|\\o/|-_-|\bXD\b)   # :-)
    | (?<!\w)[\#@][\w_]+(?:[-.]\w+)*                                              # hashtag, handle
    | (?<![\w.])\.[A-Za-z]\w*(?=[\s,;:!?)]|$)                                     # .NET, .fr
"""


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when something may be found: it takes as long as correcting an article."""
    return re.compile(PATTERN, re.VERBOSE)


#: What ends a sentence, not an address.
TRAILING = ".,;:!?)]}'’…"


#: A grave accent behind a letter is an apostrophe: « C`est l`hiver ».
CODE = re.compile(r"(?<![^\W\d_])`[^`\n]+`")
#: Nothing above is without one of these: the words around them are looked at, and no other.
SIGNS = near(
    r"[/\\@\#:.<^|;=&](?=\S)|XD|-_-|[:;=8xX]-?[()]",
    Signs("/\\@#:.<^|;=&", kind="solid"), Signs("X", "D"), Signs("-", "_"), Signs(":;=8xX-", "()"), before=3, after=3,
)  # fmt: skip
WORD_END = re.compile(r"\s|$")


#: Brands that bear their mark.
BANG = "!?"
BRANDS = ("Yahoo!", "Jeopardy!", "Joomla!", "Wham!", "Panic!", "P!nk")


@lru_cache(maxsize=16)
def _branded(names: tuple[str, ...]) -> Near:
    longest = max(map(len, names))
    return near(rf"\b(?:{'|'.join(map(re.escape, names))})", BANG, before=longest, after=longest)


@lru_cache(maxsize=16)
def _kept(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of a publication's words and phrases: with either apostrophe, any spaces, and no letter beside it."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    written = "|".join(re.escape(phrase).replace(r"\ ", r"[ \u00a0\u202f]+") for phrase in longest_first)
    firsts = re.escape("".join(sorted({phrase[0] for phrase in phrases})))
    return re.compile(re.sub("['’]", "['’]", rf"(?<!\w)(?=[{firsts}])(?:{written})(?!\w)"))


NEED = needed(SIGNS, BANG, "`")


def protected_spans(text: str, policy: Policy, signs: int | None = None) -> list[tuple[int, int]]:
    """The spans that no rule may touch, sorted; ``signs`` are those of the text, or more, where they are known."""
    if not policy.keep and len(text) <= LONGEST and not (signs_of(text) if signs is None else signs) & NEED:
        return []
    spans = [match.span() for match in CODE.finditer(text)] if "`" in text else []
    spans += data_spans(text)
    spans += [match.span() for match in _branded((*BRANDS, *policy.brand_bang)).finditer(text)]
    spans += kept_spans(text, policy)
    given = len(spans)
    hour = HOUR if policy.time_colon == "convert" else None
    done = 0
    for sign in SIGNS.finditer(text):
        if sign.start() < done:
            continue
        start = sign.start()
        while start > done and not text[start - 1].isspace():
            start -= 1
        end = WORD_END.search(text, sign.end())
        done = end.start() if end else len(text)
        spans += (
            _span(match)
            for match in _pattern().finditer(text, start, done)
            if hour is None or not hour.fullmatch(match.group())
        )
    return _apart(spans) if given else spans


def kept_spans(text: str, policy: Policy) -> list[tuple[int, int]]:
    """Where the words and phrases stand that the publication keeps as they are."""
    return [match.span() for match in _kept(policy.keep).finditer(text)] if policy.keep else []


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans sorted, those that overlap made one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return made


#: 14:30 is an hour where the publication says that it is, and 16:9 still none.
HOUR = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")


def _span(match: re.Match[str]) -> tuple[int, int]:
    """A match without what ends the sentence."""
    start, end = match.span()
    found = match.group()
    if any(sign in found for sign in ("/", "\\", "www", "@")) or ":" in found[:8]:
        bare = found.rstrip(TRAILING)
        if "(" in bare and found[len(bare) : len(bare) + 1] == ")":
            bare += ")"
        if len(bare) > 2 and not EMOTICON.fullmatch(found):
            end = start + len(bare)
    return start, end


EMOTICON = re.compile(r"[:;=8xX]['’]?-?\W?")
