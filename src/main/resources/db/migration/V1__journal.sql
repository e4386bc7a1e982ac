-- Everything that happened, once, in order. Each entry's hash covers the hash of the entry before it.
create table journal (
    seq       bigint      primary key check (seq > 0),
    at        timestamptz not null,
    subject   text        not null,
    target    text        not null,
    kind      text        not null,
    actor     text        not null,
    data      text        not null, -- JSON exactly as it was hashed; jsonb would spell it anew
    prev_hash text        not null unique, -- no two entries follow the same one: the chain cannot fork
    hash      text        not null unique
);

create index journal_subject on journal (subject, seq);

create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger journal_append_only
    before update or delete or truncate on journal
    for each statement execute function journal_is_append_only();
