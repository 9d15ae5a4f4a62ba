"""The report's charts: made with Altair, drawn as SVG when the report is made. The page runs no script."""
