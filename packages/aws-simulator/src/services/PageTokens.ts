import { createCipheriv, createDecipheriv, randomBytes } from 'crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

/** Where a listing goes on. */
export interface PagePosition {
  /** What may use it: operation, account, Region and filters. */
  scope: string;
  /** First item not yet looked at. */
  next: number;
  /** Pages handed out so far. */
  page: number;
  /** Epoch milliseconds. */
  issuedAt: number;
}

/**
 * Seals positions into tokens that nobody can read, forge or reuse for
 * another request, and that no other run of the simulator accepts.
 */
export class PageTokens {
  readonly #key = randomBytes(32);

  static create(): PageTokens {
    return new PageTokens();
  }

  private constructor() {}

  seal(position: PagePosition): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv);
    const text = Buffer.concat([
      cipher.update(
        JSON.stringify([
          position.scope,
          position.next,
          position.page,
          position.issuedAt,
        ]),
        'utf8',
      ),
      cipher.final(),
    ]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
  }

  /** The position, or undefined if this is no token of ours. */
  open(token: string): PagePosition | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes.length <= IV_BYTES + TAG_BYTES) {
      return undefined;
    }
    const decipher = createDecipheriv(
      ALGORITHM,
      this.#key,
      bytes.subarray(0, IV_BYTES),
    );
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    let text: string;
    try {
      text = Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    } catch {
      // Authentication failed: it was forged or damaged.
      return undefined;
    }
    const [scope, next, page, issuedAt] = JSON.parse(text);
    return { scope, next, page, issuedAt };
  }
}
