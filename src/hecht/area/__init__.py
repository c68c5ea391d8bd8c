"""How areas stand: indicators over years, profiles, comparable areas, the broad programme."""
