-- Full-text search. The words of articles, captions and events stand in news.search_entries, which triggers keep.

create function analyst.search_languages() returns table (code text, first date, last date)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- from one language to the next in the index, and its first and last day there
set enable_bitmapscan = off
begin atomic
  with recursive spoken as (
    (select min(entries.language) as code from news.search_entries as entries)
    union all
    select (select min(entries.language) from news.search_entries as entries where entries.language > spoken.code)
    from spoken where spoken.code is not null
  )
  select spoken.code,
    (select min(entries.published_date) from news.search_entries as entries where entries.language = spoken.code),
    (select max(entries.published_date) from news.search_entries as entries where entries.language = spoken.code)
  from spoken where spoken.code is not null;
end;

comment on function analyst.search_languages is 'The languages (primary subtags) of what analyst.search looks in, with the first and last local day of publication.';

create function analyst.search_matches(steps text[], lang text, since date, until date, most integer)
returns table (kind text, id bigint, language text, rank real)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- the words' index is what is to be used, whatever the planner guesses of a query's matches
set enable_indexscan = off
set max_parallel_workers_per_gather = 0
set jit = off
set work_mem = '64MB'  -- a bitmap that does not fit forgets which rows it means, and all on a page are read
as $$
declare
  ranked constant integer := 5000;
  few constant integer := 20000;
  spoken text[];
  tongues text[] := '{}';
  queries tsquery[] := '{}';
  tongue text;
  exact tsquery;
  near tsquery;
  one tsquery;
  first_day date;
  last_day date;
  month date;
  oldest date;
  looked integer := 0;
  -- All endings of a beginning are gathered anew for each look: fewer looks are quicker then.
  width integer := case when array_to_string(steps, ' ') ~ '\mstart ' then 6 else 1 end;
  months text := '';
  these text;
  counted bigint := 0;
begin
  select array_agg(code), min(first), max(last) into spoken, first_day, last_day from analyst.search_languages();
  foreach tongue in array coalesce(spoken, '{}') loop
    continue when lang is not null and tongue <> news.plain_language(lang)
      and (news.text_configuration(tongue) <> news.text_configuration(lang)
        or news.text_configuration(lang) = 'news.simple'::regconfig);
    exact := analyst.query_words(steps, news.text_configuration(tongue));
    continue when numnode(exact) = 0;
    tongues := tongues || tongue;
    queries := queries || exact;
    one := analyst.query_words(steps, news.text_configuration(tongue), 'near');
    near := case when near = one then near else coalesce(near || one, one) end;
  end loop;
  if cardinality(tongues) = 0 then
    if numnode(analyst.query_words(steps, news.text_configuration(coalesce(lang, 'en')))) = 0 then
      raise exception using errcode = '22023', message =
        'The query holds no word that can be looked for: only signs, or words as frequent as "the" and "of".';
    end if;
    return;
  end if;
  -- A frequent word is looked up in some months alone: back from the newest, in steps that grow, until there are enough.
  -- As soon as those looked at tell that there are not so many in all, all are taken. Dates that no newspaper bears are
  -- not gone after.
  first_day := greatest(first_day, since);
  last_day := least(last_day, until);
  month := date_trunc('month', least(last_day, current_date + 366));
  oldest := date_trunc('month', greatest(first_day, '1900-01-01'));
  while counted < ranked and month >= oldest and (looked < 6 or counted * ((month - oldest) / 30) / looked > few) loop
    width := least(width, 1 + (month - oldest) / 28);
    select string_agg(to_char(month - make_interval(months => back), '"''="YYYY-MM"''"'), ' | ') into these
    from generate_series(0, width - 1) as back;
    select counted + count(*) into counted from news.search_entries as e
    where e.words @@ (near && these::tsquery) and e.language || '' = any(tongues)
      and (since is null or e.published_date >= since) and (until is null or e.published_date <= until);
    months := concat_ws(' | ', nullif(months, ''), these);
    month := month - make_interval(months => width);
    looked := looked + width;
    width := width * 2;
  end loop;
  if months <> '' and (counted >= ranked or (since >= oldest and month < oldest and looked <= 12)) then
    near := near && months::tsquery;
  end if;
  if counted >= ranked then
    raise notice 'So many match that only the newest % of them were ranked: add a word, or name dates.', ranked;
  end if;
  return query
  select newest.kind, newest.id, newest.language, ts_rank(newest.words, asked.query, 1) as rank
  from (
    select e.kind, e.id, e.language, e.published_date, e.words from news.search_entries as e
    where e.words @@ near and e.language || '' = any(tongues)
      and (since is null or e.published_date >= since) and (until is null or e.published_date <= until)
    order by e.published_date desc nulls last, e.id desc
    limit ranked
  ) as newest
  join unnest(tongues, queries) as asked (language, query) on asked.language = newest.language
  where newest.words @@ asked.query
  order by rank desc, newest.published_date desc nulls last, newest.kind, newest.id desc
  limit most;
end
$$;

comment on function analyst.search_matches is 'What analyst.search finds for a query as analyst.query_steps reads it: the best first.';

