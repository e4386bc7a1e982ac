-- What came in from the chats. Ids are kept for good: a platform may deliver an event again much later.
create table inbox (
    platform     text        not null,
    event_id     text        not null,
    position     bigint      generated always as identity,
    lane         text        not null,
    event        text        not null,
    received_at  timestamptz not null,
    due          timestamptz not null,
    attempts     integer     not null default 0,
    processed_at timestamptz,
    parked_at    timestamptz,
    last_error   text,
    constraint inbox_pk primary key (platform, event_id),
    constraint inbox_position_unique unique (position)
);

create index inbox_open on inbox (lane, position) where processed_at is null and parked_at is null;

-- The bot's own names for its messages, and where each of them stands on its platform.
create table outbox_message (
    key        text        not null,
    platform   text        not null,
    channel    text        not null,
    lane       text        not null,
    root_key   text,
    thread     text,
    generation integer     not null default 0,
    message_id text,
    thread_id  text,
    unpostable boolean     not null default false,
    queued_at  timestamptz not null,
    constraint outbox_message_pk primary key (key),
    constraint outbox_message_root_fk foreign key (root_key) references outbox_message (key),
    constraint outbox_message_one_thread check (root_key is null or thread is null)
);

create unique index outbox_message_ref on outbox_message (platform, channel, message_id) where message_id is not null;
create index outbox_message_thread on outbox_message (platform, channel, thread_id) where thread_id is not null;

-- What is still to be said, in order within each lane: a channel, or one thread of it.
create table outbox (
    id        bigint      generated always as identity,
    lane      text        not null,
    kind      text        not null,
    key       text,
    platform  text        not null,
    channel   text        not null,
    root_key  text,
    thread    text,
    detail    text        not null default '',
    body      text        not null,
    queued_at timestamptz not null,
    due       timestamptz not null,
    attempts  integer     not null default 0,
    sent_at   timestamptz,
    parked_at timestamptz,
    last_error text,
    constraint outbox_pk primary key (id),
    constraint outbox_kind_known check (kind in ('POST', 'EDIT', 'WHISPER', 'REACT', 'ATTACH')),
    constraint outbox_key_fk foreign key (key) references outbox_message (key),
    constraint outbox_root_fk foreign key (root_key) references outbox_message (key),
    constraint outbox_key_unless_whisper check ((kind = 'WHISPER') = (key is null))
);

create unique index outbox_post_once on outbox (key) where kind = 'POST';
create unique index outbox_extra_once on outbox (key, kind, detail) where kind in ('REACT', 'ATTACH');
create index outbox_open on outbox (lane, id) where sent_at is null and parked_at is null;
create index outbox_edits on outbox (key, id) where kind = 'EDIT' and sent_at is null and parked_at is null;

-- The web console, a chat platform of our own. One sequence numbers messages and changes alike, so a reader may
-- ask for everything after a message or after a change. It starts high so that ids order as numbers and as text.
create sequence console_change as bigint start with 10000001;

create table console_message (
    id         bigint      not null,
    change     bigint      not null,
    channel    text        not null,
    thread     bigint,
    author     text        not null,
    whisper_to text,
    post_key   text,
    kind       text        not null,
    text       text        not null,
    body       text,
    edited     boolean     not null default false,
    at         timestamptz not null,
    constraint console_message_pk primary key (id),
    constraint console_message_change_unique unique (change),
    constraint console_message_thread_fk foreign key (thread) references console_message (id),
    constraint console_message_post_key_unique unique (post_key)
);

create index console_message_by_channel on console_message (channel, change);

create table console_reaction (
    message  bigint  not null,
    emoji    text    not null,
    person   text    not null,
    bot      boolean not null,
    position bigint  not null,
    constraint console_reaction_pk primary key (message, emoji, person, bot),
    constraint console_reaction_message_fk foreign key (message) references console_message (id)
);

create table console_file (
    message bigint  not null,
    name    text    not null,
    source  text    not null,
    position bigint not null,
    constraint console_file_pk primary key (message, name, source),
    constraint console_file_message_fk foreign key (message) references console_message (id)
);
