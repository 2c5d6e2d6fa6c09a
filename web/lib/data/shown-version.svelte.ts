// Which version of the data a dashboard shows. Newer data replaces it at once, or waits until the
// reader asks for it.
import { userActivity } from "../user-activity.ts";

export class ShownVersion {
  /** True when newer data is waiting because the person is reading. */
  isOutdated: boolean = $state(false);
  #version: string | null = null;
  #configuration: string | null = null;
  readonly #load: () => Promise<void>;

  /** @param load reads what is published now and shows it */
  constructor(load: () => Promise<void>) {
    this.#load = load;
  }

  /** The first version of a configuration is the one that its screen has just loaded. */
  follow(configuration: string, version: string): void {
    if (this.#configuration !== configuration || this.#version === null) {
      this.#configuration = configuration;
      this.#version = version;
      this.isOutdated = false;
    } else if (version !== this.#version) {
      // Where nothing is shown yet, there is nothing to disturb.
      if (userActivity.isReading && /:\d/.test(this.#version)) this.isOutdated = true;
      else void this.show(version);
    }
  }

  async show(version: string): Promise<void> {
    this.#version = version;
    this.isOutdated = false;
    await this.#load();
  }
}
