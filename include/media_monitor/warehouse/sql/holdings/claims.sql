-- One row per claim of an article.
select
    url,
    stance,
    source_text as source,
    source_entity_id as source_entity,
    actor_entity_id as actor_entity,
    actor_text as actor,
    is_negated as negated
from mart.attribution_ledger
order by url, claim_id
