create table checkpoint (
    number      bigint generated always as identity primary key,
    target      text not null,
    operation   text not null,
    state       text not null default 'TAKING',
    strategy    text,
    database    text,
    copy        text,
    revision    text,
    fingerprint text,
    bytes       bigint,
    sha256      text,
    taken_at    timestamptz,
    constraint checkpoint_one_per_operation unique (operation),
    constraint checkpoint_state check (state in ('TAKING', 'VERIFIED', 'RESTORED')),
    constraint checkpoint_complete check (state = 'TAKING' or (taken_at is not null and copy is not null))
);
create index checkpoint_of_target on checkpoint (target, taken_at desc);
