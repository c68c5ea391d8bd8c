"""Ways to damage a sound plan, by name, each with the rule that it breaks."""

from tests.planning.damage import form, homes, limits, rights
from tests.planning.damage.hurt import DAMAGES, Hurt

__all__ = ["DAMAGES", "Hurt", "form", "homes", "limits", "rights"]
