"""What may be cut from an article that goes on on another page: each promise holds once both pages are made anew."""

from __future__ import annotations

from pathlib import Path

from mise_en_page.fit.issue import carried_out, look
from tests.continued_issue import LONG, SECOND, made, of_slot, parts, written

#: Some lines more than the second page has room for.
TOO_LONG = [*LONG, 6, 5, 6, 7, 5, 6, 7, 8, 6]


def test_cuts_in_the_rest_are_true_when_they_are_carried_out(tmp_path: Path) -> None:
    issue = written(tmp_path, TOO_LONG, second=SECOND)
    before = made(issue)
    fitted = look(issue)
    (slot,) = [each for each in fitted.slots if each.over]
    assert (slot.folio, slot.over) == (16, of_slot(before, 16, slot.slot))
    assert slot.cuts, "something may be cut"
    assert not slot.titles
    assert not slot.left_out
    start = next(part.start for part in parts(before) if part.start is not None)
    typed = (tmp_path / "issues/2018-05/articles/fleuve.md").read_bytes()
    for cutting in (slot.cuts[0], slot.cuts[-1]):
        assert all((offer.block, offer.cut.start) >= start for offer in cutting.proposal.offers), "of the rest alone"
        for file, held in carried_out(fitted, cutting.number).items():
            file.write_bytes(held)
        after = made(issue)
        assert of_slot(after, 16, slot.slot) == cutting.proposal.over == slot.over - cutting.proposal.lines
        assert not any(page.oversets for page in after.makeup.pages[:1])
        (tmp_path / "issues/2018-05/articles/fleuve.md").write_bytes(typed)


def test_nothing_is_offered_of_what_fills_the_first_page(tmp_path: Path) -> None:
    issue = written(tmp_path, LONG)
    assert [slot.cuts for slot in look(issue).slots if slot.folio == 14] == []
