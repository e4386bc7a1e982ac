alter table checkpoint drop constraint checkpoint_state;
alter table checkpoint add constraint checkpoint_state check (state in ('TAKING', 'VERIFIED', 'RESTORED', 'DELETED'));
