-- Every version of an article, and what differs between two of them.

create function analyst.word_diff(was text, became text) returns text
language plpgsql immutable parallel safe
as $$
-- The shortest way from one to the other by Myers' algorithm, on words; letter by letter in scripts that set no spaces.
-- Lines that both begin or end with are left out first.
declare
  word constant text := '(?:\n|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]'
    || '|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)[ \t\r\u00a0\u3000]*';
  farthest constant integer := 250;  -- words that may differ before all is shown as replaced: bounds time and memory
  old text[] := string_to_array(coalesce(was, ''), E'\n');
  new text[] := string_to_array(coalesce(became, ''), E'\n');
  head integer := 0;
  tail integer := 0;
  x text[];
  y text[];
  n integer;
  m integer;
  gone boolean[];
  came boolean[];
  reach integer[] := '{}';  -- of each diagonal, shifted by farthest + 2: how far along x it was come
  trace integer[] := '{}';  -- the same after each round, of the diagonals that it touched
  d integer;
  k integer;
  i integer;
  j integer;
  found boolean := false;
  shown text := '';
  run text;
  lines text;
begin
  if was is not distinct from became then
    return null;
  end if;
  while head < least(cardinality(old), cardinality(new)) and old[head + 1] = new[head + 1] loop
    head := head + 1;
  end loop;
  while tail < least(cardinality(old), cardinality(new)) - head
    and old[cardinality(old) - tail] = new[cardinality(new) - tail] loop
    tail := tail + 1;
  end loop;
  x := array(
    select found_word[1] from regexp_matches(
      array_to_string(old[head + 1:cardinality(old) - tail], E'\n'), word, 'g') as found_word);
  y := array(
    select found_word[1] from regexp_matches(
      array_to_string(new[head + 1:cardinality(new) - tail], E'\n'), word, 'g') as found_word);
  n := cardinality(x);
  m := cardinality(y);
  reach := array_fill(0, array[2 * farthest + 5]);
  <<rounds>>
  for d in 0..least(n + m, farthest) loop
    k := -d;
    while k <= d loop
      if k = -d or (k <> d and reach[farthest + 1 + k] < reach[farthest + 3 + k]) then
        i := reach[farthest + 3 + k];
      else
        i := reach[farthest + 1 + k] + 1;
      end if;
      while i < n and i - k < m and rtrim(x[i + 1]) = rtrim(y[i - k + 1]) loop
        i := i + 1;
      end loop;
      reach[farthest + 2 + k] := i;
      trace[d * (d + 1) / 2 + (k + d) / 2 + 1] := i;
      if i >= n and i - k >= m then
        found := true;
        exit rounds;
      end if;
      k := k + 2;
    end loop;
  end loop;
  gone := array_fill(not found, array[n]);
  came := array_fill(not found, array[m]);
  if found then
    d := (select max(step) from generate_series(0, farthest) as step where step * (step + 1) / 2 < cardinality(trace));
    i := n;
    j := m;
    while d > 0 loop
      k := i - j;
      if k = -d or (k <> d and trace[(d - 1) * d / 2 + (k + d - 2) / 2 + 1] < trace[(d - 1) * d / 2 + (k + d) / 2 + 1]) then
        i := trace[(d - 1) * d / 2 + (k + d) / 2 + 1];
        j := i - k - 1;
        came[j + 1] := true;
      else
        i := trace[(d - 1) * d / 2 + (k + d - 2) / 2 + 1];
        j := i - k + 1;
        gone[i + 1] := true;
      end if;
      d := d - 1;
    end loop;
  end if;
  i := 1;
  j := 1;
  while i <= n or j <= m loop
    run := '';
    while gone[i] loop
      run := run || x[i];
      i := i + 1;
    end loop;
    shown := shown || analyst.marked(run, '[-', '-]');
    run := '';
    while came[j] loop
      run := run || y[j];
      j := j + 1;
    end loop;
    shown := shown || analyst.marked(run, '{+', '+}');
    while i <= n and j <= m and not gone[i] and not came[j] loop
      shown := shown || y[j];
      i := i + 1;
      j := j + 1;
    end loop;
  end loop;
  select string_agg(rtrim(line), E'\n' order by place) into lines
  from string_to_table(shown, E'\n') with ordinality as split (line, place)
  where line like '%[-%-]%' or line like '%{+%+}%';
  return lines;
end
$$;

comment on function analyst.word_diff is 'What differs between two texts, word by word: the paragraphs that were changed, with [-gone-] and {+come+}; null if nothing does. ¶ stands for a line break by itself.';

