-- Who is read, and the runs that read them.

create view analyst.runs as
select
  runs.id as run_id,
  runs.spider,
  sources.name as source,
  runs.source_id,
  runs.started_at,
  runs.finished_at,
  runs.status,
  runs.problems,
  pages.stored,
  pages.revised,
  pages.unchanged,
  pages.dropped,
  pages.quarantined,
  pages.failed,
  runs.version
from news.crawl_runs as runs
left join news.sources on sources.id = runs.source_id
left join lateral (
  select
    count(*) filter (where fetches.outcome = 'stored') as stored,
    count(*) filter (where fetches.outcome = 'revised') as revised,
    count(*) filter (where fetches.outcome = 'unchanged') as unchanged,
    count(*) filter (where fetches.outcome = 'dropped') as dropped,
    count(*) filter (where fetches.outcome = 'quarantined') as quarantined,
    count(*) filter (where fetches.outcome = 'failed') as failed
  from news.fetches where fetches.run_id = runs.id
) as pages on true;

comment on view analyst.runs is 'A row for each run of a spider, with what became of the pages that it asked for.';
comment on column analyst.runs.run_id is 'The run''s id, rising with time.';
comment on column analyst.runs.spider is 'news (a source), article (given pages), warc (an archive) or reextract (archived pages read anew).';
comment on column analyst.runs.source is 'The source that it crawled; null for given pages and archive files.';
comment on column analyst.runs.source_id is 'That source''s id.';
comment on column analyst.runs.started_at is 'When it began, UTC.';
comment on column analyst.runs.finished_at is 'When it ended, UTC; null while it runs.';
comment on column analyst.runs.status is 'running; finished: it did what it says; failed: it fell short; killed: it was found dead.';
comment on column analyst.runs.problems is 'What made it fall short, a line each.';
comment on column analyst.runs.stored is 'Pages that gave a new article.';
comment on column analyst.runs.revised is 'Pages whose article had changed.';
comment on column analyst.runs.unchanged is 'Pages whose article was as before.';
comment on column analyst.runs.dropped is 'Pages that were left out as they should be: forbidden by robots.txt, gone, no article.';
comment on column analyst.runs.quarantined is 'Pages that want a person''s look.';
comment on column analyst.runs.failed is 'Pages that could not be fetched or read.';
comment on column analyst.runs.version is 'Version of Dateline that ran.';

create view analyst.sources as
select
  sources.id as source_id,
  sources.name,
  sources.slug,
  sources.domain,
  sources.kind,
  sources.country,
  sources.language,
  sources.timezone,
  coalesce(quality.articles, 0) as articles,
  coalesce(quality.captions, 0) as captions,
  quality.first_published,
  quality.last_published,
  quality.last_captured_at,
  last.started_at as last_run_at,
  last.status as last_run_status
from news.sources
left join analyst.quality on quality.source_id = sources.id
left join lateral (
  select runs.started_at, runs.status from news.crawl_runs as runs
  where runs.source_id = sources.id order by runs.started_at desc limit 1
) as last on true;

comment on view analyst.sources is 'A row for each source: a publisher, agency or other site that articles come from. What is counted is counted anew after each crawl: analyst.freshness says when, under quality.';
comment on column analyst.sources.source_id is 'The source''s id, the same in all views.';
comment on column analyst.sources.name is 'The name it publishes under; the domain where none is known. Other views call it source.';
comment on column analyst.sources.slug is 'The name that the command line knows it by.';
comment on column analyst.sources.domain is 'Its registered domain.';
comment on column analyst.sources.kind is 'publisher, agency, aggregator, government or ngo.';
comment on column analyst.sources.country is 'Country of its newsroom, ISO 3166-1 alpha-2; null if unknown.';
comment on column analyst.sources.language is 'Its usual language, BCP 47; null if unknown.';
comment on column analyst.sources.timezone is 'IANA zone that its times are printed in; null if unknown.';
comment on column analyst.sources.articles is 'How many articles of it are stored.';
comment on column analyst.sources.captions is 'How many photos stand in them: rows of analyst.captions.';
comment on column analyst.sources.first_published is 'Local day of its earliest dated article.';
comment on column analyst.sources.last_published is 'Local day of its latest.';
comment on column analyst.sources.last_captured_at is 'When an article of it was last fetched or captured, UTC.';
comment on column analyst.sources.last_run_at is 'When its last crawl began, UTC; null if it was never crawled as a source.';
comment on column analyst.sources.last_run_status is 'How that one is: running, finished, failed or killed.';
