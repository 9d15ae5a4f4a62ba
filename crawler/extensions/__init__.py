"""What watches over a run while it lasts."""
