-- What an event's record stands on: figures, actors, sentences, photos, and its history.

create view analyst.event_figures as
select
  figures.event_id,
  figures.position,
  figures.kind,
  figures.low,
  figures.high,
  figures.printed,
  figures.sources,
  figures.text as sentence,
  figures.article_id,
  sources.name as source,
  articles.published_at,
  articles.published_date
from news.event_figures as figures
join news.articles on articles.id = figures.article_id
left join news.sources on sources.id = articles.source_id;

comment on view analyst.event_figures is 'A row for each number of killed, injured, displaced, missing or arrested that is reported of an event, with the sentence it stands in.';
comment on column analyst.event_figures.event_id is 'The event.';
comment on column analyst.event_figures.position is 'From 0: the most reported and latest first within each kind.';
comment on column analyst.event_figures.kind is 'killed, injured, displaced, missing or arrested.';
comment on column analyst.event_figures.low is 'The number, or the least where a range or at least is said.';
comment on column analyst.event_figures.high is 'The number, or the most; null where only a least is given.';
comment on column analyst.event_figures.printed is 'The number as printed.';
comment on column analyst.event_figures.sources is 'How many independent sources give this very figure.';
comment on column analyst.event_figures.sentence is 'The sentence of the latest article that gives it.';
comment on column analyst.event_figures.article_id is 'That article.';
comment on column analyst.event_figures.source is 'Who published it.';
comment on column analyst.event_figures.published_at is 'When, UTC; null if it bears no date.';
comment on column analyst.event_figures.published_date is 'The local day of that.';

create view analyst.event_actors as
select
  actors.event_id,
  actors.position,
  actors.name,
  actors.kind,
  actors.sources,
  actors.text as sentence,
  actors.article_id,
  sources.name as source
from news.event_actors as actors
join news.articles on articles.id = actors.article_id
left join news.sources on sources.id = articles.source_id;

comment on view analyst.event_actors is 'A row for each person, organisation or group named as acting or acted upon in an event, with a sentence that names it.';
comment on column analyst.event_actors.event_id is 'The event.';
comment on column analyst.event_actors.position is 'From 0: the most named first.';
comment on column analyst.event_actors.name is 'The name in its fullest printed form.';
comment on column analyst.event_actors.kind is 'person, organisation, group (an armed group, force or party) or unknown.';
comment on column analyst.event_actors.sources is 'How many independent sources name it.';
comment on column analyst.event_actors.sentence is 'A sentence that does.';
comment on column analyst.event_actors.article_id is 'The article it stands in.';
comment on column analyst.event_actors.source is 'Who published it.';

create view analyst.event_grounds as
select
  grounds.event_id,
  grounds.about,
  grounds.text as sentence,
  grounds.field,
  grounds.article_id,
  sources.name as source,
  articles.url
from news.event_grounds as grounds
join news.articles on articles.id = grounds.article_id
left join news.sources on sources.id = articles.source_id;

comment on view analyst.event_grounds is 'A row for each sentence or caption that title, day, place or kind of an event stand on.';
comment on column analyst.event_grounds.event_id is 'The event.';
comment on column analyst.event_grounds.about is 'What stands on it: title, occurred, place or kind.';
comment on column analyst.event_grounds.sentence is 'The words.';
comment on column analyst.event_grounds.field is 'Where they stand in the article: headline, dek, body, or caption:N with N the photo''s position.';
comment on column analyst.event_grounds.article_id is 'The article.';
comment on column analyst.event_grounds.source is 'Who published it.';
comment on column analyst.event_grounds.url is 'Its address.';

create view analyst.event_photos as
select
  shown.event_id,
  shown.position,
  captions.id as caption_id,
  captions.photo_id,
  photos.url as photo_url,
  captions.caption,
  captions.credit_raw as credit_line,
  captions.photographer,
  captions.agency,
  shown.article_id,
  sources.name as source,
  articles.published_at,
  articles.published_date
