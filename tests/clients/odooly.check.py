"""Odooly as shipped: by sessions, by JSON-RPC and by JSON-2; models it may see, records, and what is refused."""

import odooly

from odoo_place import addresses, databases
from steps import admin, admin_password, ends, key, password, refused, step, user


def tried(version, by, client):
    def on(name, holds):
        step(f"{name} on {version} by {by}", holds)

    env = client.env
    on("version", lambda: client.version_info == float(version))
    on("user", lambda: env.uid == 7 and env.lang == "fr_FR")
    on("models", lambda: "account.move" in env.models("account.") and "account.move" in env)
    Partner = env["res.partner"]
    found = Partner.search([("is_company", "=", True)], limit=5, order="id")
    on("search", lambda: len(found) == 5 and found[0].id == 1)
    on("fields", lambda: Partner.fields("name parent_id")["parent_id"]["relation"] == "res.partner")
    on("names", lambda: found[0].name == "Comptoir du Levant" and str(found[0]) == "Comptoir du Levant")
    on("read", lambda: Partner.read([("id", "=", 1)], "name email")[0]["email"] == "contact@trading.test")
    on("children", lambda: set(Partner.search([("id", "child_of", [found[2].id])]).ids) == {found[2].id, *Partner.search([("parent_id", "=", found[2].id)]).ids})
    on("parents", lambda: found[2].id in Partner.search([("id", "parent_of", Partner.search([("parent_id", "=", found[2].id)]).ids + found[2].ids)]).ids)
    on("dotted", lambda: env["account.move"].search([("partner_id.country_id.code", "=", "FR")], limit=1)[0].partner_id.country_id.code == "FR")
    on("count", lambda: env["account.move"].search_count([("company_id", "not in", [1])]) > 0)
    on("access", lambda: env.access("res.partner") and not env.access("res.partner", "write"))
    on("a strange language is refused", lambda: version == 16 or refused(lambda: env(context={"lang": "de_DE"})["res.partner"].read(1, "display_name"), "Invalid language code: de_DE"))
    on("an unknown operator is refused", lambda: refused(lambda: Partner.search([("name", "~~", "x")]).ids, "Invalid"))


for each in (19, 18, 16):
    tried(each, "session", odooly.Client(addresses[each], databases[each], user, password))
    tried(each, "JSON-RPC", odooly.Client(f"{addresses[each]}/jsonrpc", databases[each], user, password))
tried(19, "JSON-2", odooly.Client(addresses[19], databases[19], user, api_key=key))

chief = odooly.Client(addresses[19], databases[19], admin, admin_password).env
made = chief["res.partner"].create({"name": "Maison Essai"})
step("create", lambda: made.name == "Maison Essai")
step("write", lambda: made.write({"ref": "E2"}) and made.ref == "E2")
step("metadata", lambda: made.get_metadata()[0]["create_uid"][0] == 2)
step("group", lambda: chief.user.has_group("base.group_system"))
step("copy", lambda: made.copy().name.startswith("Maison Essai"))
step("modules", lambda: "account" in chief.modules(installed=True)["installed"])
step("unlink", lambda: made.unlink() and not chief["res.partner"].search([("id", "=", made.id)]))
step("a contact in use stays", lambda: refused(lambda: chief["res.partner"].get(3).unlink(), "linked to an active user"))
ends()
