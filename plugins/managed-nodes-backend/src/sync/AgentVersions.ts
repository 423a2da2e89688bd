/** How long an answer is good for: agents are released every few weeks. */
const REMEMBER_MS = 60 * 60_000;

/**
 * Remembers per Region which agent versions are the newest, so that a listing
 * asks once an hour for each version instead of once a node.
 */
export class AgentVersions {
  readonly #known = new Map<
    string,
    { latest: boolean | null; until: number }
  >();

  static create(): AgentVersions {
    return new AgentVersions();
  }

  private constructor() {}

  /**
   * Whether each of the versions is the newest in the Region.
   *
   * @param ask - asks Systems Manager about one version
   */
  async latest(
    region: string,
    versions: Iterable<string>,
    ask: (version: string) => Promise<boolean | null>,
  ): Promise<Map<string, boolean | null>> {
    const answers = new Map<string, boolean | null>();
    for (const version of new Set(versions)) {
      const key = `${region} ${version}`;
      let known = this.#known.get(key);
      if (!known || known.until < Date.now()) {
        const latest = await ask(version);
        known = { latest, until: Date.now() + REMEMBER_MS };
        if (latest !== null) {
          this.#known.set(key, known);
        }
      }
      answers.set(version, known.latest);
    }
    return answers;
  }
}
