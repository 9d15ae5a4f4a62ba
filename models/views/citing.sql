-- Citations that can be checked: who, what, where, when, and the record of it.

create function analyst.citation(article_id bigint)
returns table (
  authors text[], byline text, headline text, source text, published text, published_at timestamptz, url text,
  accessed_at timestamptz, revision integer, read_at timestamptz, warc_file text, warc_offset bigint, warc_length bigint,
  payload_digest text, content_hash text, extracted_by text, not_known text[]
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select named.names, articles.byline, articles.headline, sources.name, dated.said, articles.published_at, articles.url,
    articles.last_captured_at, articles.revision, revisions.captured_at, fetches.warc_file, fetches.warc_offset,
    fetches.warc_length, fetches.payload_digest, encode(articles.content_hash, 'hex'), articles.version,
    array_remove(array[
      case when named.names is null and articles.byline is null then 'author' end,
      case when articles.published_at is null then 'date of publication' end,
      case when articles.published_zone_basis = 'assumed_utc' then 'time zone of the date' end,
      case when fetches.warc_file is null then 'archive record' end,
      case when sources.name = sources.domain then 'name of the source' end], null)
  from news.articles
  join news.sources on sources.id = articles.source_id
  left join news.article_revisions as revisions
    on revisions.article_id = articles.id and revisions.revision = articles.revision
  left join news.fetches on fetches.id = revisions.fetch_id
  cross join lateral (
    select array_agg(agents.name order by written.position) as names
    from news.article_authors as written join news.agents on agents.id = written.agent_id
    where written.article_id = articles.id) as named
  cross join lateral (
    select to_char(articles.published_date, case articles.published_precision
      when 'year' then 'YYYY' when 'month' then 'FMMonth YYYY' else 'FMDD FMMonth YYYY' end) as said) as dated
  where articles.id = citation.article_id;
  if not found then
    raise exception using errcode = 'P0002', message = format('There is no article %s.', coalesce(article_id::text, 'null'));
  end if;
end
$$;

comment on function analyst.citation is
  'What analyst.cite says of an article, a column each: authors, byline (as printed), headline, source, published (the local day, as finely as it is known), published_at (UTC), url, accessed_at (when it was last seen, UTC), revision (1: never changed), read_at (when it was first seen to read like this, UTC), warc_file, warc_offset, warc_length and payload_digest (the archive record of that capture), content_hash (SHA-256 of headline, standfirst, text, captions and credits, in hex), extracted_by (version of Dateline), not_known (what is missing).';

create function analyst.cite(article_id bigint) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select concat(
    coalesce(array_to_string(cited.authors, ', '), cited.byline, '[author not named]'), '. ',
    U&'\201C', cited.headline, U&'\201D. ',
    cited.source, ', ', coalesce(cited.published, '[date of publication not known]'), '. ',
    cited.url, '. ',
    'Accessed ', to_char(cited.accessed_at at time zone 'UTC', 'FMDD FMMonth YYYY, HH24:MI'), ' UTC. ',
    case when cited.revision = 1 then 'First version seen'
      else concat('Version ', cited.revision, ', as it read from ',
        coalesce(to_char(cited.read_at at time zone 'UTC', 'FMDD FMMonth YYYY, HH24:MI') || ' UTC', '[time not known]')) end, '; ',
    case when cited.warc_file is null then '[page not archived]'
      else concat('archived in ', cited.warc_file, ' at offset ', cited.warc_offset, ', payload ',
        coalesce(cited.payload_digest, '[digest not known]')) end, '; ',
    'content SHA-256 ', cited.content_hash, '.')
  from analyst.citation(cite.article_id) as cited;
end;

comment on function analyst.cite is
  'A citation of an article to paste: authors, headline, source, local day of publication, address, when it was last seen, which version, its archive record (WARC file, offset, payload digest) and the hash of its content. What is not known is said in [brackets]. Its parts are in analyst.citation.';
