-- The next event is found by going from lane to lane. The two indexes over positions alone led PostgreSQL to sort or to walk
-- through the whole queue once many events waited, for each of the workers, on a table it had no statistics of yet.
drop index inbox_open_position;
drop index inbox_open_quick;
