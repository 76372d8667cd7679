"""The file a printer keeps: pictures into inks, plain PDF into PDF/X."""

from mise_en_page.press.finish import finish
from mise_en_page.press.images import Prepared, prepare_image
from mise_en_page.press.job import Job
from mise_en_page.press.profile import Profile, read_profile, shipped

__all__ = ["Job", "Prepared", "Profile", "finish", "prepare_image", "read_profile", "shipped"]
