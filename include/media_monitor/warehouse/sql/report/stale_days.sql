-- One row per publication day whose marts are older than core, locked so that a batch published meanwhile waits its turn.
select covers_on
from ops.report_due
order by covers_on
for update
