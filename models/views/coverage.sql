-- How much there is of each source and day, and how full it is. Counted over the whole corpus, so kept.

create materialized view analyst.coverage as
with told as (
  select
    source_id,
    published_date as day,
    count(*) as articles,
    count(*) filter (where octet_length(body) > 0) as with_body,
    count(byline) as with_byline
  from news.articles where published_date is not null group by source_id, published_date
),
pictured as (
  select
    source_id,
    published_date as day,
    count(*) filter (where position = 0) as with_photos,
    count(*) as captions,
    count(caption) as with_caption,
    count(credit_raw) as with_credit,
    count(photographer) as with_photographer,
    count(agency) as with_agency
  from news.captions where published_date is not null group by source_id, published_date
),
counted as (
  select
    told.*,
    coalesce(pictured.with_photos, 0) as with_photos,
    coalesce(pictured.captions, 0) as captions,
    coalesce(pictured.with_caption, 0) as with_caption,
    coalesce(pictured.with_credit, 0) as with_credit,
    coalesce(pictured.with_photographer, 0) as with_photographer,
    coalesce(pictured.with_agency, 0) as with_agency
  from told left join pictured on pictured.source_id = told.source_id and pictured.day = told.day
)
select
  counted.day,
  sources.name as source,
  counted.source_id,
  counted.articles,
  counted.with_body,
  counted.with_byline,
  counted.with_photos,
  counted.captions,
  counted.with_caption,
  counted.with_credit,
  counted.with_photographer,
  counted.with_agency,
  round(counted.with_body::numeric / counted.articles, 3)::float8 as body_rate,
  round(counted.with_byline::numeric / counted.articles, 3)::float8 as byline_rate,
  round(counted.with_photos::numeric / counted.articles, 3)::float8 as photos_rate,
  round(counted.with_caption::numeric / nullif(counted.captions, 0), 3)::float8 as caption_rate,
  round(counted.with_credit::numeric / nullif(counted.captions, 0), 3)::float8 as credit_rate,
  round(counted.with_photographer::numeric / nullif(counted.captions, 0), 3)::float8 as photographer_rate,
  round(counted.with_agency::numeric / nullif(counted.captions, 0), 3)::float8 as agency_rate
from counted
join news.sources on sources.id = counted.source_id;

create unique index coverage_day_source_id on analyst.coverage (day, source_id);
create index coverage_source on analyst.coverage (source, day);

comment on materialized view analyst.coverage is 'A row for each source and local day of publication: how many articles and photos, and how many of them have text, byline, caption, credit. Articles without a date are left out. Counted anew after each crawl: analyst.freshness says when.';
comment on column analyst.coverage.day is 'The local day, as published_date in analyst.articles.';
comment on column analyst.coverage.source is 'The source''s name.';
comment on column analyst.coverage.source_id is 'The source''s id.';
comment on column analyst.coverage.articles is 'How many articles it published on that day, as far as they were crawled.';
comment on column analyst.coverage.with_body is 'How many of them have a text.';
comment on column analyst.coverage.with_byline is 'How many have a byline.';
comment on column analyst.coverage.with_photos is 'How many have photos.';
comment on column analyst.coverage.captions is 'How many photos stand in these articles: rows of analyst.captions.';
comment on column analyst.coverage.with_caption is 'How many photos have a caption.';
comment on column analyst.coverage.with_credit is 'How many photos have a credit line.';
comment on column analyst.coverage.with_photographer is 'How many photos name a photographer.';
comment on column analyst.coverage.with_agency is 'How many photos name an agency.';
comment on column analyst.coverage.body_rate is '0 to 1: with_body of articles.';
comment on column analyst.coverage.byline_rate is '0 to 1: with_byline of articles.';
comment on column analyst.coverage.photos_rate is '0 to 1: with_photos of articles.';
comment on column analyst.coverage.caption_rate is '0 to 1: with_caption of captions; null if there are no photos.';
comment on column analyst.coverage.credit_rate is '0 to 1: with_credit of captions; null if there are no photos.';
comment on column analyst.coverage.photographer_rate is '0 to 1: with_photographer of captions; null if there are no photos.';
comment on column analyst.coverage.agency_rate is '0 to 1: with_agency of captions; null if there are no photos.';
