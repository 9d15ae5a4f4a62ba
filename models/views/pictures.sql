-- Where else the same picture appeared.

create function analyst.photo_appearances(files bigint[], pictures text[], captions bigint[])
returns table (
  how text, caption_id bigint, article_id bigint, photo_url text, caption text, credit_line text, photographer text,
  agency text, source text, published_at timestamptz, published_date date, url text
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  with found as (
    select captions.id, 1 as weight from news.captions where captions.photo_id = any(files)
    union all
    select captions.id, 2 from news.photos join news.captions on captions.photo_id = photos.id
    where news.picture_key(photos.url) = any(pictures)
    union all
    select same.id, 3
    from news.captions as own
    join news.articles as own_article on own_article.id = own.article_id
    join news.captions as same on length(same.caption) >= 30 and news.caption_key(same.caption) = news.caption_key(own.caption)
    join news.articles on articles.id = same.article_id
    where own.id = any(photo_appearances.captions) and length(own.caption) >= 30
      and articles.source_id <> own_article.source_id
      and (news.caption_key(own.credit_raw) = news.caption_key(same.credit_raw)
        or exists (
          select from news.credits as one join news.credits as other on other.agent_id = one.agent_id
          where one.caption_id = own.id and other.caption_id = same.id))
  ),
  best as (
    select found.id, min(found.weight) as weight from found group by found.id
  )
  select (array['same file', 'same picture', 'same caption'])[best.weight], captions.id, captions.article_id, photos.url,
    captions.caption, captions.credit_raw,
    (select string_agg(agents.name, ' and ' order by credits.position) from news.credits
      join news.agents on agents.id = credits.agent_id
      where credits.caption_id = captions.id and credits.role = 'photographer'),
    (select string_agg(agents.name, ' and ' order by credits.position) from news.credits
      join news.agents on agents.id = credits.agent_id
      where credits.caption_id = captions.id and credits.role = 'agency'),
    sources.name, articles.published_at, articles.published_date, articles.url
  from best
  join news.captions on captions.id = best.id
  join news.photos on photos.id = captions.photo_id
  join news.articles on articles.id = captions.article_id
  join news.sources on sources.id = articles.source_id
  order by best.weight, articles.published_at nulls last, captions.id;
end;

comment on function analyst.photo_appearances is 'What analyst.same_photo finds for photos, picture keys and captions.';

create function analyst.same_photo(of_caption bigint)
returns table (
  how text, caption_id bigint, article_id bigint, photo_url text, caption text, credit_line text, photographer text,
  agency text, source text, published_at timestamptz, published_date date, url text
)
language sql stable rows 5 security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select found.*
  from news.captions as own
  join news.photos on photos.id = own.photo_id
  cross join lateral analyst.photo_appearances(array[photos.id], array[news.picture_key(photos.url)], array[own.id]) as found
  where own.id = of_caption;
end;

comment on function analyst.same_photo(bigint) is
  'Every appearance of the picture that a caption stands under, itself among them, the surest and earliest first. Columns: how (same file: the same address; same picture: another rendition of it, whose address differs in size, crop, server or parameters alone; same caption: weaker, another site''s picture with the same caption of 30 letters or more and the same credit line or somebody credited in both), caption_id, article_id, photo_url, caption, credit_line (as printed), photographer, agency, source, published_at (UTC), published_date (local), url (of the article). A picture that was renamed and given another caption is not found.';

create function analyst.same_photo(of_url text)
returns table (
  how text, caption_id bigint, article_id bigint, photo_url text, caption text, credit_line text, photographer text,
  agency text, source text, published_at timestamptz, published_date date, url text
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  with files as (
    select photos.id from news.photos where photos.key_hash = sha256(convert_to(left(of_url, 10000), 'UTF8'))
    union
    select photos.id from news.photos
    where news.picture_key(photos.url) = news.picture_key(of_url) and photos.url = of_url
  )
  select found.*
  from analyst.photo_appearances(
    array(select files.id from files),
    array[news.picture_key(of_url)],
    array(select captions.id from news.captions join files on captions.photo_id = files.id)) as found;
end;

comment on function analyst.same_photo(text) is
  'As same_photo for a caption, for the address of an image, which need not be one that was seen: its other renditions are found all the same.';
