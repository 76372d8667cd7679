"""What the choice of a page's ways costs, in the unit of copyfitting: 12 is a line of a picture's height, 20 a leading
between two briefs (copyfit.py has the prices of what is done within a slot).

Prices stand for a desk's taste: of two pages that are both full, the cheaper is the one that it would rather print.
"""

from __future__ import annotations

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
#: A slot that may stay empty, filled though nobody asked for it: each, a sidebar is no brief.
OPTIONAL_SLOT = 60.0
#: A slot with fewer articles than it was drawn for.
FEW = 60.0
#: A pull quote, a picture and a whole article left out for want of room, each; the last is for those that may be.
LEFT_OUT = {"pull-quote": 180.0, "picture": 300.0}
ARTICLE_LEFT_OUT = 500.0
#: A picture that has no place: dearer than all that can be done to give it one.
PICTURE_NOWHERE = 5_000.0
#: A leading left free under all columns of a slot that may end anywhere: dearer than a line of a picture.
FREE = 14.0
#: A line of white at a foot, and one of text without room: what is taken where no page is full.
WHITE = 250.0
OVERSET = 2_000.0
