create table ir_module_module (
    id serial primary key, name varchar not null unique, shortdesc jsonb, state varchar, latest_version varchar,
    published_version varchar, author varchar, license varchar, application boolean, auto_install boolean, demo boolean,
    imported boolean, create_date timestamp, write_date timestamp);
create table ir_module_module_dependency (
    id serial primary key, module_id integer references ir_module_module on delete cascade, name varchar,
    auto_install_required boolean default true, create_date timestamp, write_date timestamp);
create table ir_module_module_exclusion (
    id serial primary key, module_id integer references ir_module_module on delete cascade, name varchar);
create table ir_config_parameter (
    id serial primary key, key varchar not null unique, value text not null, create_date timestamp, write_date timestamp);
create table ir_attachment (
    id serial primary key, name varchar not null, res_model varchar, res_field varchar, res_id integer, type varchar not null,
    url varchar, store_fname varchar, checksum varchar(40), file_size integer, mimetype varchar, db_datas bytea,
    create_date timestamp, write_date timestamp);
create table ir_cron (
    id serial primary key, cron_name varchar, active boolean, interval_number integer, interval_type varchar, priority integer,
    nextcall timestamp not null, lastcall timestamp, failure_count integer default 0, first_failure_date timestamp,
    create_date timestamp, write_date timestamp);
create table res_company (id serial primary key, name varchar not null, create_date timestamp, write_date timestamp);
create table res_partner (
    id serial primary key, name varchar, email varchar, phone varchar, city varchar, active boolean default true,
    company_id integer, create_date timestamp, write_date timestamp);
create table res_users (
    id serial primary key, login varchar not null unique, active boolean default true, partner_id integer references res_partner,
    create_date timestamp, write_date timestamp);
create table crm_lead (
    id serial primary key, name varchar not null, partner_id integer references res_partner, phone varchar, type varchar,
    stage_id integer, expected_revenue numeric, active boolean default true, campaign_code varchar,
    create_date timestamp, write_date timestamp);
create table sale_order (
    id serial primary key, name varchar not null, state varchar, partner_id integer references res_partner, date_order timestamp,
    amount_total numeric, delivery_instructions text, create_date timestamp, write_date timestamp);
create table sale_order_line (
    id serial primary key, order_id integer references sale_order on delete cascade, name text, product_uom_qty numeric,
    price_total numeric, create_date timestamp, write_date timestamp);
create table sale_custom_note (
    id serial primary key, name varchar not null, order_id integer references sale_order on delete cascade,
    partner_id integer references res_partner, priority integer, legacy_code varchar, create_date timestamp, write_date timestamp);
create table account_move (
    id serial primary key, name varchar, move_type varchar, state varchar, partner_id integer references res_partner, date date,
    amount_total numeric, payment_state varchar, create_date timestamp, write_date timestamp);
create table account_payment (
    id serial primary key, name varchar, state varchar, move_id integer references account_move, amount numeric, date date,
    create_date timestamp, write_date timestamp);
create table stock_picking (
    id serial primary key, name varchar, state varchar, partner_id integer references res_partner, origin varchar,
    scheduled_date timestamp, create_date timestamp, write_date timestamp);
create table stock_move (
    id serial primary key, name varchar, state varchar, picking_id integer references stock_picking, product_uom_qty numeric,
    handling_note varchar, create_date timestamp, write_date timestamp);
create table mail_message (
    id serial primary key, model varchar, res_id integer, message_type varchar, subject varchar, body text, author_id integer,
    date timestamp, create_date timestamp, write_date timestamp);
create table mail_mail (
    id serial primary key, mail_message_id integer references mail_message on delete cascade, state varchar, email_to text,
    failure_reason text, create_date timestamp, write_date timestamp);
create table hr_employee (
    id serial primary key, name varchar, work_email varchar, job_title varchar, active boolean default true, badge_code varchar,
    create_date timestamp, write_date timestamp);

insert into ir_config_parameter (key, value, create_date, write_date) values
    ('database.uuid', gen_random_uuid()::text, now() - interval '2 years', now() - interval '2 years'),
    ('database.create_date', (now() - interval '2 years')::text, now() - interval '2 years', now() - interval '2 years'),
    ('web.base.url', 'http://127.0.0.1', now() - interval '2 years', now() - interval '2 years');
insert into res_company (name, create_date, write_date) values ('Sandbox Trading', now() - interval '2 years', now());
insert into ir_cron (cron_name, active, interval_number, interval_type, priority, nextcall, lastcall, create_date, write_date)
select name, active, 1, unit, 5, now() + interval '1 hour', now() - interval '1 hour', now() - interval '2 years', now()
from (values ('Base: Auto-vacuum internal data', true, 'days'), ('Mail: Email Queue Manager', true, 'hours'),
    ('Notification: Send scheduled message notifications', true, 'hours'), ('Digest Emails', true, 'days'),
    ('Sales: Send pending emails', true, 'hours'), ('Procurement: run scheduler', true, 'days'),
    ('CRM: enrich leads', false, 'hours'), ('Account: Post draft entries', true, 'days')) as cron(name, active, unit);
