"""What no plan can beat: proven bounds on every headline figure.

`prove` gives them all. The parts stand on their own: `lay_ground` (who can end where), windows
of one or of any calendar, `lay_board` (cells), and the problems made from them.
"""

from hecht.planning.bounds.figure_bound import FigureBound, Holds, Sense

__all__ = ["FigureBound", "Holds", "Sense"]
