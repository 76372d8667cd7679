"""python -m bench.stages: where the time of a cold build goes, stage by stage, in one process.

Milliseconds of the processor, since a build's processes share their clocks with whatever else the machine does. The stages
are those of the road (pipeline/stages.py); what is imported on the way counts where it is first needed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    parser.add_argument("--pages", type=int, default=32, help="of the work item (default 32)")
    asked = parser.parse_args()
    begun = time.process_time()
    from mise_en_page.pipeline import build, stages  # noqa: PLC0415
    from mise_en_page.reading import press_profile  # noqa: PLC0415

    imported = time.process_time() - begun
    from bench.design import design  # noqa: PLC0415
    from bench.ours import publication  # noqa: PLC0415
    from bench.work_item import work_item  # noqa: PLC0415

    spent: Counter[Any] = Counter()
    times: Counter[Any] = Counter()
    done = stages.tried

    def timed(stage: Any, *arguments: Any) -> Any:
        started = time.process_time()
        try:
            return done(stage, *arguments)
        finally:
            spent[stage.name] += 1000 * (time.process_time() - started)
            times[stage.name] += 1

    stages.tried = timed
    with tempfile.TemporaryDirectory(prefix="stages-") as folder:
        issue = publication(work_item(asked.pages), design(4), Path(folder))
        started = time.process_time()
        build.look(issue, press_profile.shipped("fogra39"))
        whole = 1000 * (time.process_time() - started)
    print(f"{'stage':32}{'ms':>8}{'ms/page':>10}{'calls':>7}")
    print(f"{'imports':32}{1000 * imported:8.0f}")
    for stage in stages.ROAD:
        took = spent[stage.name]
        print(f"{stage.name:32}{took:8.0f}{took / asked.pages:10.1f}{times[stage.name]:7}")
    print(f"{'the rest':32}{whole - sum(spent.values()):8.0f}")
    print(f"{'all':32}{whole + 1000 * imported:8.0f}{(whole + 1000 * imported) / asked.pages:10.1f}")


if __name__ == "__main__":
    main()
