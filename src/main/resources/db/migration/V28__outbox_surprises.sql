-- How often something went wrong that nobody foresaw; attempts counts the tries of an outage and of a platform's limits, too.
alter table outbox add column surprises integer not null default 0;
