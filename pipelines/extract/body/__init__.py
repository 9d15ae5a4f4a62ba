"""The article's text: trafilatura on the part of the page that is the article, its answer judged and mended."""
