"""What search looks in: the words of articles, captions and events, and keys of names, pictures and captions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Languages by the configuration that PostgreSQL ships for them, with their BCP 47 subtags.
_STEMMED = {
    "arabic": "ar arb",
    "armenian": "hy",
    "basque": "eu",
    "catalan": "ca",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "lithuanian": "lt",
    "nepali": "ne",
    "norwegian": "no nb nn",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "spanish": "es",
    "swedish": "sv",
    "tamil": "ta",
    "turkish": "tr",
    "yiddish": "yi",
}

# Where stemming without accents tells 6 to 29 of 100 pairs of forms apart that it takes for one word with them, as
# measured on each language's 20,000 most frequent words; elsewhere 0 to 2.
_ACCENTED = ("catalan", "french", "hungarian", "irish", "lithuanian", "portuguese", "romanian", "spanish", "turkish")

# Signs that are no letters, beside those of ASCII: a server whose locale is C takes them for letters of the words that
# they touch.
_SIGNS = (
    r"\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6\u00b8\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02bc\u055a-\u055f\u0589\u058a"
    r"\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u060d\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970\u104a-\u104f"
    r"\u1361-\u1368\u17d4-\u17da\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030"
    r"\u303d\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff"
    r"\U0001f000-\U0001faff"
)

# Signs that may be set or left out within a word: vowels of Arabic and Hebrew, stretching, soft hyphens.
_OPTIONAL = r"\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670\u200b\u200e\u200f\ufeff"

# Letters of scripts that set no spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese. Korean sets them.
_UNSPACED = r"\u0e01-\u0eff\u1000-\u1049\u1780-\u17d3\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# trusted: whoever may create in the database may create them.
_EXTENSIONS = """
do $$
declare extension text; place text;
begin
  foreach extension in array array['pg_trgm', 'unaccent'] loop
    if not exists (select from pg_extension where extname = extension) then
      execute format('create extension %I with schema news', extension);
    end if;
  end loop;
  select extnamespace::regnamespace::text into place from pg_extension where extname = 'unaccent';
  execute format($sql$
    create function news.without_accents(words text) returns text
    language sql immutable strict parallel safe
    return %s.unaccent('%s.unaccent'::regdictionary, words)
  $sql$, place, place);
end
$$;
comment on function news.without_accents is 'The text with plain letters in place of those with diacritics.';
"""

_CONFIGURATIONS = """
do $$
declare name text; known text; accents text;
begin
  select extnamespace::regnamespace::text || '.unaccent' into accents from pg_extension where extname = 'unaccent';
  foreach name in array array[{names}] loop
    -- Older servers do not stem all of them: their words are found as they stand.
    select coalesce(max(cfgname::text), 'simple') into known from pg_ts_config
    where cfgname = name and cfgnamespace = 'pg_catalog'::regnamespace;
    execute format('create text search configuration news.%I (copy = pg_catalog.%I)', name, known);
    execute format('alter text search configuration news.%I alter mapping for hword, hword_part, word with %s, %I',
      name, accents, case known when 'simple' then 'simple' else known || '_stem' end);
    execute format('comment on text search configuration news.%I is %L', name,
      'As pg_catalog.' || known || ', with accents taken away before words are stemmed.');
  end loop;
end
$$;
"""

_FUNCTIONS = r"""
create function news.text_configuration(language text) returns regconfig
language sql immutable parallel safe
return case lower(split_part(replace(language, '_', '-'), '-', 1))
  {cases}
  else 'news.simple'::regconfig end;
comment on function news.text_configuration is 'By which rules words of a language, given as BCP 47 tag, are stemmed; news.simple, which stems nothing, where there are none.';

create function news.accented_configuration(configuration regconfig) returns regconfig
language sql immutable parallel safe
return case configuration {accented} end;
comment on function news.accented_configuration is 'For languages whose endings bear accents: the configuration that keeps them; null for the others. Their texts are looked for in both ways.';

create function news.bare_text(words text) returns text
language plpgsql immutable strict parallel safe as $$
begin
  if octet_length(words) = length(words) then
    return replace(replace(replace(replace(words, '-', ' '), '/', ' '), '<', ' '), '>', ' ');
  end if;
  if words ~ '[\u0300-\u036f]' then
    words := normalize(words, NFC);
  end if;
  if words ~ '[{optional}\u06a9\u06c0\u06cc]' then
    words := translate(regexp_replace(words, '[{optional}]+', '', 'g'), E'\u06a9\u06c0\u06cc', E'\u0643\u0647\u064a');
  end if;
  words := regexp_replace(words, '[-/<>{signs}]+', ' ', 'g');
  if words ~ '[{unspaced}]' then
    words := regexp_replace(words, '([{unspaced}])', ' \1 ', 'g');
  end if;
  return words;
