"""Where the pretend Odoo stands: an address and a database for each version it pretends."""

from urllib.parse import urlsplit

from steps import odoo_16, odoo_18, odoo_19

addresses = {19: odoo_19, 18: odoo_18, 16: odoo_16}
databases = {19: "trading", 18: "trading18", 16: "trading16"}


def host_and_port(version):
    at = urlsplit(addresses[version])
    return at.hostname, at.port
