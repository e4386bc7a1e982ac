-- What a checkpoint knew of the business documents: by it people are told what a rollback would lose, and a drill knows what
-- the copy must hold. JSON; empty in checkpoints that are older than this column.
alter table checkpoint add column marks text not null default '';
-- When its copy went live; null if it never did, or did before this column.
alter table checkpoint add column restored_at timestamptz;
