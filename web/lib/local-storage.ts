// What this device remembers between visits. A device that keeps nothing loses comfort, never
// function.

/** What was kept under a name; null when nothing was, or storage is switched off. */
export function getStored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a value, or forgets it when null. False when the device refused. */
export function setStored(name: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
