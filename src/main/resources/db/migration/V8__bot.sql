-- How far the reporter has read the journal. One row.
create table reporter_cursor (
    only_one boolean primary key default true,
    seq      bigint not null,
    constraint reporter_cursor_one check (only_one)
);
insert into reporter_cursor (seq) values (0);

-- Where a subject (AR-7, IN-3) is talked about, and what its card was made from.
create table conversation (
    subject  text not null,
    platform text not null,
    channel  text not null,
    thread   text,
    card     text not null,
    primary key (subject, platform)
);

-- How far the log of an operation has been told, per platform.
create table log_told (
    operation text not null,
    platform  text not null,
    page      integer not null,
    told_from bigint not null,
    told_to   bigint not null,
    ended     boolean not null default false,
    primary key (operation, platform)
);
