-- Who is credited for pictures. Counted over the whole corpus, so kept, and counted anew after crawls.

create materialized view analyst.photographers as
with taken as (
  select credits.agent_id, captions.id as caption_id, captions.photo_id, captions.article_id, captions.source_id,
    captions.published_date
  from news.credits
  join news.captions on captions.id = credits.caption_id
  where credits.role = 'photographer'
),
counted as (
  select agent_id, count(distinct photo_id) as photos, count(*) as captions,
    count(distinct article_id) as articles, count(distinct source_id) as sources,
    min(published_date) as first_published, max(published_date) as last_published
  from taken group by agent_id
),
hired as (
  select agent_id, array_agg(name order by times desc, name) as agencies
  from (
    select taken.agent_id, agents.name, count(*) as times
    from taken
    join news.credits on credits.caption_id = taken.caption_id and credits.role = 'agency'
    join news.agents on agents.id = credits.agent_id
    group by taken.agent_id, agents.name
  ) as named
  group by agent_id
)
select counted.agent_id, agents.name, counted.photos, counted.captions, counted.articles, counted.sources,
  coalesce(hired.agencies, '{}') as agencies, counted.first_published, counted.last_published
from counted
join news.agents on agents.id = counted.agent_id
left join hired on hired.agent_id = counted.agent_id;

create unique index photographers_agent_id on analyst.photographers (agent_id);
create index photographers_name on analyst.photographers (name);
create index photographers_captions on analyst.photographers (captions desc);

comment on materialized view analyst.photographers is 'A row for each photographer named in a credit line. Counted anew after each crawl: analyst.freshness says when.';
comment on column analyst.photographers.agent_id is 'The photographer''s id, as in analyst.credits.';
comment on column analyst.photographers.name is 'The name, once for all its spellings.';
comment on column analyst.photographers.photos is 'How many different image files bear the name.';
comment on column analyst.photographers.captions is 'How often a picture with the name was printed: rows of analyst.captions.';
comment on column analyst.photographers.articles is 'In how many articles.';
comment on column analyst.photographers.sources is 'By how many sources.';
comment on column analyst.photographers.agencies is 'Agencies named with the photographer, the most frequent first; empty if none ever was.';
comment on column analyst.photographers.first_published is 'Local day of the earliest dated article with such a picture.';
comment on column analyst.photographers.last_published is 'Local day of the latest.';

create materialized view analyst.agencies as
with passed as (
  select distinct credits.agent_id, captions.id as caption_id, captions.photo_id, captions.article_id,
    captions.source_id, captions.published_date
  from news.credits
  join news.captions on captions.id = credits.caption_id
  where credits.role in ('agency', 'distributor')
),
counted as (
  select agent_id, count(distinct photo_id) as photos, count(*) as captions,
    count(distinct article_id) as articles, count(distinct source_id) as sources,
    min(published_date) as first_published, max(published_date) as last_published
  from passed group by agent_id
),
hired as (
  select passed.agent_id, count(distinct credits.agent_id) as photographers
  from passed join news.credits on credits.caption_id = passed.caption_id and credits.role = 'photographer'
  group by passed.agent_id
)
select counted.agent_id, agents.name, counted.photos, counted.captions, counted.articles, counted.sources,
  coalesce(hired.photographers, 0) as photographers, counted.first_published, counted.last_published
from counted
join news.agents on agents.id = counted.agent_id
left join hired on hired.agent_id = counted.agent_id;

create unique index agencies_agent_id on analyst.agencies (agent_id);
create index agencies_name on analyst.agencies (name);

comment on materialized view analyst.agencies is 'A row for each agency or distributor named in a credit line. Counted anew after each crawl: analyst.freshness says when.';
comment on column analyst.agencies.agent_id is 'The agency''s id, as in analyst.credits.';
comment on column analyst.agencies.name is 'The name, once for all its spellings.';
comment on column analyst.agencies.photos is 'How many different image files bear the name, as agency or distributor.';
comment on column analyst.agencies.captions is 'How often a picture with the name was printed: rows of analyst.captions.';
comment on column analyst.agencies.articles is 'In how many articles.';
comment on column analyst.agencies.sources is 'By how many sources.';
comment on column analyst.agencies.photographers is 'How many photographers are named with it.';
comment on column analyst.agencies.first_published is 'Local day of the earliest dated article with such a picture.';
comment on column analyst.agencies.last_published is 'Local day of the latest.';
