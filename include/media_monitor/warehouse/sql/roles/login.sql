-- One row: who is logged in.
select session_user::text as login
