-- Who holds the one gateway session. Time is the database's own; the fence grows with every take-over.
create table discord_lease (
    only_one   boolean     not null default true,
    holder     text        not null,
    fence      bigint      not null,
    expires_at timestamptz not null,
    constraint discord_lease_pk primary key (only_one),
    constraint discord_lease_one check (only_one)
);
insert into discord_lease (holder, fence, expires_at) values ('', 0, '-infinity');

-- When anybody identified at the gateway. After 1,000 within a day Discord resets the token, so no restart may forget them.
create table discord_identify (
    id    bigint      generated always as identity,
    fence bigint      not null,
    at    timestamptz not null default clock_timestamp(),
    constraint discord_identify_pk primary key (id)
);
create index discord_identify_at on discord_identify (at);

-- Which scheduled event stands for a key of ours.
create table discord_event (
    key   text not null,
    guild text not null,
    event text not null,
    constraint discord_event_pk primary key (key)
);
