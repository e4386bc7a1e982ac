-- Questions bound to one plan, and people's answers. Times are the database's own.
create sequence approval_number;

create table approval (
    id              text        primary key,
    target          text        not null,
    plan            text        not null, -- canonical JSON, byte for byte what will run
    plan_digest     text        not null,
    requester       text        not null,
    reason          text        not null,
    mode            text        not null check (mode in ('TWO_KEYS', 'CONFIRMATION')),
    keys            int         not null check (keys > 0),
    eligible        text[]      not null, -- who was asked, frozen when it opened
    state           text        not null check (state in ('PENDING', 'APPROVED', 'COUNTDOWN', 'EXECUTING', 'DONE',
                                    'FAILED', 'UNKNOWN', 'DENIED', 'EXPIRED', 'CANCELLED', 'SUPERSEDED')),
    opened_at       timestamptz not null default clock_timestamp(),
    expires_at      timestamptz not null,
    granted_at      timestamptz,
    countdown_until timestamptz,
    version         int         not null default 1
);

create index approval_undecided on approval (target) where state in ('PENDING', 'APPROVED', 'COUNTDOWN');

create table approval_vote (
    request       text        not null references approval,
    person        text        not null,
    decision      text        not null check (decision in ('APPROVE', 'DENY')),
    digest        text        not null, -- of the plan they saw
    platform      text        not null,
    platform_user text        not null,
    event_id      text        not null,
    via           text        not null check (via in ('BUTTON', 'REACTION', 'COMMAND')),
    at            timestamptz not null,
    retracted_at  timestamptz,
    primary key (request, person), -- one human, one vote
    unique (platform, event_id)
);
