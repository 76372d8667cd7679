"""python -m mise_en_page.pipeline: the road, stage by stage."""

from mise_en_page.pipeline.stages import road

if __name__ == "__main__":
    print("\n".join(road()))
