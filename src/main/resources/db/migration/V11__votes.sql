-- Why somebody denied, in their own words.
alter table approval_vote add column reason text not null default '';

-- Taken back by a button or a command: a reaction of theirs may still stand on a card and is no new vote.
alter table approval_vote add column by_hand boolean not null default false;

-- When a granted request was last tried to be begun, by whichever replica could read its votes.
alter table approval add column tried_at timestamptz;
