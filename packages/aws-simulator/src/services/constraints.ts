import { AwsError } from '../protocol/AwsError';

function violated(code: string, name: string, value: unknown, rule: string) {
  const shown = typeof value === 'object' ? JSON.stringify(value) : value;
  return new AwsError(
    code,
    `1 validation error detected: Value '${shown}' at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

/**
 * The limits that the SDK's schemas do not carry, refused in AWS's words.
 * Values that are not there are fine.
 */
export class Constraints {
  readonly #code: string;

  /** @param code - the service's error for bad parameters */
  static create(code: string): Constraints {
    return new Constraints(code);
  }

  private constructor(code: string) {
    this.#code = code;
  }

  range(name: string, value: number | undefined, min: number, max: number) {
    if (value === undefined) {
      return;
    }
    if (!Number.isInteger(value) || value < min) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must have value greater than or equal to ${min}`,
      );
    }
    if (value > max) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must have value less than or equal to ${max}`,
      );
    }
  }

  length(
    name: string,
    value: string | readonly unknown[] | undefined,
    min: number,
    max: number,
  ) {
    if (value === undefined) {
      return;
    }
    if (value.length < min) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must have length greater than or equal to ${min}`,
      );
    }
    if (value.length > max) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must have length less than or equal to ${max}`,
      );
    }
  }

  pattern(name: string, value: string | undefined, pattern: RegExp) {
    if (value !== undefined && !pattern.test(value)) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must satisfy regular expression pattern: ${pattern.source}`,
      );
    }
  }

  oneOf(name: string, value: string | undefined, values: readonly string[]) {
    if (value !== undefined && !values.includes(value)) {
      throw violated(
        this.#code,
        name,
        value,
        `Member must satisfy enum value set: [${values.join(', ')}]`,
      );
    }
  }
}
