"""Taking the analysts' views away: files in the formats that people work with, and a data package beside them.

Modules here load pyarrow and Alembic, half a second that other commands need not spend: so commands import them only
when they run.
"""

FORMATS = ("parquet", "csv", "jsonl", "geojson")
