-- What one commit took in, as one row: who sent it is acknowledged after a third of the work that a row each in the inbox takes. From
-- here it goes into the inbox, in order, where duplicates fall away.
create table arrival (
    position    bigint generated always as identity,
    received_at timestamptz not null,
    platform    text[]      not null,
    event_id    text[]      not null,
    lane        text[]      not null,
    quick       boolean[]   not null,
    event       text[]      not null,
    constraint arrival_pk primary key (position)
) with (toast_tuple_target = 8160);

-- They stay for milliseconds: to compress them is work for nothing.
alter table arrival
    alter column platform set storage external,
    alter column event_id set storage external,
    alter column lane set storage external,
    alter column event set storage external;

-- What the inbox refused, as it arrived.
create table arrival_parked (
    like arrival,
    parked_at  timestamptz not null,
    last_error text        not null,
    constraint arrival_parked_pk primary key (position)
);
