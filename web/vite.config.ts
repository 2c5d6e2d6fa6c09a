// Builds the page: static files that the Worker serves, with the headers they are served under.
import { join } from "node:path";
import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { withHeaders } from "./headers.ts";

/** Where `npm run dev` sends the calls of the page. */
const worker = process.env.WORKER ?? "http://localhost:8787";
const output = join(import.meta.dirname, "../build/page");

// The caller, such as a test runner, may have set another environment; the build is always the
// production page.
if (process.argv.includes("build")) process.env.NODE_ENV = "production";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: withHeaders(adapter({ pages: output, fallback: "index.html" }), output),
      files: { src: ".", assets: "static" },
      paths: { relative: false },
      compilerOptions: {
        runes: true,
        // Tables become cards on phones, where `display` removes their roles, so they are set
        // explicitly.
        warningFilter: (warning) => warning.code !== "a11y_no_redundant_roles",
      },
    }),
  ],
  build: {
    rolldownOptions: {
      output: {
        // Code that most screens share is one file: dozens of tiny ones cost more than they save.
        // lib/refresh stays out: the panel and the histories need far more of it than a dashboard
        // where nothing runs.
        codeSplitting: {
          groups: [
            // The texts of a language are awaited while i18n loads, so nothing that they import may
            // share a file with i18n: each would wait for the other for ever.
            { name: "values", test: /contract[\\/]values[\\/]/, priority: 1 },
            {
              name: "shared",
              test: /@lucide|web[\\/]lib[\\/]((ui|i18n|data)[\\/]|[a-z.-]+ts$)/,
              minShareCount: 3,
            },
          ],
        },
      },
    },
  },
  server: {
    fs: { allow: [".."] },
    proxy: { "/api": { target: worker, ws: true } },
  },
});
