-- The watch over a target after an upgrade: how long, how far Odoo's log was read, what was seen.
create table soak (
    operation  text primary key,
    target     text        not null,
    until      timestamptz not null,
    log        text        not null, -- a place in the log of Odoo's service; empty where it cannot be read
    looks      int         not null default 0,
    errors     int         not null default 0,
    unanswered int         not null default 0, -- in a row
    state      text        not null default 'WATCHING',
    constraint soak_state check (state in ('WATCHING', 'QUIET', 'BREACHED', 'CUT_SHORT'))
);
