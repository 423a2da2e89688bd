import { randomBytes } from 'crypto';
import { Principal } from './principals';

/** Credentials as STS hands them out. Times are epoch milliseconds. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: number;
}

interface Session {
  principal: Principal;
  token: string;
  expiresAt: number;
}

/** Why a request's credentials were not accepted. */
export type CredentialProblem = 'unknown' | 'expired';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(length: number): string {
  return Array.from(randomBytes(length), byte => BASE32[byte % 32]).join('');
}

/**
 * Who holds which access key. Signatures are not verified: that the key is
 * known (and, for keys of STS, that its session token came along) is enough.
 *
 * Sessions expire by the real clock, as clients decide by it when to renew;
 * {@link CredentialStore.expireAll} expires them early.
 */
export class CredentialStore {
  readonly #users = new Map<string, Principal>();
  readonly #sessions = new Map<string, Session>();

  static create(): CredentialStore {
    return new CredentialStore();
  }

  private constructor() {}

  /** Registers a user's long-term access key. */
  addUser(accessKeyId: string, principal: Principal): void {
    this.#users.set(accessKeyId, principal);
  }

  /** Issues temporary credentials. */
  issue(principal: Principal, durationSeconds: number): SessionCredentials {
    this.#forgetExpired();
    const credentials = {
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(264).toString('base64'),
      // STS reports whole seconds.
      expiresAt: Math.ceil(Date.now() / 1000 + durationSeconds) * 1000,
    };
    this.#sessions.set(credentials.accessKeyId, {
      principal,
      token: credentials.sessionToken,
      expiresAt: credentials.expiresAt,
    });
    return credentials;
  }

  /** The holder of a key, or why there is none. */
  resolve(
    accessKeyId: string,
    sessionToken: string | undefined,
  ): Principal | CredentialProblem {
    const user = this.#users.get(accessKeyId);
    if (user) {
      return user;
    }
    const session = this.#sessions.get(accessKeyId);
    if (!session || session.token !== sessionToken) {
      return 'unknown';
    }
    return session.expiresAt <= Date.now() ? 'expired' : session.principal;
  }

  /** Expires every session now. */
  expireAll(): number {
    for (const session of this.#sessions.values()) {
      session.expiresAt = Math.min(session.expiresAt, Date.now());
    }
    return this.#sessions.size;
  }

  /** Keeps sessions for an hour after their end, to tell expired from unknown. */
  #forgetExpired() {
    const before = Date.now() - 3_600_000;
    for (const [key, session] of this.#sessions) {
      if (session.expiresAt < before) {
        this.#sessions.delete(key);
      }
    }
  }
}
