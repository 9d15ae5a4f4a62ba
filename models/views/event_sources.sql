-- Who tells of an event, and when. Made for each event by itself: a query that finds its events by place or day has only
-- theirs made.

create view analyst.event_sources as
select
  events.id as event_id,
  sources.name as source,
  placed.source_id,
  sources.domain,
  sources.country,
  placed.agency,
  articles.language,
  placed.article_id,
  articles.headline,
  articles.url,
  articles.published_at,
  articles.published_date,
  placed.articles,
  placed.place_in_voice = 1 as is_independent,
  placed.copy_of
from news.events
cross join lateral (
  select
    told.*,
    row_number() over (partition by told.voice order by told.published_at nulls last, told.article_id) as place_in_voice,
    row_number() over (
      partition by told.voice, told.source_id order by told.published_at nulls last, told.article_id
    ) as place_in_source,
    count(*) over (partition by told.voice, told.source_id) as articles
  from (
    select
      members.article_id,
      articles.source_id,
      articles.published_at,
      copies.representative_id as copy_of,
      -- Whose words it has: those of the article that it copies, where that is in the event too.
      case
        when copies.article_id is not null and originals.article_id is null then 'copy ' || copies.representative_id
        when cardinality(first.wire_agencies) = 1 then 'agency ' || lower(first.wire_agencies[1])
        else 'source ' || first.source_id
      end as voice,
      case when cardinality(first.wire_agencies) = 1 then first.wire_agencies[1] end as agency
    from news.event_articles as members
    join news.articles on articles.id = members.article_id
    left join news.copies on copies.article_id = members.article_id
    left join news.event_articles as originals
      on originals.article_id = copies.representative_id and originals.event_id = members.event_id
    left join news.articles as first on first.id = coalesce(originals.article_id, members.article_id)
    where members.event_id = events.id
  ) as told
) as placed
join news.articles on articles.id = placed.article_id
left join news.sources on sources.id = placed.source_id
where placed.place_in_source = 1;

comment on view analyst.event_sources is 'A row for each source that tells of an event; two, where it speaks for itself and prints an agency''s copy too. Those with is_independent are what sources in analyst.events counts.';
comment on column analyst.event_sources.event_id is 'The event.';
comment on column analyst.event_sources.source is 'The source''s name.';
comment on column analyst.event_sources.source_id is 'The source''s id.';
comment on column analyst.event_sources.domain is 'Its registered domain.';
comment on column analyst.event_sources.country is 'Country of its newsroom, ISO 3166-1 alpha-2; null if unknown.';
comment on column analyst.event_sources.agency is 'The agency whose copy it prints; null if it speaks for itself, or draws on several.';
comment on column analyst.event_sources.language is 'Language of the article, BCP 47.';
comment on column analyst.event_sources.article_id is 'Its first article on the event.';
comment on column analyst.event_sources.headline is 'That article''s headline.';
comment on column analyst.event_sources.url is 'Its address.';
comment on column analyst.event_sources.published_at is 'When it was published, UTC; null if it bears no date.';
comment on column analyst.event_sources.published_date is 'The local day of that.';
comment on column analyst.event_sources.articles is 'How many articles of the source say the same thing in the same voice.';
comment on column analyst.event_sources.is_independent is 'Whether it is counted as a source of the event; false: its text is a copy, or an agency''s that another source printed first.';
comment on column analyst.event_sources.copy_of is 'The article whose text it has; null if the text is its own.';
