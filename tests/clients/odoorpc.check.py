"""OdooRPC as shipped: versions, models as classes, records that know their relations, and writing, on each pretended Odoo."""

import odoorpc

from odoo_place import databases, host_and_port
from steps import admin, admin_password, ends, password, refused, step, user


def signed_in(version, login, secret):
    host, port = host_and_port(version)
    odoo = odoorpc.ODOO(host, port=port)
    odoo.login(databases[version], login, secret)
    return odoo


def tried(version):
    def on(name, holds):
        step(f"{name} on {version}", holds)

    odoo = signed_in(version, user, password)
    env = odoo.env
    on("version", lambda: odoo.version.startswith(f"{version}.0"))
    on("databases", lambda: databases[version] in odoo.db.list())
    on("context", lambda: env.context["lang"] == "fr_FR" and env.uid == 7)
    on("user", lambda: env.user.login == user and "Levant France" in [company.name for company in env.user.company_ids])

    Move = env["account.move"]
    ids = Move.search([("state", "=", "posted")], limit=3, order="id")
    on("search", lambda: len(ids) == 3 and ids == sorted(ids))
    on("browse", lambda: Move.browse(ids[0]).partner_id.name != "")
    on("labels", lambda: Move.read(ids[:1], ["journal_id"])[0]["journal_id"][1].startswith("Factures"))
    on("English", lambda: Move.with_context(lang="en_US").read(ids[:1], ["journal_id"])[0]["journal_id"][1] in ("Customer Invoices", "Vendor Bills"))
    on("count", lambda: Move.search_count([("company_id", "=", 2)]) == len(Move.search([("company_id", "=", 2)])))
    on("children", lambda: 1 in env["res.partner"].search([("id", "child_of", 1)]))
    on("an unknown field is refused", lambda: refused(lambda: Move.search([("nonsense", "=", 1)]), "Invalid field account.move.nonsense"))
    on("a strange company is refused", lambda: refused(lambda: Move.with_context(allowed_company_ids=[99]).search([]), "soci" if version < 19 else "companies"))
    on("writing is refused", lambda: refused(lambda: env["res.partner"].create({"name": "X"}), "res.partner"))

    chief = signed_in(version, admin, admin_password)
    Partner = chief.env["res.partner"]
    on("models", lambda: "res.partner" in chief.env and "no.model" not in chief.env)
    made = Partner.create({"name": "Maison Essai", "category_id": [(6, 0, [1, 2])]})
    on("create", lambda: Partner.browse(made).name == "Maison Essai" and Partner.browse(made).category_id.ids == [1, 2])

    def changed():
        partner = Partner.browse(made)
        partner.ref = "E1"
        partner.category_id -= 1
        return Partner.read([made], ["ref", "category_id"])[0]

    on("write", lambda: {"ref": "E1", "category_id": [2]}.items() <= changed().items())
    copied = []
    on("copy", lambda: copied.append(Partner.browse(made).copy()) is None and len(copied) == 1)
    on("unlink", lambda: Partner.browse(made).unlink() and Partner.search([("id", "=", made)]) == [])
    on("logout", lambda: chief.logout())


for each in (19, 18, 16):
    tried(each)
ends()
