create table incident (
    number    bigint generated always as identity primary key,
    target    text not null,
    operation text not null,
    title     text not null,
    status    text not null default 'OPEN',
    opened_at timestamptz not null default now(),
    constraint incident_one_per_operation unique (operation),
    constraint incident_status check (status in ('OPEN', 'RESOLVED_PENDING_REVIEW', 'RESOLVED'))
);
