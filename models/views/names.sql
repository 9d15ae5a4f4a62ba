-- Names of people and agencies, found in spite of spelling.

-- A library's own settings may be named by whoever owns the database once the library is loaded, and by superusers before.
do $$ begin perform news.similarity('a', 'b'); end $$;

create function analyst.names_like(spelt text, most integer default 20)
returns table (name text, kind text, roles text[], mentions bigint, similarity real, agent_id bigint)
language plpgsql stable security definer
set search_path = pg_catalog, news, pg_temp
set pg_trgm.similarity_threshold = 0.4
set pg_trgm.word_similarity_threshold = 0.6
as $$
#variable_conflict use_column
declare
  asked text;
begin
  if spelt !~ '[[:alnum:]\u0080-\U0010ffff]' or spelt is null then
    raise exception using errcode = '22023', message = 'No name was given: write one, or a part of one, such as Senna.';
  elsif length(spelt) > 200 then
    raise exception using errcode = '22023',
      message = format('The name is too long: %s characters; 200 are the most.', length(spelt));
  elsif most is null or most not between 1 and 1000 then
    raise exception using errcode = '22023', message = 'most takes a number from 1 to 1000.';
  end if;
  asked := news.name_letters(spelt);
  return query
  with near as (
    select agents.name, agents.kind, agents.id as agent_id, null::bigint as events, news.name_letters(agents.name) as letters
    from news.agents
    where news.name_letters(agents.name) % asked or asked <% news.name_letters(agents.name)
    union all
    select actors.name, actors.kind, null, count(*), news.name_letters(actors.name)
    from news.event_actors as actors
    where news.name_letters(actors.name) % asked or asked <% news.name_letters(actors.name)
    group by actors.name, actors.kind
  ),
  -- A name that holds all of what was asked is likelier meant than a misspelling of it, and a short one likelier still.
  nearest as (
    select near.*, (0.7 * word_similarity(asked, letters) + 0.3 * similarity(asked, letters))::real as similarity
    from near order by similarity desc, near.events desc nulls first limit most * 2
  ),
  named as (
    select nearest.name, nearest.kind, nearest.similarity, nearest.agent_id, credits.role, count(*) as times
    from nearest join news.credits on credits.agent_id = nearest.agent_id group by 1, 2, 3, 4, 5
    union all
    select nearest.name, nearest.kind, nearest.similarity, nearest.agent_id, 'author', count(*)
    from nearest join news.article_authors as authors on authors.agent_id = nearest.agent_id group by 1, 2, 3, 4
    union all
    select nearest.name, nearest.kind, nearest.similarity, null, 'actor', nearest.events
    from nearest where nearest.events is not null
  )
  select named.name, case named.kind when 'organization' then 'organisation' else named.kind end,
    array_agg(named.role order by named.times desc, named.role), sum(named.times)::bigint, named.similarity, max(named.agent_id)
  from named
  group by named.name, 2, named.similarity
  order by named.similarity desc, sum(named.times) desc, named.name
  limit most;
end
$$;

-- The operators of pg_trgm stand where it was installed: in news, unless somebody did so before us elsewhere.
do $$
declare place text;
begin
  select extnamespace::regnamespace::text into place from pg_extension where extname = 'pg_trgm';
  if place <> 'news' then
    execute format('alter function analyst.names_like set search_path = pg_catalog, news, %s, pg_temp', place);
  end if;
end
$$;

comment on function analyst.names_like is
  'Names of people, agencies and others that are spelt like the one given, or hold it, the most alike first: those of credit lines and bylines, and those named in events. Accents and case do not count; Cyrillic, Arabic, Greek and Hebrew letters are compared as they are roughly spelt in Latin ones. most: rows, 20 unless told. Columns: name, kind (person, agency, organisation, group, unknown), roles (photographer, agency, distributor, rights_holder, courtesy, author, actor: named in events; the most frequent first), mentions (credit lines, bylines and events that it stands in), similarity (0 to 1), agent_id (as in analyst.credits; null where it stands in events alone).';