from news.event_photos as shown
join news.captions on captions.article_id = shown.article_id and captions.position = shown.caption_position
join news.articles on articles.id = shown.article_id
left join news.photos on photos.id = captions.photo_id
left join news.sources on sources.id = articles.source_id;

comment on view analyst.event_photos is 'A row for each photo that shows an event, the best first; all photos of its articles are in analyst.captions.';
comment on column analyst.event_photos.event_id is 'The event.';
comment on column analyst.event_photos.position is 'From 0: the best first.';
comment on column analyst.event_photos.caption_id is 'Its row in analyst.captions.';
comment on column analyst.event_photos.photo_id is 'The image file.';
comment on column analyst.event_photos.photo_url is 'Its address.';
comment on column analyst.event_photos.caption is 'The caption.';
comment on column analyst.event_photos.credit_line is 'The credit line as printed; null if none was.';
comment on column analyst.event_photos.photographer is 'Who took it, as the credit line says.';
comment on column analyst.event_photos.agency is 'For which agency, as the credit line says.';
comment on column analyst.event_photos.article_id is 'The article that it is taken from.';
comment on column analyst.event_photos.source is 'Who published that.';
comment on column analyst.event_photos.published_at is 'When, UTC; null if it bears no date.';
comment on column analyst.event_photos.published_date is 'The local day of that.';

create view analyst.event_changes as
select
  changes.id as change_id,
  changes.at,
  changes.event_id,
  changes.fate,
  changes.other_event_id,
  changes.came,
  changes.went
from news.event_changes as changes;

comment on view analyst.event_changes is 'A row for each change of an event: its history.';
comment on column analyst.event_changes.change_id is 'Rises in the order of the changes.';
comment on column analyst.event_changes.at is 'When, UTC.';
comment on column analyst.event_changes.event_id is 'The event.';
comment on column analyst.event_changes.fate is 'new; changed: articles came or went; merged into another; split off another; emptied: its last article went; rejected by an analyst; restored: that, or its emptiness, is over.';
comment on column analyst.event_changes.other_event_id is 'The event that it was merged into, or split off; else null.';
comment on column analyst.event_changes.came is 'Ids of the articles that came.';
comment on column analyst.event_changes.went is 'Ids of the articles that went.';

create view analyst.places as
select
  mentions.article_id,
  mentions.position,
  mentions.place,
  mentions.name,
  mentions.kind,
  mentions.admin1,
  mentions.country,
  mentions.geonames_id,
  mentions.lat,
  mentions.lon,
  mentions.confidence,
  mentions.field,
  sources.name as source,
  articles.published_at,
  articles.published_date
from news.place_mentions as mentions
join news.articles on articles.id = mentions.article_id
left join news.sources on sources.id = articles.source_id;

comment on view analyst.places is 'A row for each place name in an article, with the place that it is taken for.';
comment on column analyst.places.article_id is 'The article.';
comment on column analyst.places.position is 'Order of the name in the article, from 0.';
comment on column analyst.places.place is 'The place''s usual English name.';
comment on column analyst.places.name is 'The name as printed.';
comment on column analyst.places.kind is 'site, city, admin2, admin1, country or region.';
comment on column analyst.places.admin1 is 'The first-order division that it lies in, or is; null if not known.';
comment on column analyst.places.country is 'ISO 3166-1 alpha-2; null for regions of several countries.';
comment on column analyst.places.geonames_id is 'GeoNames'' id; null where there is none.';
comment on column analyst.places.lat is 'Degrees north, WGS 84.';
comment on column analyst.places.lon is 'Degrees east, WGS 84.';
comment on column analyst.places.confidence is '0 to 1: how sure the reading is.';
comment on column analyst.places.field is 'Where the name stands: headline, dek, body, or caption:N with N the photo''s position.';
comment on column analyst.places.source is 'Who published the article.';
comment on column analyst.places.published_at is 'When, UTC; null if it bears no date.';
comment on column analyst.places.published_date is 'The local day of that.';
