-- Articles as analysts query them. Left joins on keys: what a query does not ask for is not looked up.

create view analyst.articles as
select
  articles.id as article_id,
  sources.name as source,
  articles.source_id,
  sources.domain,
  sources.country as source_country,
  articles.url,
  articles.canonical_url,
  articles.headline,
  articles.kicker,
  articles.dek,
  articles.byline,
  (
    select array_agg(agents.name order by authors.position)
    from news.article_authors as authors join news.agents on agents.id = authors.agent_id
    where authors.article_id = articles.id
  ) as authors,
  articles.body,
  articles.language,
  articles.section,
  articles.tags,
  articles.word_count,
  articles.dateline,
  articles.dateline_place,
  articles.wire_agencies,
  articles.published_at,
  articles.published_date,
  articles.published_precision,
  articles.published_zone,
  articles.published_raw,
  articles.modified_at,
  articles.first_captured_at,
  articles.last_captured_at,
  articles.revision as revisions,
  (select count(*) from news.captions where captions.article_id = articles.id) as photos,
  members.event_id,
  copies.representative_id as copy_of,
  copies.kind as copy_kind,
  articles.corrections,
  articles.has_video,
  articles.paywalled,
  articles.licence,
  articles.copyright,
  articles.rights_signals,
  encode(articles.content_hash, 'hex') as content_hash,
  articles.version as extracted_by
from news.articles
left join news.sources on sources.id = articles.source_id
left join news.event_articles as members on members.article_id = articles.id
left join news.copies on copies.article_id = articles.id;

comment on view analyst.articles is 'A row for each article as it reads in its latest capture; earlier versions are in analyst.revisions. A syndicated copy on another site is an article of its own: copy_of says whose text it has.';
comment on column analyst.articles.article_id is 'The article''s id, the same in all views.';
comment on column analyst.articles.source is 'Who published it: the source''s name, as in analyst.sources.';
comment on column analyst.articles.source_id is 'The source''s id.';
comment on column analyst.articles.domain is 'The source''s registered domain.';
comment on column analyst.articles.source_country is 'Country of the source''s newsroom, ISO 3166-1 alpha-2; null if unknown.';
comment on column analyst.articles.url is 'The address that it is known by.';
comment on column analyst.articles.canonical_url is 'The canonical address as the page states it, which may lie on another site; null if it states none.';
comment on column analyst.articles.headline is 'The headline without site name and kicker.';
comment on column analyst.articles.kicker is 'The label before the headline, such as PHOTOS; null if none.';
comment on column analyst.articles.dek is 'The standfirst below the headline; null if none.';
comment on column analyst.articles.byline is 'The byline as printed; null if none.';
comment on column analyst.articles.authors is 'Who is named in the byline, in its order: people, or an agency or newsroom where no person is named; null if nobody.';
comment on column analyst.articles.body is 'The text, a paragraph a line, without captions and credits; null where a page has photos only.';
comment on column analyst.articles.language is 'BCP 47 tag as the page declares it, or else its source''s; null if unknown.';
comment on column analyst.articles.section is 'Section or category, as the page names it; null if it names none.';
comment on column analyst.articles.tags is 'Keywords as the page gives them.';
comment on column analyst.articles.word_count is 'Words in body; characters in scripts that set no spaces.';
comment on column analyst.articles.dateline is 'The dateline as printed, such as MOSUL, Iraq (AP) —; null if none.';
comment on column analyst.articles.dateline_place is 'The dateline''s place, or the place of writing that the page states; null if neither.';
comment on column analyst.articles.wire_agencies is 'News agencies whose copy the article is or draws on, in printed order.';
comment on column analyst.articles.published_at is 'When it was published, UTC: the start of what published_raw denotes, as finely as published_precision says; null if the page bears no date.';
comment on column analyst.articles.published_date is 'The local day of that, by published_zone; of a month or a year its first day.';
comment on column analyst.articles.published_precision is 'The smallest unit printed: year, month, day, hour, minute or second.';
comment on column analyst.articles.published_zone is 'The zone that the date was read in: an IANA name or an offset such as UTC+03:00.';
comment on column analyst.articles.published_raw is 'The date of publication as printed.';
comment on column analyst.articles.modified_at is 'When it was last changed, as the page says, UTC; null if it does not say. What was seen to change is in analyst.revisions.';
comment on column analyst.articles.first_captured_at is 'When it was first fetched or captured, UTC.';
comment on column analyst.articles.last_captured_at is 'When it was last fetched or captured, changed or not, UTC.';
comment on column analyst.articles.revisions is 'How many versions of it were seen: 1 if it never changed.';
comment on column analyst.articles.photos is 'How many photos it has; each is a row of analyst.captions.';
comment on column analyst.articles.event_id is 'The event that it tells of; null until it was read for events.';
comment on column analyst.articles.copy_of is 'The article whose text it has: the earliest printed; null if the text is its own.';
comment on column analyst.articles.copy_kind is 'same (the same text), edited or excerpt; null if the text is its own.';
comment on column analyst.articles.corrections is 'Notes that it was corrected, as printed.';
comment on column analyst.articles.has_video is 'Whether a video belongs to it; null if not known.';
comment on column analyst.articles.paywalled is 'Whether the whole text is for subscribers, as the page declares; null if it does not say. body holds what was open.';
comment on column analyst.articles.licence is 'Address or name of the licence that the page grants its text under; null if it names none.';
comment on column analyst.articles.copyright is 'Copyright notice or holder as the page says; null if it does not.';
comment on column analyst.articles.rights_signals is 'What the page asks of machines, such as noai or tdm-reservation=1.';
comment on column analyst.articles.content_hash is 'SHA-256 over headline, dek, body, captions and credits, hexadecimal: it changes when the article does.';
comment on column analyst.articles.extracted_by is 'Version of Dateline that read the page.';