end
$$;
comment on function news.bare_text is 'A text as its words are looked for: spaces in place of signs that are no letters, hyphens and slashes among them; without signs that may be left out within a word; each letter of a script without spaces as a word.';

create function news.marked_text(words text) returns text
language sql immutable strict parallel safe
return regexp_replace(translate(words, '<>', E'\u2039\u203a'), '([-/{signs}{unspaced}])', E'\x01\\1\x01', 'g');
comment on function news.marked_text is 'A text with the control character 1 at each place where bare_text sets a space: words are told apart as there, and the text comes back when it is taken out. No tag is left in it.';

create function news.words(language text, title text, about text, body text, day date) returns tsvector
language plpgsql stable parallel safe as $$
declare
  folded constant regconfig := news.text_configuration(language);
  accented constant regconfig := news.accented_configuration(folded);
  -- A tsvector holds 1 MB. What a word adds to it is at most twice its bytes, and two ways of stemming make that four.
  room constant integer := case when accented is null then 350000 else 200000 end;
  found tsvector;
begin
  title := news.bare_text(left(coalesce(title, ''), 5000));
  about := news.bare_text(left(coalesce(about, ''), 10000));
  body := left(body, 200000);
  if octet_length(body) > room then
    body := left(body, (length(body)::bigint * room / octet_length(body))::integer);
  end if;
  body := news.bare_text(coalesce(body, ''));
  found := setweight(to_tsvector(folded, title), 'A') || setweight(to_tsvector(folded, about), 'B')
    || to_tsvector(folded, body);
  if accented is not null and concat(title, about, body) ~ '[\u00c0-\u024f\u1e00-\u1eff]' then
    found := found || setweight(to_tsvector(accented, title), 'A') || setweight(to_tsvector(accented, about), 'B')
      || to_tsvector(accented, body);
  end if;
  return found || array_to_tsvector(array[coalesce(to_char(day, '"="YYYY-MM'), '=undated')]);
end
$$;
comment on function news.words is 'The words under which a text is found, stemmed by its language, with those of its title first (weight A), then what stands about it (B), then its body (D: its first 200,000 characters); and its month as =YYYY-MM, or =undated.';

create function news.plain_language(language text) returns text
language sql immutable parallel safe
return coalesce(substring(lower(split_part(replace(language, '_', '-'), '-', 1)) from '^[a-z]{{2,3}}$'), 'und');
comment on function news.plain_language is 'The primary subtag of a BCP 47 tag, und where there is none.';
"""

_ENTERING = """
create function news.enter_articles(ids bigint[]) returns void language sql as $$
  insert into news.search_entries (kind, id, language, published_date, words)
  select 'article', articles.id, news.plain_language(articles.language), articles.published_date,
    news.words(articles.language, articles.headline,
      concat_ws(' . ', articles.kicker, articles.dek, articles.byline, array_to_string(articles.tags, ' . ')),
      articles.body, articles.published_date)
  from news.articles where articles.id = any(ids)
  on conflict (kind, id) do update set
    language = excluded.language, published_date = excluded.published_date, words = excluded.words
$$;
comment on function news.enter_articles is 'Enters articles into search_entries, or again.';

create function news.enter_captions(ids bigint[]) returns void language sql as $$
  insert into news.search_entries (kind, id, language, published_date, words)
  select 'caption', captions.id, news.plain_language(articles.language), articles.published_date,
    news.words(articles.language, null, concat_ws(' . ', captions.caption, captions.credit_raw), captions.alt,
      articles.published_date)
  from news.captions join news.articles on articles.id = captions.article_id
  where captions.id = any(ids) and concat(captions.caption, captions.credit_raw, captions.alt) <> ''
  on conflict (kind, id) do update set
    language = excluded.language, published_date = excluded.published_date, words = excluded.words
$$;
comment on function news.enter_captions is 'Enters captions into search_entries, or again; those without any words are left out.';

