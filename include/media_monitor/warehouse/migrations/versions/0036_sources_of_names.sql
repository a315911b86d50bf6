-- Where every name of the knowledge base comes from, under which licence, and how many live in a place.

alter table ref.entity
add column population bigint,
add column licence text;

alter table ref.entity_alias
add column source text;

comment on column ref.entity.population is 'People who live there, as the source of the row gives it; NULL where unknown or no place';
comment on column ref.entity.licence is 'Licence under which the row may be used';
comment on column ref.entity_alias.source is 'Where the name comes from';
