-- How well each source is read. Counted over the whole corpus, so kept.

create materialized view analyst.quality as
with told as (
  select
    source_id,
    count(*) as articles,
    count(*) filter (where headline <> '') as headline,
    count(*) filter (where octet_length(body) > 0) as body,
    count(byline) as byline,
    count(published_at) as dated,
    count(*) filter (where published_precision in ('hour', 'minute', 'second')) as timed,
    count(*) filter (where published_zone_basis <> 'assumed_utc') as zoned,
    count(language) as language,
    count(*) filter (where revision > 1) as revised,
    min(published_date) as first_published,
    max(published_date) as last_published,
    max(last_captured_at) as last_captured_at
  from news.articles group by source_id
),
pictured as (
  select
    captions.source_id,
    count(*) as captions,
    count(*) filter (where captions.position = 0) as articles,
    count(captions.caption) as caption,
    count(captions.alt) as alt,
    count(captions.credit_raw) as credit,
    count(*) filter (where captions.credit_confidence >= 0.5) as understood,
    count(captions.photographer) as photographer,
    count(captions.agency) as agency
  from news.captions group by captions.source_id
),
copied as (
  select articles.source_id, count(*) as copies
  from news.copies join news.articles on articles.id = copies.article_id
  group by articles.source_id
),
fetched as (
  select
    urls.source_id,
    count(*) as pages,
    count(*) filter (where fetches.outcome = 'quarantined') as quarantined,
    count(*) filter (where fetches.outcome = 'failed') as failed
  from news.crawl_runs as runs
  join news.fetches on fetches.run_id = runs.id
  join news.urls on urls.id = fetches.url_id
  where runs.started_at > now() - interval '28 days' and runs.spider <> 'reextract'
  group by urls.source_id
)
select
  sources.id as source_id,
  sources.name as source,
  sources.domain,
  coalesce(told.articles, 0) as articles,
  round(told.headline::numeric / told.articles, 3)::float8 as headline_rate,
  round(told.body::numeric / told.articles, 3)::float8 as body_rate,
  round(told.byline::numeric / told.articles, 3)::float8 as byline_rate,
  round(told.dated::numeric / told.articles, 3)::float8 as date_rate,
  round(told.timed::numeric / told.articles, 3)::float8 as time_rate,
  round(told.zoned::numeric / nullif(told.dated, 0), 3)::float8 as zone_rate,
  round(told.language::numeric / told.articles, 3)::float8 as language_rate,
  round(told.revised::numeric / told.articles, 3)::float8 as revised_rate,
  round(coalesce(copied.copies, 0)::numeric / told.articles, 3)::float8 as copy_rate,
  round(coalesce(pictured.articles, 0)::numeric / told.articles, 3)::float8 as photos_rate,
  coalesce(pictured.captions, 0) as captions,
  round(pictured.caption::numeric / pictured.captions, 3)::float8 as caption_rate,
  round(pictured.alt::numeric / pictured.captions, 3)::float8 as alt_rate,
  round(pictured.credit::numeric / pictured.captions, 3)::float8 as credit_rate,
  round(pictured.understood::numeric / nullif(pictured.credit, 0), 3)::float8 as understood_rate,
  round(pictured.photographer::numeric / pictured.captions, 3)::float8 as photographer_rate,
  round(pictured.agency::numeric / pictured.captions, 3)::float8 as agency_rate,
  coalesce(fetched.pages, 0) as pages_28_days,
  coalesce(fetched.quarantined, 0) as quarantined_28_days,
  coalesce(fetched.failed, 0) as failed_28_days,
  told.first_published,
  told.last_published,
  told.last_captured_at
from news.sources
left join told on told.source_id = sources.id
left join pictured on pictured.source_id = sources.id
left join copied on copied.source_id = sources.id
left join fetched on fetched.source_id = sources.id;

create unique index quality_source_id on analyst.quality (source_id);

comment on materialized view analyst.quality is 'A row for each source: how much of what its articles and photos should have was found. Rates run from 0 to 1; null where there is nothing to count. Counted anew after each crawl: analyst.freshness says when.';
comment on column analyst.quality.source_id is 'The source''s id.';
comment on column analyst.quality.source is 'The source''s name.';
comment on column analyst.quality.domain is 'Its registered domain.';
comment on column analyst.quality.articles is 'How many articles of it are stored.';
comment on column analyst.quality.headline_rate is 'Articles with a headline.';
comment on column analyst.quality.body_rate is 'Articles with a text.';
comment on column analyst.quality.byline_rate is 'Articles with a byline; a source that prints none has 0.';
comment on column analyst.quality.date_rate is 'Articles with a date of publication.';
comment on column analyst.quality.time_rate is 'Articles whose date has a time of day.';
comment on column analyst.quality.zone_rate is 'Dated articles whose time zone is known; the others were read as UTC.';
comment on column analyst.quality.language_rate is 'Articles whose language is known.';
comment on column analyst.quality.revised_rate is 'Articles that were seen to change.';
comment on column analyst.quality.copy_rate is 'Articles whose text another one had before.';
comment on column analyst.quality.photos_rate is 'Articles with photos.';
comment on column analyst.quality.captions is 'How many photos stand in its articles: rows of analyst.captions.';
comment on column analyst.quality.caption_rate is 'Photos with a caption.';
comment on column analyst.quality.alt_rate is 'Photos with an alt text.';
comment on column analyst.quality.credit_rate is 'Photos with a credit line.';
comment on column analyst.quality.understood_rate is 'Credit lines that were understood: credit_confidence of 0.5 and more.';
comment on column analyst.quality.photographer_rate is 'Photos that name a photographer.';
comment on column analyst.quality.agency_rate is 'Photos that name an agency.';
comment on column analyst.quality.pages_28_days is 'Pages that runs begun in the last 28 days asked for.';
comment on column analyst.quality.quarantined_28_days is 'How many of these were quarantined: they want a person''s look.';
comment on column analyst.quality.failed_28_days is 'How many of these failed.';
comment on column analyst.quality.first_published is 'Local day of its earliest dated article.';
comment on column analyst.quality.last_published is 'Local day of its latest.';
comment on column analyst.quality.last_captured_at is 'When an article of it was last fetched or captured, UTC.';

create table analyst.freshness (
  view text primary key,
  refreshed_at timestamptz not null,
  seconds double precision not null
);

comment on table analyst.freshness is 'A row for each view that is counted anew after crawls and by `scrapy db refresh`; all other views are always up to date.';
comment on column analyst.freshness.view is 'The view''s name.';
comment on column analyst.freshness.refreshed_at is 'It shows what was stored at that time, UTC.';
comment on column analyst.freshness.seconds is 'How long it took to count.';
