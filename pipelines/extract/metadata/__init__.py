"""What a page says of its article: headline, kicker, dek, byline, section, tags, language, canonical URL."""
