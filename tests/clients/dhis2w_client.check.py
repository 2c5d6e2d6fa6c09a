"""dhis2w-client as shipped: connects, reads what it calls its own, and asks for option combinations."""

import asyncio

from dhis2w_client.v42 import BasicAuth, Dhis2Client

from steps import destination, ends, password, source, step, user


async def tried():
    async with Dhis2Client(source, BasicAuth(username=user, password=password)) as read:
        info = await read.system.info()
        step("information", lambda: str(info.version).startswith("2."))
        calendar = await read.system.calendar()
        step("calendar", lambda: calendar == "iso8601")
        me = await read.system.me()
        step("me", lambda: me.username == user)
        combo = await read.system.default_category_combo_uid()
        step("default combination", lambda: len(combo) == 11)
        elements = await read.get_raw("/api/dataElements", params={"fields": "id,name", "pageSize": "5"})
        step("elements", lambda: len(elements["dataElements"]) == 5)
    async with Dhis2Client(destination, BasicAuth(username=user, password=password)) as write:
        made = await write.post_raw("/api/metadata", {"constants": [{"id": "Constant003", "name": "Third", "value": 3}]})
        step("import", lambda: made["response"]["stats"]["created"] == 1)
        await write.maintenance.update_category_option_combos()
        step("combinations", lambda: True)


asyncio.run(tried())
ends()
