"""dhis2.py as shipped: reads, pages, imports and writes single objects of a pretend DHIS2."""

from dhis2 import Api, RequestException

from steps import destination, ends, password, source, step, user

read = Api(source, user, password)
write = Api(destination, user, password)
first = read.get("dataElements").json()["dataElements"][0]["id"]
root = read.get("me").json()["organisationUnits"][0]["id"]

step("version", lambda: read.version_int >= 40)
step("object", lambda: read.get(f"dataElements/{first}").json()["id"] == first)
step("filters", lambda: len(read.get("dataElements", params={"filter": ["name:like:Measles", "valueType:eq:TEXT"], "paging": False}).json()["dataElements"]) > 0)
step("pages", lambda: len(read.get_paged("dataElements", page_size=7, merge=True)["dataElements"]) == 40)
step("metadata", lambda: len(read.get("metadata", params={"dataElements": "true"}).json()["dataElements"]) == 40)
step("schemas", lambda: read.get("schemas/dataElement").json()["plural"] == "dataElements")


def unknown_filter():
    try:
        read.get("dataElements", params={"filter": "nonsense:eq:1"})
    except RequestException as refused:
        return refused.code == 409
    return False


step("an unknown filter is refused", unknown_filter)
step("import", lambda: write.post("metadata", json={"constants": [{"id": "Constant001", "name": "Pi", "value": 3.14}]}).json()["response"]["stats"]["created"] == 1)
step("create", lambda: write.post("constants", json={"id": "Constant002", "name": "E", "value": 2.7}).status_code == 201)
step("update", lambda: write.put("constants/Constant002", json={"name": "E", "value": 2.718}).json()["status"] == "OK")
step("delete", lambda: write.delete("constants/Constant002").json()["status"] == "OK")
step("combinations", lambda: write.post("maintenance/categoryOptionComboUpdate", json={}).status_code in (200, 204))
data_set = read.get("dataSets", params={"filter": "name:eq:Monthly report"}).json()["dataSets"][0]["id"]
asked = {"dataSet": data_set, "startDate": "2020-01-01", "endDate": "2030-01-01", "orgUnit": root, "children": "true"}
step("values", lambda: len(read.get("dataValueSets", params=asked).json()["dataValues"]) > 0)
ends()
