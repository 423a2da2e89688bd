/**
 * An error as an AWS service returns it. Handlers throw it; the protocol
 * decides how it looks on the wire.
 */
export class AwsError extends Error {
  /** The error's name in the service model, e.g. `InvalidNextToken`. */
  readonly code: string;
  readonly statusCode: number;
  /** Members of the error beside its message; in JSON protocols only. */
  readonly details: Readonly<Record<string, unknown>>;
  override name = 'AwsError';

  constructor(
    code: string,
    message: string,
    statusCode = 400,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
  }
}
