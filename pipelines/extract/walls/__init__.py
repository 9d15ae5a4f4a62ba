"""Pages that stand before an article, or in its place: consent walls, login walls, checks for robots, soft 404s."""
