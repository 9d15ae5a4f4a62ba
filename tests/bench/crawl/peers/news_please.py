"""news-please's own crawler with its PostgreSQL storage, as ``news-please`` starts it for each site.

    python news_please.py FOLDER

``FOLDER`` holds ``config.cfg`` and ``sitelist.hjson``.
"""

import sys
from pathlib import Path

import tldextract.tldextract
from newsplease.single_crawler import SingleCrawler


def main(folder: Path) -> None:
    # It would fetch the list of public suffixes; it brings one of its own.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    SingleCrawler(str(folder / "config.cfg"), str(folder / "sitelist.hjson"), 0, False, False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
