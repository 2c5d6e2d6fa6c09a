"""odoo-client-lib as shipped: XML-RPC, JSON-RPC and JSON-2."""

import odoolib

from odoo_place import databases, host_and_port
from steps import admin_key, ends, key, password, refused, step, user


def tried(version, protocol, secret):
    def on(name, holds):
        step(f"{name} on {version} by {protocol}", holds)

    host, port = host_and_port(version)
    connection = odoolib.get_connection(host, protocol, port, databases[version], user, secret)
    on("sign in", lambda: connection.check_login() is not False)
    on("context", lambda: connection.get_user_context()["uid"] == 7)
    Partner = connection.get_model("res.partner")
    on("search_read", lambda: Partner.search_read(domain=[("id", "=", 1)], fields=["name"])[0]["name"] == "Comptoir du Levant")
    on("search", lambda: Partner.search(domain=[("parent_id", "child_of", 1)]) == [1])
    on("names", lambda: Partner.name_search(name="comptoir du", limit=1)[0] is not None)
    on("a strange company is refused", lambda: refused(lambda: Partner.search(domain=[], context={"allowed_company_ids": [99]}), "ompanies" if version == 19 else "soci"))


for each in (19, 18, 16):
    tried(each, "xmlrpc", password)
    tried(each, "jsonrpc", password)
tried(19, "json2", key)


def chief():
    host, port = host_and_port(19)
    return odoolib.get_connection(host, "json2", port, databases[19], None, admin_key)


# Arguments by position: the client asks the server's own documentation for their names, which only some may read.
step("positions", lambda: chief().get_model("res.partner").search([("id", "=", 1)]) == [1])
step("read one", lambda: chief().get_model("res.partner").read([1], ["name"])["name"] == "Comptoir du Levant")
ends()
