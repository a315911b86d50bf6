-- Staging at half the cost. Its rows have one writer, the worker that holds the batch, so a look-up of the batch for each row guards
-- nothing. Text that stays for minutes is not worth compressing twice; uncompressed, a check cuts its sentences out of it directly.

-- squawk-ignore ban-drop-constraint -- see above
alter table stage.article drop constraint article_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.rejected drop constraint rejected_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.mention drop constraint mention_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.topic_tag drop constraint topic_tag_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.event drop constraint event_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.claim drop constraint claim_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.casualty drop constraint casualty_batch_id_fkey;
-- squawk-ignore ban-drop-constraint -- see above
alter table stage.quote drop constraint quote_batch_id_fkey;

alter table stage.article alter column text set storage external;

-- Of a batch that has just been staged the statistics know nothing, or that it is one row, as of every batch they have not seen: joins
-- then loop over it. Without statistics of the column the planner assumes a share of the table.
alter table stage.article alter column batch_id set statistics 0;
alter table stage.rejected alter column batch_id set statistics 0;
alter table stage.mention alter column batch_id set statistics 0;
alter table stage.topic_tag alter column batch_id set statistics 0;
alter table stage.event alter column batch_id set statistics 0;
alter table stage.claim alter column batch_id set statistics 0;
alter table stage.casualty alter column batch_id set statistics 0;
alter table stage.quote alter column batch_id set statistics 0;

-- A batch finds the requests that brought its pages, without reading those of all the others.
-- squawk-ignore require-concurrent-index-creation -- a second for a million requests, once
create index page_fetch_record on ops.page_fetch (object_id, record_offset) where object_id is not null;
