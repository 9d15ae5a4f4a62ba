-- The photo record: a caption a row, and a name a row. What is credited, where and when, stands in columns of captions,
-- so that it is found and counted by an index. Left joins on keys: what a query does not ask for is not looked up.

create view analyst.captions as
select
  captions.id as caption_id,
  captions.article_id,
  captions.position,
  captions.photo_id,
  photos.url as photo_url,
  photos.width,
  photos.height,
  captions.caption,
  captions.alt,
  captions.credit_raw as credit_line,
  captions.photographer,
  captions.agency,
  captions.distributor,
  captions.rights_holder,
  captions.courtesy,
  captions.credit_confidence,
  captions.is_handout,
  captions.is_file_photo,
  captions.is_video_still,
  sources.name as source,
  captions.source_id,
  articles.url,
  articles.headline,
  articles.language,
  captions.published_at,
  captions.published_date,
  members.event_id
from news.captions
left join news.articles on articles.id = captions.article_id
left join news.sources on sources.id = captions.source_id
left join news.photos on photos.id = captions.photo_id
left join news.event_articles as members on members.article_id = captions.article_id;

comment on view analyst.captions is 'A row for each photo in an article, with its caption and credit line, captioned or not. The same photo in two articles is two rows with one photo_id.';
comment on column analyst.captions.caption_id is 'The row''s id, which changes when the article''s photos do.';
comment on column analyst.captions.article_id is 'The article.';
comment on column analyst.captions.position is 'Order of the photo on the page, from 0.';
comment on column analyst.captions.photo_id is 'The image file: the same in every article that shows the same address.';
comment on column analyst.captions.photo_url is 'Address of the widest rendition named in the page.';
comment on column analyst.captions.width is 'Pixels, as the page says; null if it does not.';
comment on column analyst.captions.height is 'Pixels, as the page says; null if it does not.';
comment on column analyst.captions.caption is 'The caption without its credit; null if none was printed.';
comment on column analyst.captions.alt is 'The image''s alt text; null if absent.';
comment on column analyst.captions.credit_line is 'The credit line as printed; null if none was.';
comment on column analyst.captions.photographer is 'Who took it, as the credit line says; several are joined by and; null if the line names nobody.';
comment on column analyst.captions.agency is 'The agency that made or owns it, as the credit line says; null if none is named.';
comment on column analyst.captions.distributor is 'Who passes it on, such as Getty Images in AFP via Getty Images; null if none is named.';
comment on column analyst.captions.rights_holder is 'Who holds the rights, where the line says so; null if it does not.';
comment on column analyst.captions.courtesy is 'By whose courtesy it is shown, where the line says so; null if it does not.';
comment on column analyst.captions.credit_confidence is '0 to 1: how far the credit line was understood; null if there is none.';
comment on column analyst.captions.is_handout is 'The line says that the picture was handed out by an interested party.';
comment on column analyst.captions.is_file_photo is 'The line says that the picture is from the archive.';
comment on column analyst.captions.is_video_still is 'The line says that the picture is a frame of a video.';
comment on column analyst.captions.source is 'Who published the article.';
comment on column analyst.captions.source_id is 'The source''s id.';
comment on column analyst.captions.url is 'The article''s address.';
comment on column analyst.captions.headline is 'The article''s headline.';
comment on column analyst.captions.language is 'The article''s language, BCP 47.';
comment on column analyst.captions.published_at is 'When the article was published, UTC; null if it bears no date.';
comment on column analyst.captions.published_date is 'The local day of that.';
comment on column analyst.captions.event_id is 'The event that the article tells of; null until it was read for events.';

create view analyst.credits as
select
  credits.caption_id,
  credits.position,
  captions.article_id,
  captions.photo_id,
  credits.role,
  agents.name,
  agents.kind,
  credits.agent_id,
  captions.credit_raw as credit_line,
  captions.caption,
  sources.name as source,
  captions.published_at,
  captions.published_date
from news.credits
left join news.captions on captions.id = credits.caption_id
left join news.agents on agents.id = credits.agent_id
left join news.sources on sources.id = captions.source_id;

comment on view analyst.credits is 'A row for each name in a credit line, in its role. Photographer and agency of a picture stand side by side in analyst.captions.';
comment on column analyst.credits.caption_id is 'The row of analyst.captions whose credit line it is.';
comment on column analyst.credits.position is 'Order of the name in the line, from 0.';
comment on column analyst.credits.article_id is 'The article.';
comment on column analyst.credits.photo_id is 'The image file.';
comment on column analyst.credits.role is 'photographer, agency (made or owns the picture), distributor (passes it on), rights_holder or courtesy.';
comment on column analyst.credits.name is 'The name, once for all its spellings.';
comment on column analyst.credits.kind is 'person, agency or organization.';
comment on column analyst.credits.agent_id is 'Id of the person, agency or organization, as in analyst.photographers and analyst.agencies.';
comment on column analyst.credits.credit_line is 'The whole line as printed.';
comment on column analyst.credits.caption is 'The caption; null if none was printed.';
comment on column analyst.credits.source is 'Who published the article.';
comment on column analyst.credits.published_at is 'When the article was published, UTC; null if it bears no date.';
comment on column analyst.credits.published_date is 'The local day of that.';
