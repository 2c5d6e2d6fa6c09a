// The French texts of the page. They are typed with plain spaces; `typeset` makes them the right
// ones.
import { citiesInFrench } from "../../../contract/values/cities/fr.ts";
import type { Messages } from "./en.ts";
import { data } from "./fr/data.ts";
import { files } from "./fr/files.ts";
import { history } from "./fr/history.ts";
import { refresh } from "./fr/refresh.ts";
import { results } from "./fr/results.ts";
import { settings } from "./fr/settings.ts";
import { shell } from "./fr/shell.ts";
import { values } from "./fr/values.ts";

export const fr: Messages = {
  cities: citiesInFrench,
  values,
  ...shell,
  ...refresh,
  ...results,
  ...history,
  ...data,
  ...files,
  ...settings,
};