create function news.enter_events(ids bigint[]) returns void language sql as $$
  delete from news.search_entries
  where kind = 'event' and id in (select events.id from news.events where events.id = any(ids) and status <> 'current');
  insert into news.search_entries (kind, id, language, published_date, words)
  select 'event', events.id, news.plain_language(spoken.language), coalesce(articles.published_date, (events.first_report_at at time zone 'UTC')::date),
    news.words(spoken.language, events.title, concat_ws(' . ', events.place, events.admin1),
      (select string_agg(name, ' . ' order by position) from news.event_actors where event_id = events.id),
      coalesce(articles.published_date, (events.first_report_at at time zone 'UTC')::date))
  from news.events
  left join lateral (
    select min(articles.published_date) as published_date from news.event_articles
    join news.articles on articles.id = event_articles.article_id
    where event_articles.event_id = events.id and articles.published_at = events.first_report_at) as articles on true
  left join news.articles as titled on titled.id = events.title_article_id
  cross join lateral (select coalesce(titled.language, events.languages[1]) as language) as spoken
  where events.id = any(ids) and status = 'current' and events.title <> ''
  on conflict (kind, id) do update set
    language = excluded.language, published_date = excluded.published_date, words = excluded.words
$$;
comment on function news.enter_events is 'Enters current events into search_entries, or again, and takes the others out.';
"""

# By triggers, because not only the crawl writes. An entry is written by whoever has its article, caption or event
# locked, and by nobody else: no deadlock can come of it. For whole statements where the crawl writes many rows in one.
_TRIGGERS = """
create function news.enter_stored() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'articles' then perform news.enter_articles(array(select id from stored order by id));
    when 'captions' then perform news.enter_captions(array(select id from stored order by id));
    when 'events' then perform news.enter_events(array(select id from stored where title <> '' order by id));
    when 'event_actors' then perform news.enter_events(array(select distinct event_id from stored order by 1));
  end case;
  return null;
end
$$;
comment on function news.enter_stored is 'Enters what a statement stored, or took away from an event, into search_entries.';

create function news.enter_changed() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'articles' then
      perform news.enter_articles(array[new.id]);
      if (old.language, old.published_date) is distinct from (new.language, new.published_date) then
        perform news.enter_captions(array(select id from news.captions where article_id = new.id order by id));
      end if;
    when 'captions' then
      delete from news.search_entries where kind = 'caption' and id = new.id;
      perform news.enter_captions(array[new.id]);
    when 'events' then perform news.enter_events(array[new.id]);
  end case;
  return null;
end
$$;
comment on function news.enter_changed is 'Enters a changed article, caption or event into search_entries again.';

create function news.enter_no_more() returns trigger language plpgsql as $$
begin
  delete from news.search_entries
  where kind = rtrim(tg_table_name, 's') and id in (select gone.id from gone);
  return null;
