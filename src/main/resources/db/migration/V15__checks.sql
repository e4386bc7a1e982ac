-- What every gate of a target said when it was last looked at, so that only changes are told.
create table gate_seen (
    target text        not null,
    gate   text        not null,
    result text        not null,
    seen   timestamptz not null,
    since  timestamptz not null, -- when it began to say so
    primary key (target, gate),
    constraint gate_seen_result check (result in ('PASS', 'WARN', 'FAIL'))
);
