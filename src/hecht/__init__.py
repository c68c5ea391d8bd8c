"""hecht: plans the restructuring of a neighbourhood so that people can return together."""
