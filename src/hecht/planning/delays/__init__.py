"""What happens to a plan when works take longer than planned, and plans that bear it."""
