-- Every version of an article, and what differs between two of them.

create view analyst.revisions as
select
  revisions.article_id,
  revisions.revision,
  articles.url,
  sources.name as source,
  revisions.captured_at,
  revisions.changed,
  revisions.headline,
  revisions.kicker,
  revisions.dek,
  revisions.body,
  revisions.photos,
  fetches.warc_file,
  fetches.warc_offset,
  revisions.version as extracted_by
from news.article_revisions as revisions
join news.articles on articles.id = revisions.article_id
join news.sources on sources.id = articles.source_id
left join news.fetches on fetches.id = revisions.fetch_id;

comment on view analyst.revisions is 'A row for each version of each article: the first as it was found, one more for each change of headline, kicker, dek, text, caption or credit.';
comment on column analyst.revisions.article_id is 'The article.';
comment on column analyst.revisions.revision is '1 for the first version seen; two of them go into analyst.diff.';
comment on column analyst.revisions.url is 'The address that the article is known by.';
comment on column analyst.revisions.source is 'Who published it.';
comment on column analyst.revisions.captured_at is 'When it was first seen to read like this, UTC.';
comment on column analyst.revisions.changed is 'What differs from the version before: headline, kicker, dek, body, captions, credits.';
comment on column analyst.revisions.headline is 'The headline of this version.';
comment on column analyst.revisions.kicker is 'The label before the headline; null if none.';
comment on column analyst.revisions.dek is 'The standfirst; null if none.';
comment on column analyst.revisions.body is 'The text, a paragraph a line; null where a page had photos only.';
comment on column analyst.revisions.photos is 'Its photos in page order, each with url, caption and credit as printed.';
comment on column analyst.revisions.warc_file is 'The archive file that holds the page; null for what was stored before there was an archive.';
comment on column analyst.revisions.warc_offset is 'Where the page stands there, bytes.';
comment on column analyst.revisions.extracted_by is 'Version of Dateline that read the page.';

create function analyst.diff(article bigint, before integer, after integer)
returns table (field text, place integer, was text, became text)
language sql stable
begin atomic
  with old as (
    select * from news.article_revisions as r where r.article_id = diff.article and r.revision = diff.before
  ),
  new as (
    select * from news.article_revisions as r where r.article_id = diff.article and r.revision = diff.after
  ),
  line as (
    select 1 as sort, 'headline' as field, 0 as place, old.headline as was, new.headline as became from old, new
    union all select 2, 'kicker', 0, old.kicker, new.kicker from old, new
    union all select 3, 'dek', 0, old.dek, new.dek from old, new
    union all
    select 4, 'body', coalesce(o.place, n.place)::int, o.line, n.line
    from (
      select string_to_table.*, row_number() over (partition by line order by place) as time
      from old, string_to_table(old.body, E'\n') with ordinality as string_to_table (line, place)) as o
    full join (
      select string_to_table.*, row_number() over (partition by line order by place) as time
      from new, string_to_table(new.body, E'\n') with ordinality as string_to_table (line, place)) as n
    on o.line = n.line and o.time = n.time
    union all
    select 5, part.name, coalesce(o.place, n.place)::int, o.photo ->> part.name, n.photo ->> part.name
    from (select p.* from old, jsonb_array_elements(old.photos) with ordinality as p (photo, place)) as o
    full join (select p.* from new, jsonb_array_elements(new.photos) with ordinality as p (photo, place)) as n
    on o.photo ->> 'url' = n.photo ->> 'url'
    cross join (values ('caption'), ('credit')) as part (name)
  )
  select line.field, line.place, line.was, line.became
  from line
  where line.was is distinct from line.became
  order by line.sort, line.place, line.field, line.was is null;
end;

comment on function analyst.diff is 'What differs between two versions of an article: field, its place (paragraph or photo, from 1; 0 elsewhere), how it read in the first and in the second. A paragraph that was reworded is one that went and one that came.';
