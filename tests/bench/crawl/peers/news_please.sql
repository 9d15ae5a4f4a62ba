-- The tables that news-please's PostgreSQL storage writes to, with the columns that it names, in the order in which it
-- reads them, and an index for its look-up by address.
create table CurrentVersions (
    id bigint generated always as identity primary key,
    date_modify timestamp, date_download timestamp, localpath text, filename text, source_domain text,
    url text not null, image_url text, title text, title_page text, title_rss text, maintext text, description text,
    date_publish timestamp, authors text[], language text, ancestor bigint, descendant bigint, version integer
);
create index on CurrentVersions (url);
create table ArchiveVersions (like CurrentVersions including all);
