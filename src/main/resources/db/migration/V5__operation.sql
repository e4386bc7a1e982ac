-- Alarms: the table of db-scheduler 16, whose columns and indexes are its own.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index execution_time_idx on scheduled_tasks (execution_time);
create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
create index priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc);

create sequence operation_up;
create sequence operation_rb;
create sequence operation_bk;
create sequence operation_ch;
create sequence operation_dr;
create sequence operation_dl;

create table operation (
    id           text        primary key, -- UP-42
    kind         text        not null,
    target       text        not null,
    exclusive    boolean     not null,
    request      text        not null unique, -- a clearance is used once
    requester    text        not null,
    plan         text        not null, -- canonical JSON exactly as it was hashed
    digest       text        not null,
    state        text        not null check (state in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN', 'CANCELLED')),
    epoch        bigint      not null default 0,
    parked       boolean     not null default false, -- waiting to ask again, nobody is at it
    step         text,
    committed    boolean     not null default false, -- past the point of no return
    cancelled_by text,
    ending       text        check (ending in ('FAILED', 'CANCELLED')), -- undoing on the way to this state
    verdict      text        not null default '',
    created      timestamptz not null,
    started      timestamptz,
    ended        timestamptz,
    check ((ended is null) = (state in ('QUEUED', 'RUNNING')))
);

create unique index operation_one_per_target on operation (target) where exclusive and state in ('QUEUED', 'RUNNING');
create index operation_by_target on operation (target, created desc);
create index operation_by_time on operation (created desc);

create table operation_step (
    operation     text        not null references operation,
    step          text        not null,
    position      int         not null,
    title         text        not null,
    state         text        not null check (state in ('RUNNING', 'DONE', 'FAILED', 'UNKNOWN', 'UNDONE')),
    epoch         bigint      not null, -- of the last beginning
    begun         int         not null default 1,
    unknowns      int         not null default 0,
    unknown_since timestamptz,
    began         timestamptz not null,
    ended         timestamptz,
    why           text        not null default '',
    result        text        not null default '{}', -- JSON
    primary key (operation, step)
);

-- Locks by hand. A running operation is a lock by being there.
create table target_lock (
    target text        primary key,
    holder text        not null,
    reason text        not null,
    since  timestamptz not null,
    until  timestamptz
);
