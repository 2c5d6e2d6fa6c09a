"""knackpy as shipped: the application, records, views, filters, writing, files and CSV of a pretend Knack."""

import os
import tempfile
import warnings

import knackpy
import requests

from steps import ends, key, step, url, application, american

# knackpy asks Knack's own servers by name, and cannot be told of others: as a hosts file would, this leads every such name here.
leave = requests.adapters.HTTPAdapter.send


def lead(adapter, request, **kept):
    for name in ("https://api.knack.com", "https://schools-api.knack.com", "https://schools-us-api.knack.com"):
        if request.url.startswith(name):
            request.url = url + request.url[len(name) :]
    return leave(adapter, request, **kept)


requests.adapters.HTTPAdapter.send = lead
# It warns whoever names no key, which is what the public view is tried with.
warnings.simplefilter("ignore")

app = knackpy.App(app_id=application, api_key=key)
us = knackpy.App(app_id=american, api_key=key)
folder = tempfile.mkdtemp()


def refused(asks, status):
    try:
        asks()
    except requests.HTTPError as error:
        return error.response.status_code == status
    return False


def once(filters):
    return knackpy.get(app_id=application, api_key=key, obj="object_10", filters=filters, max_attempts=1)


school = app.get("Establishment")[0]
ours = {"field": "field_133", "operator": "is", "value": school["id"]}
two = {"match": "or", "rules": [{"field": "field_144", "operator": "is", "value": f"Year {year}"} for year in (10, 11)]}

step("information", lambda: app.info()["objects"] == 3 and app.timezone.zone == "Europe/London" and us.timezone.zone == "America/Chicago")
step("default order", lambda: [one["field_44"] for one in app.get("object_2")] == sorted(one["field_44"] for one in app.get("object_2")))
step("pages", lambda: len(app.get("Results")) == app.metadata["counts"]["object_10"] > 1000)
step("limit", lambda: len(app.get("object_10", record_limit=7, refresh=True)) == 7)
step("filter", lambda: 0 < len(once([ours])) < len(once(None)))
step("groups in groups", lambda: {one["field_144"] for one in once({"match": "and", "rules": [ours, two]})} == {"Year 10", "Year 11"})
recent = [{"field": "field_855", "operator": "is during the previous", "range": 3, "type": "months"}]
step("relative dates", lambda: 0 < len(once(recent)) < len(once({"match": "and", "rules": [{"field": "field_855", "operator": "is today or before"}]})))
step("an unknown field is refused", lambda: refused(lambda: once({"match": "and", "rules": [{"field": "field_1", "operator": "is", "value": 1}]}), 400))
step("an unknown operator is refused", lambda: refused(lambda: once([{"field": "field_144", "operator": "sounds like", "value": 1}]), 400))
wrong = {"app_id": application, "api_key": "wrong", "obj": "object_2", "max_attempts": 1}
step("a wrong key is refused", lambda: refused(lambda: knackpy.get(**wrong), 401))

staff = next(one for one in app.get("Staff") if one["First aider"])
shown = staff.format()
step("forms for people", lambda: shown["Email"].endswith(".example") and shown["Address"] == "1 School Lane, Block B, Ashford, TN23 1AA")
step("connections", lambda: shown["Establishment"] == school["field_44"] and staff["field_110"][0]["id"] == school["id"])
step("choices", lambda: shown["Subjects"] == "Biology, French")
step("moments", lambda: shown["Since"] == "2019-09-11T00:00:00+01:00")
step("markup", lambda: "<li>Monday</li>" in staff["Notes"])
same = next(one for one in us.get("Staff") if one["id"] == staff["id"])
step("American dates", lambda: (staff.raw["field_98"], same.raw["field_98"]) == ("11/09/2019", "09/11/2019"))

step("public view", lambda: len(knackpy.App(app_id=application).get("view_1")) == 3)
step("view", lambda: len(app.get("view_2", record_limit=5)) == 5)
hidden = {"app_id": application, "scene": "scene_2", "view": "view_2", "max_attempts": 1}
step("a view behind a login is refused", lambda: refused(lambda: knackpy.get(**hidden), 403))

made = app.record(method="create", obj="object_5", data={"field_84": "Quinn Ada", "field_98": "01/02/2020", "field_110": school["id"]})
step("create", lambda: made["field_98_raw"]["iso_timestamp"].startswith("2020-02-01") and made["field_83"] > 1)
changed = app.record(method="update", obj="object_5", data={"id": made["id"], "field_91": "12.5"})
step("update", lambda: (changed["field_91"], changed["field_84"]) == ("$12.50", "Quinn Ada"))
step("a value of another type is refused", lambda: refused(lambda: knackpy.record(app_id=application, api_key=key, method="update", obj="object_5", data={"id": made["id"], "field_98": "2020-02-01"}, max_attempts=1), 400))

path = os.path.join(folder, "contract.txt")
with open(path, "w") as file:
    file.write("signed")
app.upload(container="object_5", field="field_96", path=path, asset_type="file", record_id=made["id"])
app.get("object_5", refresh=True)
step("download", lambda: app.download(container="object_5", field="field_96", out_dir=folder, label_keys=["field_84"]) == 1)
step("file", lambda: open(os.path.join(folder, "Quinn Ada_contract.txt")).read() == "signed")
app.to_csv("object_5", out_dir=folder)
step("csv", lambda: len(open(os.path.join(folder, "object_5.csv")).readlines()) == len(app.get("object_5")) + 1)
step("delete", lambda: app.record(method="delete", obj="object_5", data={"id": made["id"]}) == {"delete": True})
step("gone", lambda: refused(lambda: knackpy.record(app_id=application, api_key=key, method="delete", obj="object_5", data={"id": made["id"]}, max_attempts=1), 404))
ends()
