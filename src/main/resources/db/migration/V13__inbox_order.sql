-- The next event is looked up among the open ones only: over all positions ever given, a long life would slow it down.
-- The identity keeps positions unique by itself.
alter table inbox drop constraint inbox_position_unique;
create index inbox_open_position on inbox (position) where processed_at is null and parked_at is null;

-- Votes and the like have workers of their own, which never wait for a command that reads from slow hosts.
alter table inbox add column quick boolean not null default false;
create index inbox_open_quick on inbox (position) where quick and processed_at is null and parked_at is null;
