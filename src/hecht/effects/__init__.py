"""What works: what a measure did to areas and to households, and what others found."""