insert into res_partner (name, email, phone, city, company_id, create_date, write_date)
select 'Customer ' || n, 'customer' || n || '@example.com', '+1 555 ' || lpad(n::text, 4, '0'),
    (array['Ghent', 'Lyon', 'Porto', 'Bergen'])[1 + n % 4], 1, at, at
from generate_series(1, 800) n, lateral (select now() - n * interval '18 hours' as at) t;
insert into res_users (login, partner_id, create_date, write_date)
select case n when 1 then '__system__' when 2 then 'admin' else 'user' || n end, n, now() - interval '2 years', now()
from generate_series(1, 25) n;
insert into crm_lead (name, partner_id, phone, type, stage_id, expected_revenue, campaign_code, create_date, write_date)
select 'Opportunity ' || n, 1 + n % 800, case when n % 3 > 0 then '+1 555 ' || n end, 'opportunity', 1 + n % 4, 100 * (n % 90),
    case when n % 4 = 0 then 'C' || lpad((n % 30)::text, 3, '0') end, at, at
from generate_series(1, 1200) n, lateral (select now() - n * interval '11 hours' as at) t;
insert into sale_order (name, state, partner_id, date_order, amount_total, create_date, write_date)
select 'S' || lpad(n::text, 5, '0'), (array['sale', 'sale', 'sale', 'draft', 'cancel'])[1 + n % 5], 1 + n % 800, at,
    round((50 + n % 977)::numeric, 2), at, at
from generate_series(1, 2500) n, lateral (select now() - (2501 - n) * interval '6 hours' as at) t;
insert into sale_order_line (order_id, name, product_uom_qty, price_total, create_date, write_date)
select 1 + n % 2500, 'Product ' || n % 60, 1 + n % 9, 10 + n % 300, now() - interval '10 days', now() - interval '10 days'
from generate_series(1, 6000) n;
insert into sale_custom_note (name, order_id, partner_id, priority, legacy_code, create_date, write_date)
select 'Note ' || n, n, 1 + n % 800, n % 4, case when n % 5 > 0 then 'L' || lpad(n::text, 3, '0') end, now() - interval '40 days',
    now() - interval '40 days'
from generate_series(1, 400) n;
insert into account_move (name, move_type, state, partner_id, date, amount_total, payment_state, create_date, write_date)
select 'INV/' || lpad(n::text, 5, '0'), 'out_invoice', (array['posted', 'posted', 'posted', 'draft'])[1 + n % 4], 1 + n % 800,
    at::date, 40 + n % 900, (array['paid', 'not_paid'])[1 + n % 2], at, at
from generate_series(1, 2000) n, lateral (select now() - (2001 - n) * interval '7 hours' as at) t;
insert into account_payment (name, state, move_id, amount, date, create_date, write_date)
select 'PAY/' || lpad(n::text, 5, '0'), 'paid', n, 40 + n % 900, at::date, at, at
from generate_series(1, 900) n, lateral (select now() - (901 - n) * interval '15 hours' as at) t;
insert into stock_picking (name, state, partner_id, origin, scheduled_date, create_date, write_date)
select 'WH/OUT/' || lpad(n::text, 5, '0'), (array['done', 'done', 'assigned', 'confirmed'])[1 + n % 4], 1 + n % 800,
    'S' || lpad(n::text, 5, '0'), at, at, at
from generate_series(1, 1500) n, lateral (select now() - (1501 - n) * interval '9 hours' as at) t;
insert into stock_move (name, state, picking_id, product_uom_qty, create_date, write_date)
select 'Product ' || n % 60, (array['done', 'done', 'assigned'])[1 + n % 3], 1 + n % 1500, 1 + n % 12, at, at
from generate_series(1, 3000) n, lateral (select now() - (3001 - n) * interval '5 hours' as at) t;
insert into mail_message (model, res_id, message_type, subject, body, author_id, date, create_date, write_date)
select (array['sale.order', 'account.move', 'crm.lead'])[1 + n % 3], 1 + n % 1200, 'comment', 'Update ' || n,
    '<p>' || repeat('Message ' || n || ' ', 20) || '</p>', 1 + n % 25, at, at, at
from generate_series(1, 5000) n, lateral (select now() - (5001 - n) * interval '3 hours' as at) t;
insert into mail_mail (mail_message_id, state, email_to, create_date, write_date)
select n, (array['sent', 'sent', 'sent', 'exception'])[1 + n % 4], 'customer' || n || '@example.com', now() - interval '3 days',
    now() - interval '3 days'
from generate_series(1, 300) n;
insert into hr_employee (name, work_email, job_title, badge_code, create_date, write_date)
select 'Employee ' || n, 'employee' || n || '@example.com', (array['Seller', 'Storekeeper', 'Accountant'])[1 + n % 3],
    case when n % 2 = 0 then 'B' || lpad(n::text, 4, '0') end, now() - interval '1 year', now() - interval '1 year'
from generate_series(1, 140) n;
create index sale_order_partner_id_index on sale_order (partner_id);
create index mail_message_model_res_id_index on mail_message (model, res_id);