create function analyst.snippet(language text, steps text[], texts text[]) returns text
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  options constant text :=
    U&'StartSel=\00AB, StopSel=\00BB, MaxWords=32, MinWords=16, ShortWord=0, MaxFragments=2, FragmentDelimiter=" \2026 "';
  folded constant regconfig := news.text_configuration(language);
  way regconfig;
  words tsquery;
  part text;
  shown text;
  first text;
begin
  foreach way in array array_remove(array[news.accented_configuration(folded), folded], null) loop
    -- Any of the words may be marked, though they stand far apart.
    words := analyst.query_words(steps, folded, 'any');
    foreach part in array texts loop
      continue when coalesce(part, '') = '';
      shown := ts_headline(way, news.marked_text(left(part, 20000)), words, options);
      if strpos(shown, U&'\00AB') = 0 and length(part) > 20000 then
        shown := ts_headline(way, news.marked_text(substr(part, 20001, 180000)), words, options);
      end if;
      shown := replace(replace(shown, E'\x01', ''), U&'\00BB\00AB', '');
      shown := btrim(regexp_replace(shown, '\s+', ' ', 'g'));
      if strpos(shown, U&'\00AB') > 0 then
        return shown;
      end if;
      first := coalesce(first, shown);
    end loop;
  end loop;
  return first;
end
$$;

comment on function analyst.snippet is 'Up to two places in the first of the texts that holds a word of the query, with the words marked as «so»; if none does, how the first begins. Never holds HTML: < and > are written as ‹ and ›.';

create function analyst.search(
  query text, lang text default null, since date default null, until date default null, most integer default 50
)
returns table (
  kind text, id bigint, article_id bigint, event_id bigint, title text, snippet text, source text, language text,
  published_at timestamptz, published_date date, url text, rank real
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  steps constant text[] := analyst.query_steps(query);
begin
  if lang !~ '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$' then
    raise exception using errcode = '22023',
      message = format('lang takes a language tag, such as en, ar or pt-BR, and not %L.', left(lang, 50));
  elsif since > until then
    raise exception using errcode = '22023', message = format('since (%s) lies after until (%s).', since, until);
  elsif most is null or most not between 1 and 1000 then
    raise exception using errcode = '22023', message = 'most takes a number from 1 to 1000.';
  end if;
  return query
  with found as materialized (
    select * from analyst.search_matches(steps, lang, since, until, most)
  ),
  shown as (
    select found.kind, found.id, articles.id as article_id, null::bigint as event_id, articles.headline as title,
      analyst.snippet(articles.language, steps, array[articles.body, concat_ws(' ', articles.kicker, articles.dek),
        concat_ws(' ', articles.byline, array_to_string(articles.tags, ', '))]) as snippet,
      articles.source_id, articles.language, articles.published_at, articles.published_date, articles.url, found.rank
    from found join news.articles on articles.id = found.id where found.kind = 'article'
    union all
    select found.kind, found.id, articles.id, null, articles.headline,
      analyst.snippet(articles.language, steps,
        array[concat_ws(' / ', captions.caption, captions.credit_raw), captions.alt]),
      articles.source_id, articles.language, articles.published_at, articles.published_date, articles.url, found.rank
    from found join news.captions on captions.id = found.id join news.articles on articles.id = captions.article_id
    where found.kind = 'caption'
    union all
    select found.kind, found.id, events.title_article_id, events.id, events.title,
      analyst.snippet(found.language, steps, array[concat_ws(' / ', events.title, events.place, events.admin1, (
        select string_agg(actors.name, ', ' order by actors.position) from news.event_actors as actors
        where actors.event_id = events.id))]),
      articles.source_id, found.language, events.first_report_at, entries.published_date, articles.url, found.rank
    from found join news.events on events.id = found.id
    join news.search_entries as entries on entries.kind = 'event' and entries.id = found.id
    left join news.articles on articles.id = events.title_article_id
    where found.kind = 'event'
  )
  select shown.kind, shown.id, shown.article_id, coalesce(shown.event_id, members.event_id), shown.title,
    shown.snippet, sources.name, shown.language, shown.published_at, shown.published_date, shown.url, shown.rank
  from shown
  left join news.event_articles as members on members.article_id = shown.article_id
  left join news.sources on sources.id = shown.source_id
  order by shown.rank desc, shown.published_date desc nulls last, shown.kind, shown.id desc;
end
$$;

comment on function analyst.search is
  'Articles, captions and events in which a query''s words stand, the best first. query: words beside each other must all be there; AND, OR, NOT in capitals, (parentheses), "phrases", begin* for any ending of three letters or more. Words are found in all their forms by the rules of each text''s language; accents, hyphens and case do not count. lang: texts of this language alone, such as en; of pt-BR the pt counts. since, until: first and last local day of publication; an event counts by its first article. most: rows, 50 unless told. Headline words weigh most, then standfirst, byline, tags and captions, then the body, of which the first 200,000 characters are looked in. Where more than 5,000 match, a notice says that only the newest 5,000 were ranked; of a phrase, the newest 5,000 texts that hold all its words are looked through. Chinese, Japanese, Thai, Lao, Khmer and Burmese are found by their letters in a row, so also within other words; Korean words with their endings: write begin*. Columns: kind (article, caption, event), id (of it), article_id (its article; of an event, the one that its title is from), event_id (its event), title (the headline), snippet (where the words stand, marked as «so»; never HTML), source, language, published_at (UTC), published_date (local), url, rank.';
