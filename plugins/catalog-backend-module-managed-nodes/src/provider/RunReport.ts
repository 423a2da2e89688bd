import { LoggerService } from '@backstage/backend-plugin-api';

const SHOWN = 3;

/** What one run changed, to be said in one line. */
export class RunReport {
  #provided = 0;
  #left = 0;
  #orphans = 0;
  #skippedTotal = 0;
  readonly #skipped: string[] = [];

  countProvided(count: number): void {
    this.#provided += count;
  }

  countLeft(count: number): void {
    this.#left += count;
  }

  countOrphans(count: number): void {
    this.#orphans += count;
  }

  countSkipped(skipped: Array<{ name: string; reason: string }>): void {
    this.#skippedTotal += skipped.length;
    for (const { name, reason } of skipped) {
      if (this.#skipped.length < SHOWN) {
        this.#skipped.push(`${name} (${reason})`);
      }
    }
  }

  /** Says nothing when there was nothing. */
  log(logger: LoggerService): void {
    const parts = [
      this.#provided && `${this.#provided} new or changed`,
      this.#left && `${this.#left} left`,
      this.#orphans && `${this.#orphans} orphans removed`,
      this.#skippedTotal &&
        `${this.#skippedTotal} skipped as their entity would be invalid: ` +
          `${this.#skipped.join(', ')}${
            this.#skippedTotal > SHOWN ? ', …' : ''
          }`,
    ].filter(Boolean);
    if (parts.length) {
      logger.info(`Managed nodes in the catalog: ${parts.join(', ')}`);
    }
  }
}
