"""Write the pages of the site for people; between `page` and `publish`."""

from .frame import Files, Frame, write_shared

__all__ = ["Files", "Frame", "write_shared"]
