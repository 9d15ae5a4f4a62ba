"""What happens to a fetched page."""
