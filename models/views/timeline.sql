-- What was told of each event, day by day. The newest days are found by an index only if they are kept.

create materialized view analyst.timeline as
with told as (
  select
    articles.published_date as day,
    members.event_id,
    count(*) as articles,
    count(distinct articles.source_id) as sources,
    (array_agg(articles.id order by articles.published_at, articles.id))[1] as article_id
  from news.event_articles as members
  join news.articles on articles.id = members.article_id
  where articles.published_date is not null
  group by articles.published_date, members.event_id
),
given as (
  select
    figures.event_id,
    said.published_date as day,
    array_agg(figures.printed order by figures.position) as killed,
    max(greatest(figures.high, figures.low)) as killed_most
  from news.event_figures as figures
  join news.articles as said on said.id = figures.article_id
  where figures.kind = 'killed'
  group by figures.event_id, said.published_date
)
select
  told.day,
  told.event_id,
  events.title,
  events.kind,
  lower(events.occurred) as occurred_from,
  events.place,
  events.admin1,
  events.country,
  told.articles,
  told.sources,
  given.killed,
  given.killed_most,
  told.article_id,
  first.headline
from told
join news.events on events.id = told.event_id
join news.articles as first on first.id = told.article_id
left join given on given.event_id = told.event_id and given.day = told.day
where events.status = 'current';

create unique index timeline_day_event_id on analyst.timeline (day, event_id);
create index timeline_event_id on analyst.timeline (event_id, day);

comment on materialized view analyst.timeline is 'A row for each event and each local day on which articles on it were published: how the news of it went on. Articles without a date are left out. Made anew after each crawl and update of events: analyst.freshness says when.';
comment on column analyst.timeline.day is 'The local day of publication.';
comment on column analyst.timeline.event_id is 'The event.';
comment on column analyst.timeline.title is 'Its title, the same on all days.';
comment on column analyst.timeline.kind is 'What kind of occurrence it is, as in analyst.events.';
comment on column analyst.timeline.occurred_from is 'First local day on which it happened; null if not known.';
comment on column analyst.timeline.place is 'Where it happened; null if not known.';
comment on column analyst.timeline.admin1 is 'Province, state or governorate of that.';
comment on column analyst.timeline.country is 'Its country, ISO 3166-1 alpha-2.';
comment on column analyst.timeline.articles is 'How many articles on it were published that day.';
comment on column analyst.timeline.sources is 'How many sources published them; copies count here.';
comment on column analyst.timeline.killed is 'Numbers of killed that were last given that day, as printed; null if none was.';
comment on column analyst.timeline.killed_most is 'The largest of them.';
comment on column analyst.timeline.article_id is 'The first article of the day on it.';
comment on column analyst.timeline.headline is 'That article''s headline.';
