// The tables of a Gate, as an append-only list of migrations.

/** Never edit an entry that has shipped: add another. */
export const gateMigrations: readonly string[] = [
  `
  CREATE TABLE gate (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL);
  `,
];
