// The server's errors in a form, each at its field, with the focus on the first.
import { tick } from "svelte";

export type FieldErrors = { path: string; message: string }[];

/** The error of a field or of something inside it; null when there is none. */
export const errorAt = (errors: FieldErrors, path: string): string | null =>
  errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message ?? null;

/** Focuses the first field with an error, once it is marked. */
export async function focusFirstError(form: HTMLElement | undefined): Promise<void> {
  await tick();
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
