"""What residents get to read and to fill in, and the rules that keep it plain."""
