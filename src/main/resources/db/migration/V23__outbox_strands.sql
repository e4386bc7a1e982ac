-- The next row is found by going from strand to strand. A plan made while the table is small must have no other index to go by:
-- one over keys only holds what has a key, and whether something urgent waits in a strand has an index of its own.
drop index outbox_open_about;
create index outbox_open_about on outbox (key, id) where key is not null and sent_at is null and parked_at is null;
create index outbox_open_urgent on outbox (strand) where not patient and sent_at is null and parked_at is null;