end
$$;
comment on function news.enter_no_more is 'Takes what a statement deleted out of search_entries.';
"""

_WATCHED = {
    "articles": "headline, kicker, dek, byline, tags, body, language, published_date",
    "captions": "caption, credit_raw, alt, article_id",
    "events": "title, title_article_id, place, admin1, languages, first_report_at, status",
}


def _triggers() -> list[str]:
    made = [
        "create trigger taken_is_entered after delete on news.event_actors referencing old table as stored"
        " for each statement execute function news.enter_stored()"
    ]
    for table in (*_WATCHED, "event_actors"):
        made.append(
            f"create trigger stored_is_entered after insert on news.{table} referencing new table as stored"
            " for each statement execute function news.enter_stored()"
        )
    for table, columns in _WATCHED.items():
        was, now = (", ".join(f"{row}.{column}" for column in columns.split(", ")) for row in ("old", "new"))
        made += [
            f"create trigger changed_is_entered after update of {columns} on news.{table} for each row"
            f" when (({was}) is distinct from ({now})) execute function news.enter_changed()",
            f"create trigger deleted_is_entered_no_more after delete on news.{table} referencing old table as gone"
            " for each statement execute function news.enter_no_more()",
        ]
    return made


_KEYS = r"""
create function news.name_letters(name text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  letters text := lower(news.without_accents(regexp_replace(name, '[{optional}]+', '', 'g')));
  pair text;
begin
  if octet_length(letters) = length(letters) then
    return letters;
  end if;
  foreach pair in array array[{pairs}] loop
    letters := replace(letters, left(pair, 1), substr(pair, 2));
  end loop;
  letters := translate(letters, '{letters}', '{latin}');
  if octet_length(letters) > length(letters) then
    letters := (
      select string_agg(case when ascii(sign) < 128 then sign else ' ' || to_hex(ascii(sign)) end, '' order by place)
      from regexp_split_to_table(left(letters, 1000), '') with ordinality as signs (sign, place));
  end if;
  return letters;
end
$$;
comment on function news.name_letters is 'A name in lower-case Latin letters without accents, Cyrillic, Arabic, Greek and Hebrew ones roughly spelt in them, all others as numbers: what names_like compares.';

create function news.picture_key(url text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  plain text := lower(replace(replace(left(url, 2000), '%2F', '/'), '%2f', '/'));
  parts text[];
  site text;
  stem text;
begin
  site := substring(plain from '^[a-z]+://([^/?#]+)');
  plain := coalesce(substring(plain from '^.*\.(?:jpe?g|png|webp|gif|avif|tiff?|bmp|heic)(?![a-z0-9])'), split_part(plain, '?', 1));
  parts := regexp_split_to_array(plain, '[/?&=#]+');
  for place in reverse cardinality(parts) .. 3 loop
    stem := regexp_replace(parts[place], '(\.(jpe?g|png|webp|gif|avif|tiff?|bmp|heic))+$', '');
    stem := regexp_replace(stem, '([-_.,@+]({renditions}))+$', '');
    continue when stem = '' or stem ~ '^(({renditions}|[0-9]{{1,4}})([-_.,@+]|$))+$';
    if length(regexp_replace(stem, '[^[:alnum:]]+', '', 'g')) < 8 or stem ~ '^(19|20)[0-9]{{6}}$'
      or stem ~ '^(featured|default|share|social|og|placeholder|untitled|screenshot|whatsapp)[-_. ]?(image|photo|img|picture)?[-_0-9]*$'
    then
      return null;
    end if;
    if length(regexp_replace(stem, '[^0-9]+', '', 'g')) >= 10 or stem ~ '[0-9a-f]{{20}}' then
      return md5(stem);
    end if;
    return md5(coalesce(substring(site from '([^.]+\.[^.:]+)(:[0-9]+)?$'), site, '') || '/' || stem);
  end loop;
  return null;
end
$$;
comment on function news.picture_key is 'A key that the renditions of one picture share: of its file name without sizes, crops and parameters, and of its site unless the name bears ten digits or a hash; null where the name says too little.';

create function news.caption_key(caption text) returns uuid
language sql immutable strict parallel safe
return md5(lower(regexp_replace(caption, '[[:space:][:punct:]]+', '', 'g')))::uuid;
comment on function news.caption_key is 'A key of a caption, whatever its case, spaces and ASCII signs.';
"""

_PAIRS = "жzh цts чch шsh щshch юyu яya њnj љlj џdz ъ ь ثth خkh ذdh شsh غgh چch ژzh ع ء θth χch ψps צts ץts שsh א ע"
_LETTERS = {
    "абвгдезийклмнопрстуфхыэіїєґўёқғңүұөһәјђћѓќѕ": "abvgdeziyklmnoprstufhyeiieguekgnuuohajdcgkz",
    "اأإآبتجحدرزسصضطظفقكکلمنهةويیىؤئپگٱ": "aaiabtjhdrzssdtzfqkklmnhauiiauipga",
    "αβγδεζηικλμνξοπρσςτυφω": "avgdezikklmnxoprsstyfo",
    "בגדהוזחטיכךלמםנןספףקרת": "bgdhvzhtikklmmnnsppkrt",
}

# How editorial systems name the renditions of a picture: by size, by quality, by shape, by place on the page.
_RENDITIONS = (
    "[0-9]{2,5}x[0-9]{2,5}(-c)?|[0-9]{2,4}(w|px|h)|[1-4]x|(w|h|q|width|height|s)[-_]?[0-9]{2,5}|e[0-9]{10,13}|scaled|rotated"
    "|crop(ped)?|thumb(nail)?|small|medium|large|x{1,3}l|sm|md|lg|square|master|original|orig|full|wide|landscape"
    "|portrait|mobile|tablet|desktop|hero|preview|retina|hd|hq|[0-9]{1,2}x[0-9]{1,2}|fit|resize|max|min|auto|webp"
)


def _functions() -> str:
    names = {subtag: name for name, subtags in _STEMMED.items() for subtag in subtags.split()}
    cases = "\n  ".join(f"when '{subtag}' then 'news.{name}'::regconfig" for subtag, name in names.items())
    accented = " ".join(f"when 'news.{name}'::regconfig then 'pg_catalog.{name}'::regconfig" for name in _ACCENTED)
    signs = {"signs": _SIGNS, "optional": _OPTIONAL, "unspaced": _UNSPACED}
    keys = {
        "pairs": ", ".join(f"'{pair}'" for pair in _PAIRS.split()),
        "letters": "".join(_LETTERS),
        "latin": "".join(_LETTERS.values()),
        "renditions": _RENDITIONS,
        "optional": _OPTIONAL,
    }
    return _FUNCTIONS.format(cases=cases, accented=accented, **signs) + _KEYS.format(**keys)


_NAME_INDEXES = """
do $$
declare place text;
begin
  select extnamespace::regnamespace::text into place from pg_extension where extname = 'pg_trgm';
  execute format('create index ix_agents_letters on news.agents using gin (news.name_letters(name) %s.gin_trgm_ops)', place);
  execute format('create index ix_event_actors_letters on news.event_actors using gin (news.name_letters(name) %s.gin_trgm_ops)', place);
end
$$
"""

_FUNCTION_NAMES = (
    "without_accents", "text_configuration", "accented_configuration", "bare_text", "marked_text", "words", "plain_language",
    "name_letters", "picture_key", "caption_key", "enter_articles", "enter_captions", "enter_events", "enter_stored",
    "enter_changed", "enter_no_more",
)  # fmt: skip


def upgrade() -> None:
    """Apply. What is there already is entered: some minutes for each 100,000 articles with their captions."""
    _run(_EXTENSIONS)
    names = ("simple", *_STEMMED)
    _run(_CONFIGURATIONS.format(names=", ".join(f"'{name}'" for name in names)))
    _run(_functions())
    op.create_table(
        "search_entries",
        sa.Column("kind", sa.Text(), nullable=False, comment="article, caption or event."),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Its id."),
        sa.Column(
            "language",
            sa.Text(),
            nullable=False,
            comment="Primary language subtag of its text; und where it is not known, or no such.",
        ),
        sa.Column(
            "published_date",
            sa.Date(),
            nullable=True,
            comment="The local day on which it, or its article, was published; of an event, the first of them. Null if not known.",
        ),
        sa.Column(
            "words",
            postgresql.TSVECTOR(),
            nullable=False,
            comment="Its words, stemmed as its language asks, with the month as =YYYY-MM.",
        ),
        sa.CheckConstraint("kind in ('article', 'caption', 'event')", name=op.f("ck_search_entries_kind")),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_search_entries")),
        schema="news",
        comment="What analyst.search looks in: the words of each article, caption and event. Triggers keep it, whoever writes.",
    )
    # Words are read for the few that are ranked, and hardly get shorter by being compressed.
    _run("alter table news.search_entries alter column words set storage external")
    _run(_ENTERING)
    _run("select news.enter_articles(array(select id from news.articles order by id))")
    _run("select news.enter_captions(array(select id from news.captions order by id))")
    _run("select news.enter_events(array(select id from news.events order by id))")
    _run("set local maintenance_work_mem = '256MB'")
    op.create_index("ix_search_entries_words", "search_entries", ["words"], schema="news", postgresql_using="gin")
    op.create_index(
        "ix_search_entries_language_published_date", "search_entries", ["language", "published_date"], schema="news"
    )
    _run(_TRIGGERS)
    for trigger in _triggers():
        _run(trigger)
    _run(_NAME_INDEXES)
    op.create_index("ix_credits_agent_id_role", "credits", ["agent_id", "role"], schema="news")
    op.drop_index("ix_credits_agent_id", "credits", schema="news")
    op.create_index("ix_photos_picture", "photos", [sa.text("news.picture_key(url)")], schema="news")
    op.create_index(
        "ix_captions_same",
        "captions",
        [sa.text("news.caption_key(caption)")],
        schema="news",
        postgresql_where=sa.text("length(caption) >= 30"),
    )


def _run(statements: str) -> None:
    """Run statements on the driver's own connection, which takes ``%`` and ``:`` for what they are."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("the connection is closed")
    connection.execute(statements)


def downgrade() -> None:
    """Undo. All of it was made from what stays. The extensions stay too: others may use them."""
    for table in (*_WATCHED, "event_actors"):
        for trigger in ("stored_is_entered", "changed_is_entered", "deleted_is_entered_no_more", "taken_is_entered"):
            op.execute(f"drop trigger if exists {trigger} on news.{table}")
    op.create_index("ix_credits_agent_id", "credits", ["agent_id"], schema="news")
    for index in (
        "ix_credits_agent_id_role",
        "ix_captions_same",
        "ix_photos_picture",
        "ix_agents_letters",
        "ix_event_actors_letters",
    ):
        op.execute(f"drop index news.{index}")
    op.drop_table("search_entries", schema="news")
    for function in reversed(_FUNCTION_NAMES):
        op.execute(f"drop function news.{function}")
    for name in ("simple", *_STEMMED):
        op.execute(f"drop text search configuration news.{name}")
