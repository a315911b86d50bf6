-- One row: the schema's revision.
select version_num
from public.alembic_version
