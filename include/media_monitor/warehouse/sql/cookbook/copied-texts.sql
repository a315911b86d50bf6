-- One row per text that more than one outlet published.
--
-- Which texts are copies, whose, and who carries them?
--
-- Found by what the texts share, credited or not. The origin is the agency's own article where the agency is monitored, else the earliest.
--
-- :since  date  latest - 6 days  first publication day of a copy
-- :until  date  latest           last publication day of a copy
select
    max(o.outlet) as origin,
    c.origin_url,
    count(*) filter (where not c.is_origin) as copies,
    array_agg(c.outlet order by c.outlet) filter (where not c.is_origin) as copied_by,
    min(c.share)::numeric(4, 2) as least_share
from report.copy as c
inner join report.outlet as o on c.origin_outlet_id = o.outlet_id
where c.covers_on between %(since)s and %(until)s
group by c.copy_group_id, c.origin_url
having bool_or(not c.is_origin)
order by copies desc, c.origin_url
