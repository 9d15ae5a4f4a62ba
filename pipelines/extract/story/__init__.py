"""What the story's own lines say of it: dateline, wire agency, corrections; and whether it has a video."""
