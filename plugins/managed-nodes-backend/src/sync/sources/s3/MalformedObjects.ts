import { Warnings } from '../../Warnings';

/** An object that is not what its key and the layout promise. */
export class MalformedObjectError extends Error {
  override name = 'MalformedObject';
}

/** Counts the objects of a listing that were skipped, and tells of them. */
export class MalformedObjects {
  readonly #warnings: Warnings;
  #count = 0;
  #first = '';

  static create(options: { warnings: Warnings }): MalformedObjects {
    return new MalformedObjects(options.warnings);
  }

  private constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  /**
   * Notes that an object was skipped.
   *
   * @param reason - a clause: `it is empty`
   */
  add(key: string, reason: string): void {
    this.#count += 1;
    this.#first ||= `${key.slice(0, 512)}: ${reason}`;
    this.#warnings.note(
      'objects',
      new MalformedObjectError(
        this.#count === 1
          ? `An object was skipped: ${this.#first}`
          : `${this.#count} objects were skipped, the first of them ${
              this.#first
            }`,
      ),
    );
  }
}
