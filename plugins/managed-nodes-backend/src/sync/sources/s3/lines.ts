import { MalformedObjectError } from './MalformedObjects';

/** How much one object may hold. */
export interface ObjectLimits {
  /** Bytes of the whole object. */
  objectBytes: number;
  /** Characters of one line. */
  lineLength: number;
}

/** Lists of compliance items run into megabytes; a single record never does. */
export const OBJECT_LIMITS: ObjectLimits = {
  objectBytes: 32 * 2 ** 20,
  lineLength: 256 * 1024,
};

/**
 * Cuts a body into lines as it arrives; only the line at hand is in memory.
 * Blank lines are left out.
 *
 * @throws MalformedObjectError when it is not UTF-8 or goes beyond a limit.
 */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  { objectBytes, lineLength }: ObjectLimits = OBJECT_LIMITS,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new MalformedObjectError('it is not UTF-8 text');
    }
  };
  let bytes = 0;
  let rest = '';
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > objectBytes) {
      throw new MalformedObjectError(`it is larger than ${objectBytes} bytes`);
    }
    const parts = decode(chunk).split('\n');
    parts[0] = rest + parts[0];
    rest = parts.pop()!;
    for (const line of [...parts, rest]) {
      if (line.length > lineLength) {
        throw new MalformedObjectError(
          `it has a line of more than ${lineLength} characters`,
        );
      }
    }
    yield* parts.filter(line => line.trim());
  }
  rest += decode();
  if (rest.trim()) {
    yield rest;
  }
}
