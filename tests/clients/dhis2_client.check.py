"""dhis2-client as shipped: its readers, pages and writers against a pretend DHIS2."""

from dhis2_client import DHIS2Client

from steps import destination, ends, password, source, step, token, user

read = DHIS2Client(base_url=source, username=user, password=password)
write = DHIS2Client(base_url=destination, token=token)
element = {"name": "A", "shortName": "A", "valueType": "NUMBER", "domainType": "AGGREGATE", "aggregationType": "SUM"}
units = list(read.get_organisation_units())
data_set = list(read.get_data_sets())[0]["id"]
root = read.get_current_user(fields="organisationUnits")["organisationUnits"][0]["id"]

step("information", lambda: read.get_system_info()["calendar"] == "iso8601")
step("units", lambda: read.get_org_unit(units[0]["id"])["id"] == units[0]["id"])
step("tree", lambda: read.get_org_unit_tree(root_uid=root)["id"] == root)
step("elements", lambda: len(list(read.get_data_elements(fields="id,name"))) == 40)
step("data set", lambda: read.get_data_set(data_set)["id"] == data_set)
step("create", lambda: write.create_data_element({"id": "Element0001", **element})["response"]["uid"] == "Element0001")
step("update", lambda: write.update_data_element("Element0001", {**element, "name": "B"})["status"] == "OK")
step("delete", lambda: write.delete_data_element("Element0001")["status"] == "OK")
asked = {"dataSet": data_set, "startDate": "2020-01-01", "endDate": "2030-01-01", "orgUnit": root, "children": "true"}
step("values", lambda: len(read.get_data_value_set(asked)["dataValues"]) > 0)
step("no values", lambda: write.post_data_value_set({"dataValues": []})["status"] == "OK")
ends()
