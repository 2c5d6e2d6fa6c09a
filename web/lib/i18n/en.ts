// The English texts of the page, put together from the areas of its screens. French has the same
// keys, and its functions the same parameters.
import { citiesInEnglish } from "../../../contract/values/cities/en.ts";
import { data } from "./en/data.ts";
import { files } from "./en/files.ts";
import { history } from "./en/history.ts";
import { refresh } from "./en/refresh.ts";
import { results } from "./en/results.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { values } from "./en/values.ts";

export const en = {
  cities: citiesInEnglish,
  values,
  ...shell,
  ...refresh,
  ...results,
  ...history,
  ...data,
  ...files,
  ...settings,
};

export type Messages = typeof en;