create function analyst.marked(run text, opening text, closing text) returns text
language sql immutable parallel safe
return case
  when run = '' then ''
  when btrim(run, E'\n ') = '' then opening || '¶' || closing || case when opening = '{+' then E'\n' else ' ' end
  else (
    select string_agg(case when btrim(line) = '' then '' else opening || rtrim(line) || closing end, E'\n' order by place)
      || case when rtrim(run, ' ') <> run or opening = '[-' then ' ' else '' end
    from string_to_table(run, E'\n') with ordinality as split (line, place))
end;

comment on function analyst.marked is 'A run of words between marks, each line by itself; analyst.word_diff uses it.';

create view analyst.revisions as
select
  revisions.article_id,
  revisions.revision,
  articles.url,
  sources.name as source,
  revisions.captured_at,
  revisions.changed,
  reworded.headline as headline_was,
  case when reworded.headline is not null then revisions.headline end as headline_became,
  case when earlier.article_id is not null then (
    select string_agg(part.field || ': ' || replace(part.words, E'\n', E'\n' || part.field || ': '), E'\n' order by part.place)
    from (
      select 1 as place, 'headline' as field, analyst.word_diff(earlier.headline, revisions.headline) as words
      union all select 2, 'kicker', analyst.word_diff(earlier.kicker, revisions.kicker)
      union all select 3, 'dek', analyst.word_diff(earlier.dek, revisions.dek)
      union all select 4, 'body', analyst.word_diff(earlier.body, revisions.body)
      union all
      select 3 + 2 * coalesce(n.place, o.place) + part.place, part.name || ' ' || coalesce(n.place, o.place),
        analyst.word_diff(o.photo ->> part.name, n.photo ->> part.name)
      from jsonb_array_elements(earlier.photos) with ordinality as o (photo, place)
      full join jsonb_array_elements(revisions.photos) with ordinality as n (photo, place)
      -- Another rendition of a picture is no other picture.
      on coalesce(news.picture_key(o.photo ->> 'url'), o.photo ->> 'url')
      = coalesce(news.picture_key(n.photo ->> 'url'), n.photo ->> 'url')
      cross join (values (0, 'caption'), (1, 'credit')) as part (place, name)
    ) as part
    where part.words is not null
  ) end as changes,
  revisions.headline,
  revisions.kicker,
  revisions.dek,
  revisions.body,
  revisions.photos,
  fetches.warc_file,
  fetches.warc_offset,
  revisions.version as extracted_by
from news.article_revisions as revisions
left join news.article_revisions as earlier
  on earlier.article_id = revisions.article_id and earlier.revision = revisions.revision - 1
-- A join of its own, so that of all versions only later ones are read for those whose headline_was is not null.
left join news.article_revisions as reworded
  on reworded.article_id = revisions.article_id and reworded.revision = revisions.revision - 1
  and reworded.headline <> revisions.headline and revisions.revision > 1
left join news.articles on articles.id = revisions.article_id
left join news.sources on sources.id = articles.source_id
left join news.fetches on fetches.id = revisions.fetch_id;

comment on view analyst.revisions is 'A row for each version of each article: the first as it was found, one more for each change of headline, kicker, dek, text, caption or credit.';
comment on column analyst.revisions.article_id is 'The article.';
comment on column analyst.revisions.revision is '1 for the first version seen; two of them go into analyst.diff.';
comment on column analyst.revisions.url is 'The address that the article is known by.';
comment on column analyst.revisions.source is 'Who published it.';
comment on column analyst.revisions.captured_at is 'When it was first seen to read like this, UTC.';
comment on column analyst.revisions.changed is 'What differs from the version before: headline, kicker, dek, body, captions, credits.';
comment on column analyst.revisions.headline_was is 'The headline of the version before, where it is another; else null.';
comment on column analyst.revisions.headline_became is 'The headline of this version, where it was another before; else null.';
comment on column analyst.revisions.changes is 'What changed since the version before, word by word, a line for each headline, paragraph, caption or credit (with the photo''s number, from 1): [-gone-] and {+come+}. Null for the first version.';
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
    select r.headline, r.kicker, r.dek, r.body, r.photos from analyst.revisions as r where r.article_id = diff.article and r.revision = diff.before
  ),
  new as (
    select r.headline, r.kicker, r.dek, r.body, r.photos from analyst.revisions as r where r.article_id = diff.article and r.revision = diff.after
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
    on coalesce(news.picture_key(o.photo ->> 'url'), o.photo ->> 'url')
      = coalesce(news.picture_key(n.photo ->> 'url'), n.photo ->> 'url')
    cross join (values ('caption'), ('credit')) as part (name)
  )
  select line.field, line.place, line.was, line.became
  from line
  where line.was is distinct from line.became and exists (select from old) and exists (select from new)
  order by line.sort, line.place, line.field, line.was is null;
end;

comment on function analyst.diff is 'What differs between two versions of an article: field, its place (paragraph or photo, from 1; 0 elsewhere), how it read in the first and in the second. A paragraph that was reworded is one that went and one that came.';
