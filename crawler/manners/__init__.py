"""What we owe a host, free of Scrapy's machinery as far as it goes: rules, pauses, budgets, refusals."""
