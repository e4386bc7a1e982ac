-- Gates that somebody let count as a warning for a while, each with a reason. Never changed, never deleted.
create table gate_waiver (
    number    bigint      generated always as identity primary key,
    target    text        not null,
    gate      text        not null,
    waived_by text        not null,
    reason    text        not null,
    begins    timestamptz not null,
    ends      timestamptz not null,
    constraint gate_waiver_reasoned check (reason <> ''),
    constraint gate_waiver_forward check (begins < ends)
);
create index gate_waiver_of_target on gate_waiver (target, gate, ends);
