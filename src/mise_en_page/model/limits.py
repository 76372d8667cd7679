"""How much of anything is too much: every bound of the program in one place, with what is usual beside it.

What a bound keeps out gets an error that names it; docs/limits.md tells users of each (a test holds the two together).
Sizes are bytes, lengths CSS px or pt as said, times seconds of the processor unless said otherwise.
"""

from __future__ import annotations

from typing import Final

# ——— files ———
TEXT_BYTES: Final = 500_000  # an article, a stylesheet, a template; the longest article that a magazine prints has 60,000
YAML_BYTES: Final = 200_000  # PyYAML reads about 100,000 a second
IMAGE_BYTES: Final = 150_000_000  # an uncompressed TIFF of a full page in CMYK at 300 dpi has 35 million
SVG_BYTES: Final = 5_000_000
FONT_BYTES: Final = 40_000_000  # a text font weighs 50 to 500 KB, a large CJK one 20 MB
RESOURCE_BYTES: Final = 64 * 1024 * 1024  # a font or a picture that a stylesheet names
PDF_BYTES: Final = 1024 * 1024 * 1024  # given to preflight and notes
FILTER_BYTES: Final = 64 * 1024 * 1024  # text given to `typography` and `hyphenate`

# ——— pictures ———
PIXELS: Final = 100_000_000  # a double page with its bleed at 400 dpi has 48 million
SVG_ELEMENTS: Final = 100_000  # once all references are drawn out; a detailed map has some 20,000
SVG_DEPTH: Final = 100
SVG_ENTITY: Final = 200  # characters that an entity stands for; a name space's address has 40
SVG_GROWN: Final = 900_000  # characters that all entities together may make of a drawing
SVG_NUMBER: Final = 1_000_000  # in whatever units; what is larger breaks sums further on

# ——— YAML, Markdown ———
YAML_VALUES: Final = 20_000  # aliases followed; an issue of 100 pages with 15 articles each has some 5,000
YAML_DEPTH: Final = 12
PAGES: Final = 500  # of an issue
PAGE_ARTICLES: Final = 100
PAGE_ADVERTS: Final = 20
POOL_FOLIOS: Final = 12  # that share one list of articles
PAGE_LAYOUTS: Final = 12  # of which a page may take one
BLOCKS: Final = 2_000  # paragraphs, intertitles, quotes, pictures of one article
CODE: Final = 300  # characters of an address that a QR code holds; one of 20 mm has room for some 60
LIST_DEPTH: Final = 3  # a list in a list in a list; deeper, no column has room for it
TABLE_COLUMNS: Final = 8  # a column of text has room for three or four
TABLE_ROWS: Final = 60
PARAGRAPH: Final = 20_000  # characters
WORD: Final = 200  # characters
HOUSE_WORD: Final = 100  # characters of a word or phrase of mots.txt
SETTING: Final = 20_000  # characters of a publication's setting, all lines of a list
HEAD_LINES: Final = 500  # lines of an article's front matter

# ——— a layout ———
CSS_NUMBER: Final = 100_000.0  # no page has a side of so many px; what is larger breaks sums further on
CSS_DEPTH: Final = 32  # brackets, functions and rules within each other
PARTIALS: Final = 40  # templates that a layout's own takes in
STYLESHEETS: Final = 8  # that a layout shares with others
SELECTORS: Final = 2_000  # of a stylesheet; each is held against each element
CSS_STRING: Final = 1_000  # characters that a stylesheet may write by itself
CSS_REPEAT: Final = 0.01  # px or percent, after which a gradient may repeat itself
VAR_TOKENS: Final = 10_000  # of a custom property, every var() followed
VAR_DEPTH: Final = 32  # custom properties that name one another
TEMPLATE_DEPTH: Final = 32  # loops, conditions and brackets within each other
TEMPLATE_SIGNS: Final = 200  # words and signs of one expression
TEMPLATE_STEPS: Final = 100_000  # turns of all loops, and calls, of one page
TEMPLATE_TEXT: Final = 1_000_000  # characters that a page's template may make, all together; a page has some 30,000
TEMPLATE_WORK: Final = 10_000_000  # characters and items of all values that it makes on the way, printed or not
TEMPLATE_MEMORY: Final = 512 << 20  # bytes that filling a template may take besides what the program has
TEMPLATE_ITEMS: Final = 100_000  # of a list that a template makes
TEMPLATE_BITS: Final = 4_096  # of a number that a template reckons
ELEMENTS: Final = 5_000  # that a template makes of a page; a full one has some 300
ELEMENT_DEPTH: Final = 60
SPAN: Final = 1_000  # colspan, rowspan and the like
MARK: Final = 20  # characters of an end mark and the like
INITIAL_LINES: Final = 9  # that an initial is high
PAGE_SIDE: Final = 5_000.0  # pt, the longest side of a page, and any margin
BLEED: Final = 72.0  # pt, an inch; printers ask for 3 to 5 mm
TYPE_SIZE: Final = (0.5, 2_000.0)  # pt, the size of type and its leading

# ——— comments ———
COMMENT: Final = 4_000  # characters of a message, and of what it quotes or proposes
COMMENT_NAME: Final = 120  # characters of who says it
COMMENT_BYTES: Final = 80_000  # of a message's file; of a few lines it has 500
COMMENTS: Final = 4_000  # messages of an issue, all answers
COMMENT_LIST: Final = 1_000_000  # bytes of a list of messages that a proof sends home

# ——— time and memory ———
STEP_SECONDS: Final = 20.0  # one page drawn, one layout's styles reckoned, one article read: tenths of a second are usual
PATIENCE: Final = 3  # so many times longer may the clock run: other programs want to work too
MEMORY: Final = 4 << 30  # bytes of address space, of one process; an issue of 32 pages takes less than 1 GB

# ——— sources that are imported ———
IMPORT_BYTES: Final = 300_000_000  # a file; a .docx with 40 photographs as cameras give them has some 200 million
IMPORT_UNPACKED: Final = 600_000_000  # all parts of a zipped document together
IMPORT_PART: Final = 150_000_000  # one of them; the text of 1,000 pages has some 30 million
IMPORT_ENTRIES: Final = 5_000  # parts of a zipped document; one with 40 pictures has some 60
IMPORT_RATIO: Final = 500  # times that a part may be larger than it is packed; dense XML reaches 50
IMPORT_RATIO_FROM: Final = 10_000_000  # bytes from which this is looked at
IMPORT_RECORD: Final = 5_000_000  # what an issue remembers of one import
