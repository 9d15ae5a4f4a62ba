"""The report: one page that shows a corpus, drawn and written from what ``models.reporting`` reads."""
