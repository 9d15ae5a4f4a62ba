-- Events as analysts query them: one row each, and the articles that tell of it.

create view analyst.events as
select
  events.id as event_id,
  events.title,
  events.title_article_id,
  events.kind,
  lower(events.occurred) as occurred_from,
  upper(events.occurred) - 1 as occurred_to,
  events.time_precision,
  events.place,
  events.geonames_id,
  events.admin1,
  events.country,
  events.lat,
  events.lon,
  events.geo_precision,
  (
    select array_agg(figures.printed order by figures.position)
    from news.event_figures as figures where figures.event_id = events.id and figures.kind = 'killed'
  ) as killed,
  (
    select array_agg(figures.printed order by figures.position)
    from news.event_figures as figures where figures.event_id = events.id and figures.kind = 'injured'
  ) as injured,
  (
    select array_agg(figures.printed order by figures.position)
    from news.event_figures as figures where figures.event_id = events.id and figures.kind = 'displaced'
  ) as displaced,
  (
    select array_agg(figures.printed order by figures.position)
    from news.event_figures as figures where figures.event_id = events.id and figures.kind = 'missing'
  ) as missing,
  (
    select array_agg(figures.printed order by figures.position)
    from news.event_figures as figures where figures.event_id = events.id and figures.kind = 'arrested'
  ) as arrested,
  (
    select min(figures.low) from news.event_figures as figures
    where figures.event_id = events.id and figures.kind = 'killed'
  ) as killed_least,
  (
    select max(greatest(figures.high, figures.low)) from news.event_figures as figures
    where figures.event_id = events.id and figures.kind = 'killed'
  ) as killed_most,
  (
    select array_agg(actors.name order by actors.position)
    from news.event_actors as actors where actors.event_id = events.id
  ) as actors,
  events.articles,
  events.sources,
  (select count(*) from news.event_photos as photos where photos.event_id = events.id) as photos,
  events.languages,
  events.first_report_at,
  events.last_report_at,
  events.updated_at
from news.events
where events.status = 'current';

comment on view analyst.events is 'A row for each event; those that were merged into others, lost all their articles or were rejected by an analyst are left out.';
comment on column analyst.events.event_id is 'The event''s id, which stays.';
comment on column analyst.events.title is 'The headline of its most central article.';
comment on column analyst.events.title_article_id is 'That article; null if it was deleted.';
comment on column analyst.events.kind is 'battle, explosion or remote violence, violence against civilians, protest, riot, strategic development, crime, accident, disaster, justice, politics, or other.';
comment on column analyst.events.occurred_from is 'First local day on which it happened; null if not known.';
comment on column analyst.events.occurred_to is 'Last local day on which it happened.';
comment on column analyst.events.time_precision is 'How finely that is known: day, week, month or year.';
comment on column analyst.events.place is 'Where it happened; null if not known.';
comment on column analyst.events.geonames_id is 'GeoNames'' id of the place; null where there is none.';
comment on column analyst.events.admin1 is 'Province, state or governorate.';
comment on column analyst.events.country is 'ISO 3166-1 alpha-2.';
comment on column analyst.events.lat is 'Degrees north, WGS 84.';
comment on column analyst.events.lon is 'Degrees east, WGS 84.';
comment on column analyst.events.geo_precision is 'How finely the place is known: site, city, admin2, admin1, country or region.';
comment on column analyst.events.killed is 'Numbers of killed as printed, the most reported first; null if no number is. The sentences are in analyst.event_figures.';
comment on column analyst.events.injured is 'Numbers of injured as printed, the most reported first.';
comment on column analyst.events.displaced is 'Numbers of people driven from home as printed, the most reported first.';
comment on column analyst.events.missing is 'Numbers of missing as printed, the most reported first.';
comment on column analyst.events.arrested is 'Numbers of arrested as printed, the most reported first.';
comment on column analyst.events.killed_least is 'The smallest number of killed that is reported; null if none is.';
comment on column analyst.events.killed_most is 'The largest number of killed that is reported; null if none is.';
comment on column analyst.events.actors is 'Who is named as acting or acted upon, the most named first.';
comment on column analyst.events.articles is 'How many articles tell of it.';
comment on column analyst.events.sources is 'How many independent sources: copies count once.';
comment on column analyst.events.photos is 'How many photos show it: rows of analyst.event_photos.';
comment on column analyst.events.languages is 'Languages of its articles, the most frequent first.';
comment on column analyst.events.first_report_at is 'When its earliest article was published, UTC; null if none bears a date.';
comment on column analyst.events.last_report_at is 'When its latest article was published, UTC.';
comment on column analyst.events.updated_at is 'When its articles or its record last changed, UTC.';

create view analyst.event_articles as
select
  members.event_id,
  members.article_id,
  articles.headline,
  articles.url,
  sources.name as source,
  articles.published_at,
  articles.published_date,
  articles.language,
  members.centrality,
  copies.representative_id as copy_of,
  copies.kind as copy_kind
from news.event_articles as members
join news.articles on articles.id = members.article_id
join news.sources on sources.id = articles.source_id
left join news.copies on copies.article_id = members.article_id;

comment on view analyst.event_articles is 'A row for each article that was read for events, with the event that it tells of. Who of them is independent is in analyst.event_sources.';
comment on column analyst.event_articles.event_id is 'The event.';
comment on column analyst.event_articles.article_id is 'The article.';
comment on column analyst.event_articles.headline is 'Its headline.';
comment on column analyst.event_articles.url is 'The address that it is known by.';
comment on column analyst.event_articles.source is 'Who published it.';
comment on column analyst.event_articles.published_at is 'When it was published, UTC; null if it bears no date.';
comment on column analyst.event_articles.published_date is 'The local day of that.';
comment on column analyst.event_articles.language is 'BCP 47 tag.';
comment on column analyst.event_articles.centrality is '0 to 1: how like the event''s other articles it is.';
comment on column analyst.event_articles.copy_of is 'The article whose text it has; null if the text is its own.';
comment on column analyst.event_articles.copy_kind is 'same, edited or excerpt; null if the text is its own.';
