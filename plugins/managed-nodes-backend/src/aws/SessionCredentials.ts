import { InitializeMiddleware, MiddlewareStack } from '@smithy/types';

/** Credentials are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** What the AWS services call credentials that are no longer good. */
const NO_LONGER_GOOD =
  /^(ExpiredToken|RequestExpired|UnrecognizedClientException|InvalidClientTokenId|AuthFailure)/;

/** As the AWS SDK takes them. */
export interface Identity {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

type Provider = () => Promise<Identity>;

/**
 * The credentials of one account: asked for once by all clients, renewed
 * before they expire, and asked for again when AWS refuses them before that,
 * as it does when somebody revoked the sessions of a role.
 */
export class SessionCredentials {
  readonly #ask: Provider;
  readonly #patienceMs: number;
  #current: Promise<Identity> | undefined;
  #renewAt = 0;
  #version = 0;

  /**
   * @param ask - gets new credentials
   * @param patienceMs - how long that may take
   */
  static create(ask: Provider, patienceMs: number): SessionCredentials {
    return new SessionCredentials(ask, patienceMs);
  }

  private constructor(ask: Provider, patienceMs: number) {
    this.#ask = ask;
    this.#patienceMs = patienceMs;
  }

  /** For the `credentials` of a client; says that no client need cache them. */
  readonly provider: Provider & { memoized: true } = Object.assign(
    () => this.#get(),
    { memoized: true as const },
  );

  /**
   * Lets a client ask for new credentials, and send its request once more,
   * when AWS refuses the ones it has.
   */
  renewFor<I extends object, O extends object>(client: {
    middlewareStack: MiddlewareStack<I, O>;
  }): void {
    const renew: InitializeMiddleware<I, O> = next => async args => {
      const version = this.#version;
      try {
        return await next(args);
      } catch (error) {
        if (!(error instanceof Error) || !NO_LONGER_GOOD.test(error.name)) {
          throw error;
        }
        // Another request may have been refused, and have renewed, before.
        if (version === this.#version) {
          this.#forget();
        }
        return next(args);
      }
    };
    client.middlewareStack.add(renew, {
      step: 'initialize',
      priority: 'high',
      name: 'managedNodesRenewCredentials',
    });
  }

  #forget(): void {
    this.#current = undefined;
    this.#version += 1;
  }

  #get(): Promise<Identity> {
    if (!this.#current || Date.now() >= this.#renewAt) {
      this.#renewAt = Number.POSITIVE_INFINITY;
      this.#version += 1;
      const version = this.#version;
      const pending = this.#askInTime();
      this.#current = pending;
      pending.then(
        ({ expiration }) => {
          if (version === this.#version && expiration) {
            this.#renewAt = expiration.getTime() - RENEW_BEFORE_MS;
          }
        },
        () => {
          if (version === this.#version) {
            this.#forget();
          }
        },
      );
    }
    return this.#current;
  }

  /** No request waits for ever for an STS that does not answer. */
  async #askInTime(): Promise<Identity> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            Object.assign(
              new Error(
                `There was no answer within ${
                  this.#patienceMs / 1000
                } seconds when asking for credentials (sts:AssumeRole)`,
              ),
              { name: 'TimeoutError' },
            ),
          ),
        this.#patienceMs,
      );
    });
    try {
      return await Promise.race([this.#ask(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
