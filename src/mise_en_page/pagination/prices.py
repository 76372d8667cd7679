"""What a page costs, all prices in one unit: 12 is a line of a picture's height, 20 a leading between two briefs.

Prices stand for a desk's taste: of two pages that are both full, the cheaper is the one that it would rather print. Those
of masters and of heads' sizes stand in layout.yaml. ``python -m tools.prices`` writes them all into docs/composition.
"""

from __future__ import annotations

# --- what is chosen for a page

#: A shape that the layout keeps for more text, or for less, than there is: its designer drew it for another page.
OTHER_SHAPE = 30.0
#: A line that an edge is away from where the layout would rather have it: an edge that two slots share, and one of a slot
#: alone, which leaves white.
EDGE_LINE = 8.0
EDGE_LINE_ALONE = 15.0
#: A lead that is not the page's longest text: a step, and so much for each tenth that it is shorter. A reader takes the
#: largest title for the weightiest text.
NOT_THE_LONGEST = 60.0
SHORTER_TENTH = 60.0
#: A page without a lead, where the layout has a place for one: a step, and so much for each time that its longest text is
#: longer than the next. Among briefs of one length none is the lead; a text of thrice the others' length is.
NO_LEAD = 60.0
NO_LEAD_TIMES, NO_LEAD_MOST = 400.0, 3.0
#: A shorter lead without a chapo, where another text has one: nobody writes one for a brief.
LEAD_NO_CHAPO = 2_000.0
#: No lead at all then. Dearer than some dozens of lines without room.
NO_LEAD_CHAPO = 100_000.0
#: A slot drawn for a second lead that takes a brief: one that has neither chapo nor picture.
PLAIN_LEAD = 400.0
#: A slot that may stay empty, filled though nobody asked for it: each, a sidebar is no brief.
OPTIONAL_SLOT = 60.0
#: A slot with fewer articles than it was drawn for.
FEW = 60.0
#: A pull quote, a picture and a whole article left out for want of room, each; the last is for those that may be.
LEFT_OUT = {"pull-quote": 280.0, "picture": 400.0}
ARTICLE_LEFT_OUT = 600.0
#: A picture that has no place: dearer than all that can be done to give it one.
PICTURE_NOWHERE = 5_000.0
#: A rectangle for a head and a picture alone, a whole page of a spread, where an article goes on that has neither there:
#: dearer than any white.
EMPTY = 1_000_000.0
#: A leading left free under all columns of a slot that may end anywhere, or in a key figure's panel: dearer than a line of
#: a picture, or than an edge that moves by one.
FREE = 14.0
#: A line of white at a foot, and one of text without room: what is taken where no page is full.
WHITE = 250.0
OVERSET = 2_000.0
#: An article goes on elsewhere though there is a way to hold all of it: dearer than any such way but a page without a lead
#: where there should be one.
GOES_ON = 1_000.0
#: What is left of an article on another page begins with a single line of a paragraph: anything that fills it is better.
STRAY = 1000.0

# --- what is done within a slot (copyfitting)

#: What a paragraph costs when it is not set at its best: a step, then its demerits over those of its best setting, per
#: line, in units of a line stretched to its limit (badness 100, hence 10 000 demerits in Knuth and Plass's formula).
PARAGRAPH = 1.0
PARAGRAPH_DEMERITS = 40.0 / 10_000
#: A setting that would cost more is not offered: it has a last line of one word, or holes.
SPOILT = 60.0
#: Display lines (titles, intertitles, quotes) are broken by sense: another count of lines costs this besides.
DISPLAY = 30.0
#: One leading more or less of a picture's height, away from the one that it should have.
PICTURE = 12.0
#: A line of white above a text that sinks: the plainest of all means.
SINK = 2.0
#: A quote that stands near a column's top or foot.
QUOTE_NEAR_END = 12.0
#: One leading more or less around a pull quote.
QUOTE_BLANK = 16.0
#: A leading between two briefs.
SPREAD = 20.0
#: A quote that is moved, then each line that it stands away from where it was written.
MOVED, MOVED_LINE = 25.0, 1.0
#: And each intertitle that it is moved over: it was drawn out of another section.
MOVED_SECTION = 90.0
#: One leading more above an intertitle: dearer than between two briefs, where the eye expects white.
HEADING_BLANK = 36.0
#: Two leadings at one place are seen: so many times the price of one, dearer than one at each of two.
TWO_LEADINGS = 3.0
#: A leading of blank before the figure panel.
PANEL_BLANK = 40.0
#: A column that ends on a hyphen: dearer than any one means, cheaper than a ragged foot.
FOOT_HYPHEN = 60.0
#: A box (encadré) broken between two columns: dearer than ten ragged lines, cheaper than a line without room.
BROKEN_BOX = 100_000.0
#: A brief broken between two columns.
BROKEN_BRIEF = 110.0
#: A tailpiece, and each of its lines: dearer than a leading between each two of several briefs, or a picture some lines
#: higher; cheaper than much of either.
TAILPIECE, TAILPIECE_LINE = 200.0, 6.0
