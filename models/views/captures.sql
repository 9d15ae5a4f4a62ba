-- Where the page of each version of an article stands in the archive: what a publishable export is filled again from.

create view analyst.captures as
select
  revisions.article_id,
  revisions.revision,
  articles.url,
  urls.url as asked_url,
  coalesce(fetches.final_url, urls.url) as final_url,
  revisions.captured_at,
  encode(revisions.content_hash, 'hex') as content_hash,
  case when fetches.warc_file not like 'file:%' then fetches.warc_file end as warc_file,
  case when fetches.warc_file not like 'file:%' then fetches.warc_offset end as warc_offset,
  case when fetches.warc_file not like 'file:%' then fetches.warc_length end as warc_length,
  fetches.payload_digest,
  urls.hint_headline as feed_headline,
  revisions.version as extracted_by
from news.article_revisions as revisions
join news.articles on articles.id = revisions.article_id
left join news.fetches on fetches.id = revisions.fetch_id
left join news.urls on urls.id = coalesce(fetches.url_id, articles.url_id);

comment on view analyst.captures is 'A row for each version of each article: the page that it was read from, and where that stands in the archive.';
comment on column analyst.captures.article_id is 'The article.';
comment on column analyst.captures.revision is '1 for the first version seen.';
comment on column analyst.captures.url is 'The address that the article is known by.';
comment on column analyst.captures.asked_url is 'The address that was asked for.';
comment on column analyst.captures.final_url is 'The address that answered, after redirects.';
comment on column analyst.captures.captured_at is 'When the version was first seen, UTC.';
comment on column analyst.captures.content_hash is 'SHA-256 over kicker, headline, dek, body, captions and credit lines of the version, hexadecimal.';
comment on column analyst.captures.warc_file is 'The archive file that holds the page, below the archive''s folder; null where no archive of ours does.';
comment on column analyst.captures.warc_offset is 'Where the page''s record begins there, bytes.';
comment on column analyst.captures.warc_length is 'The record''s length there, bytes.';
comment on column analyst.captures.payload_digest is 'The record''s payload digest, as sha1:BASE32; null if none was kept.';
comment on column analyst.captures.feed_headline is 'The headline that its feed or sitemap last gave; null if none did.';
comment on column analyst.captures.extracted_by is 'Version of Dateline that read the page.';
