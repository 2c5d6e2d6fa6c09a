// What the server refused in a form: each at its field, and the first of them in focus.
import { tick } from "svelte";

export type FieldErrors = { path: string; message: string }[];

/** The message for a field, or for what lies inside it; null: nothing is wrong there. */
export const errorAt = (errors: FieldErrors, path: string): string | null =>
  errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message ?? null;

/** Puts the focus on the first field that was refused, once it is marked. */
export async function focusFirstError(form: HTMLElement | undefined): Promise<void> {
  await tick();
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
