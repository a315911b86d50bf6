"""The audit: who, when, what, and no way to change it afterwards."""

from __future__ import annotations

import psycopg2
import pytest

from media_monitor.settings import Settings
from media_monitor.warehouse import audit
from media_monitor.warehouse.db import connect
from warehouse_fixtures import ask, one

AUDIT = "select what, on_behalf_of, details from ops.audit order by audit_id"
OUTLET = "insert into ref.outlet (outlet_id, name, domain, quote_characters) values (%s, %s, %s, %s)"


@pytest.mark.rel("J07")
def test_an_act_is_recorded_with_who_when_and_what(settings: Settings) -> None:
    with connect(str(settings.dsn)) as connection:
        audit_id = audit.record(connection, "export", {"rows": 12, "query": "first-claims"}, on_behalf_of="desk")
    assert ask(settings, AUDIT) == [("export", "desk", {"rows": 12, "query": "first-claims"})]
    login, is_recent = ask(
        settings, "select login, now() - at < interval '1 minute' from ops.audit where audit_id = %s", audit_id
    )[0]
    assert (login, is_recent) == (one(settings, "select session_user::text"), True)


@pytest.mark.rel("J07")
def test_an_act_that_is_rolled_back_is_not_recorded(settings: Settings) -> None:
    def fail_after_recording() -> None:
        with connect(str(settings.dsn)) as connection:
            audit.record(connection, "correction", {"claims": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    assert ask(settings, AUDIT) == []


@pytest.mark.rel("J07")
@pytest.mark.parametrize(
    "change",
    ["update ops.audit set what = 'grant'", "delete from ops.audit", "truncate ops.audit"],
    ids=["update", "delete", "truncate"],
)
def test_the_audit_cannot_be_changed_even_by_its_owner(settings: Settings, change: str) -> None:
    ask(settings, "select ops.record_audit('erasure', '{}')")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="append-only"):
        ask(settings, change)
    assert one(settings, "select count(*) from ops.audit where what = 'erasure'") == 1
    # the control: without the guard the same statement goes through
    ask(settings, f"set local session_replication_role = replica; {change}")
    assert one(settings, "select count(*) from ops.audit where what = 'erasure'") == 0


@pytest.mark.rel("J07")
def test_an_unknown_kind_of_act_is_refused(settings: Settings) -> None:
    with pytest.raises(psycopg2.errors.CheckViolation):
        ask(settings, "select ops.record_audit('whim', '{}')")


@pytest.mark.rel("J07")
def test_a_change_of_policy_is_recorded_from_what_to_what(settings: Settings) -> None:
    ask(settings, OUTLET, "ledger", "The Ledger", "ledger.test", 500)
    ask(settings, OUTLET, "herald", "The Herald", "herald.test", None)
    ask(settings, "update ref.outlet set quote_characters = 0 where outlet_id = 'ledger'")
    ask(settings, "update ref.outlet set name = 'Ledger'")  # no policy
    ask(settings, "update ref.outlet set is_link_required = false where outlet_id = 'herald'")
    assert [details for what, _, details in ask(settings, AUDIT) if what == "policy"] == [
        {"table": "ref.outlet", "new_outlets_with_an_allowance": 1},
        {"table": "ref.outlet", "changed": {"ledger": {"characters": [500, 0], "is_link_required": [True, True]}}},
        {"table": "ref.outlet", "changed": {"herald": {"characters": [None, None], "is_link_required": [True, False]}}},
    ]


@pytest.mark.rel("J07")
def test_without_its_trigger_a_change_of_policy_would_pass_unseen(settings: Settings) -> None:
    ask(settings, OUTLET, "ledger", "The Ledger", "ledger.test", 500)
    before = ask(settings, AUDIT)
    ask(settings, "set local session_replication_role = replica; update ref.outlet set quote_characters = 0")
    assert ask(settings, AUDIT) == before
