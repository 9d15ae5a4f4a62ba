"""Which sites, which URLs, and the manners on the way: the Scrapy side."""
