// Short notices of one's own results. What shows them is fetched with the first one.

type Tone = "success" | "warning" | "error";

class Notices {
  /** True once there is something to show: the frame then mounts the place for it. */
  wanted: boolean = $state(false);

  /** A success goes after 6 s; what needs attention stays until it is closed. */
  async show(tone: Tone, sentence: string, detail?: string): Promise<void> {
    this.wanted = true;
    const { toast } = await import("svelte-sonner");
    toast[tone](sentence, {
      duration: tone === "success" ? 6_000 : Number.POSITIVE_INFINITY,
      ...(detail === undefined ? {} : { description: detail }),
    });
  }
}

export const notices = new Notices();
