create table maintenance_window (
    number    bigint      generated always as identity primary key, -- of MW-3
    target    text        not null,
    announcer text        not null,
    reason    text        not null,
    begins    timestamptz not null,
    ends      timestamptz not null,
    state     text        not null,
    told      timestamptz not null, -- notices that were due up to here are given, or nobody needs them
    version   bigint      not null default 1, -- one more with every change that people see
    constraint maintenance_window_state check (state in ('SCHEDULED', 'ACTIVE', 'ENDED', 'CANCELLED')),
    constraint maintenance_window_forward check (begins <= ends)
);
create index maintenance_window_to_come on maintenance_window (target, begins) where state in ('SCHEDULED', 'ACTIVE');

-- What people did and to which window: an event that comes twice counts once.
create table maintenance_wish (
    event  text   primary key,
    number bigint not null references maintenance_window
);

-- What the calendar of a platform shows of a window, as a version of the window; and when to try again.
create table maintenance_calendar (
    number   bigint      not null references maintenance_window,
    platform text        not null,
    shown    bigint      not null default 0,
    attempts int         not null default 0,
    due      timestamptz not null,
    error    text        not null default '',
    primary key (number, platform)
);
