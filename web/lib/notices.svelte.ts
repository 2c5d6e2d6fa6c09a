// Toasts about the person's own actions. The component that shows them is fetched with the first
// one.

type Tone = "success" | "warning" | "error";

const importToaster = () => import("svelte-sonner");
export const importToasts = () => import("./ui/Toasts.svelte");

class Notices {
  /** True once there is something to show: the frame then mounts the toasts. */
  wanted: boolean = $state(false);

  /** Fetches the toasts ahead, so that one can appear without a network. */
  async preload(): Promise<void> {
    await Promise.all([importToaster(), importToasts()]);
  }

  /** A success disappears after 6 s; warnings and errors stay until they are closed. */
  async show(tone: Tone, sentence: string, detail?: string): Promise<void> {
    this.wanted = true;
    const { toast } = await importToaster();
    toast[tone](sentence, {
      duration: tone === "success" ? 6_000 : Number.POSITIVE_INFINITY,
      ...(detail === undefined ? {} : { description: detail }),
    });
  }
}

export const notices = new Notices();
