"""Galleys into pages on the grid: which slot takes which article, full columns, and what found no room."""

from mise_en_page.pagination.adverts import with_adverts
from mise_en_page.pagination.alternatives import Offer, alternatives
from mise_en_page.pagination.assign import Assigned, assign
from mise_en_page.pagination.choice import Chosen, choose
from mise_en_page.pagination.fitting import problems
from mise_en_page.pagination.once import SetFor
from mise_en_page.pagination.page import make_up
from mise_en_page.pagination.phase import phases
from mise_en_page.pagination.settling import Settled
from mise_en_page.pagination.standing import standing, what_stands
from mise_en_page.pagination.taste import in_taste

__all__ = [
    "Assigned",
    "Chosen",
    "Offer",
    "SetFor",
    "Settled",
    "alternatives",
    "assign",
    "choose",
    "in_taste",
    "make_up",
    "phases",
    "problems",
    "standing",
    "what_stands",
    "with_adverts",
]
