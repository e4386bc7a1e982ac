-- What the platforms allow: a bucket of tokens each, shared by all replicas. A token is free again at free_at; at full_at all
-- of them are. Urgent things taken in a row are counted, so that patient ones get their share.
create table outbox_bucket (
    bucket     text        not null,
    full_at    timestamptz not null,
    free_at    timestamptz not null,
    urgent_run integer     not null default 0,
    constraint outbox_bucket_pk primary key (bucket)
);

-- Calls that began and of which no answer is known: what they carried may have arrived. Written beside the row's own lock,
-- so there is no foreign key.
create table outbox_attempt (
    outbox_id bigint      not null,
    begun_at  timestamptz not null,
    constraint outbox_attempt_pk primary key (outbox_id)
);

-- Where the platform put the message; on Discord that is the thread, a channel of its own.
alter table outbox_message add column message_channel text;
update outbox_message set message_channel = channel where message_id is not null;
alter table outbox_message add constraint outbox_message_whole_ref check ((message_id is null) = (message_channel is null));
drop index outbox_message_ref;
create unique index outbox_message_ref on outbox_message (platform, message_channel, message_id) where message_id is not null;

-- strand: what is kept in order, the posts of a lane or what is done to one message. bucket: known once a row had to wait for it.
-- patient: lets others go first. drawn: the body is made when it is sent. otherwise: who is told if it can never be posted.
alter table outbox add column strand text;
alter table outbox add column bucket text;
alter table outbox add column patient boolean not null default false;
alter table outbox add column drawn boolean not null default false;
alter table outbox add column otherwise text;
update outbox set strand = case kind
    when 'POST' then lane
    when 'WHISPER' then lane || '/to/' || detail
    else 'about/' || key end;
alter table outbox alter column strand set not null;

alter table outbox drop constraint outbox_kind_known;
alter table outbox add constraint outbox_kind_known
    check (kind in ('POST', 'EDIT', 'WHISPER', 'TELL', 'HOME', 'REACT', 'ATTACH'));
alter table outbox drop constraint outbox_key_unless_whisper;
alter table outbox add constraint outbox_key_unless_personal
    check ((kind in ('WHISPER', 'TELL', 'HOME')) = (key is null));

drop index outbox_open;
drop index outbox_edits;
create index outbox_open on outbox (strand, id) where sent_at is null and parked_at is null;
create index outbox_open_about on outbox (key, id) where sent_at is null and parked_at is null;

-- The page that grows: lines left out at its beginning, lines left out on the pages before it, when its message was begun (null:
-- not yet), and how many pages in a row could not be posted.
alter table log_told add column folded bigint not null default 0;
alter table log_told add column folded_before bigint not null default 0;
alter table log_told add column begun timestamptz;
alter table log_told add column lost integer not null default 0;
update log_told set begun = now() where told_to > 0;
create index log_told_open on log_told (operation, platform) where not ended;

-- A log is read and written in pieces at the speed of the line: packing them costs more than it saves.
alter table log_chunk alter column body set storage external;
