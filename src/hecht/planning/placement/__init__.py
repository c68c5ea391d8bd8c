"""Placement: households to homes with ties between them; search, bound and benchmark form."""
