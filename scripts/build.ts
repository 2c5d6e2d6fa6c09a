// `npm run build`: the page, when its sources have changed.
import { ensurePage } from "./page.ts";

ensurePage();
