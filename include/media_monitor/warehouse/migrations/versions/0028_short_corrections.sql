-- What a person says instead of the machine is shown in its place, so it is as short as what a machine may say.

alter table core.correction add constraint correction_words_are_short check (
    char_length(words) <= 60 and not jsonb_path_exists(reads, '$.* ? (@ like_regex "^.{61}" flag "s")')
) not valid;
