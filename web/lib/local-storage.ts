// What this device remembers between visits. Without storage the page loses comfort, never
// function.

/** The value stored under a name; null when there is none, or when storage is switched off. */
export function getStored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Stores a value; null removes it. False when the device refuses. */
export function setStored(name: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
