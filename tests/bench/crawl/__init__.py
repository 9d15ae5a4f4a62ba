"""Pages a second through the whole path, beside what people would use instead: ``python -m tests.bench.crawl``."""
