"""Photos: the article's own pictures in page order, with caption and credit line."""
