"""ERPpeek as shipped. It asks models for `fields_get_keys`, which later versions of Odoo have no more: on those only its `Client` reads."""

import erppeek

from odoo_place import addresses, databases
from steps import admin, admin_password, ends, password, refused, step, user


def tried(version, way):
    def on(name, holds):
        step(f"{name} on {version} by {way}", holds)

    client = erppeek.Client(addresses[version] + way, databases[version], user, password)
    on("version", lambda: client.major_version == f"{version}.0")
    on("databases", lambda: databases[version] in client.db.list())
    ids = client.search("account.move", [("state", "=", "posted"), ("move_type", "in", ["out_invoice", "out_refund"])], limit=4)
    on("search", lambda: len(ids) == 4)
    on("read", lambda: len(client.read("account.move", ids, "name amount_total")) == 4)
    on("text domain", lambda: client.count("res.partner", ["id = 1", "name =ilike comptoir%"]) == 1)
    on("access", lambda: client.access("account.move"))
    # By JSON-RPC this client does not take a refusal for a no, but raises it.
    on("no access", lambda: refused(lambda: client.access("account.move", "write"), "account.move") if way == "/jsonrpc" else not client.access("account.move", "write"))
    on("an unknown field is refused", lambda: refused(lambda: client.search("res.partner", ["nonsense = 1"]), "Invalid field res.partner.nonsense"))


for each in (19, 18, 16):
    tried(each, "/xmlrpc")
    tried(each, "/jsonrpc")

chief = erppeek.Client(addresses[16], databases[16], admin, admin_password)
Partner = chief.model("res.partner")
step("models", lambda: "account.move" in [model._name for model in chief.models("account.").values()])
step("keys", lambda: "name" in Partner.keys() and Partner.field("parent_id")["relation"] == "res.partner")
made = Partner.create({"name": "Maison Essai"})
step("create", lambda: str(made) == "Maison Essai")
step("write", lambda: made.write({"ref": "E3"}) and made.ref == "E3")
step("relation", lambda: Partner.get(8).commercial_partner_id.name == "Lecteur Api")
step("unlink", lambda: made.unlink() and Partner.search([("id", "=", made.id)]) == [])
ends()
