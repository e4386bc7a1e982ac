-- The masked log of an operation, in pieces of whole lines. Each begins where the one before it ended, on the host and here.
create table log_chunk (
  operation   text    not null,
  seq         int     not null check (seq >= 0),
  host_offset bigint  not null check (host_offset >= 0),
  host_end    bigint  not null check (host_end > host_offset),
  text_offset bigint  not null check (text_offset >= 0),
  text_end    bigint  not null check (text_end >= text_offset),
  body        bytea   not null,
  lines       int     not null check (lines >= 0),
  primary key (operation, seq),
  unique (operation, host_offset)
);

create index log_chunk_by_text on log_chunk (operation, text_end);
