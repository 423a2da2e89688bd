import { FaultKind } from '../faults/types';
import { hash } from '../model/random';
import { AwsError } from '../protocol/AwsError';
import { PagePosition, PageTokens } from './PageTokens';
import { ServiceErrors } from './types';

/** What AWS's documentation gives for the tagging API; the others do not say. */
const TOKEN_LIFETIME = 15 * 60_000;

/** Of 1,000 pages, this many are empty, and this many more are short. */
const EMPTY_PAGES = 15;
const SHORT_PAGES = 40;

/** Anything that can be listed page by page. */
export interface Listing<Item, View> {
  /** The token the client sent, if any. */
  token: string | undefined;
  /** Everything the token is bound to, beside operation, account and Region. */
  filters?: unknown;
  /** Most items of a page. */
  size: number;
  /** The items from a position on, in order. */
  from(position: number): Iterable<Item>;
  /** Where an item stands; positions rise. */
  positionOf(item: Item): number;
  include?(item: Item): boolean;
  /** Whether the page is over before an item, for a limit other than its size. */
  isFull?(item: Item): boolean;
  view(item: Item): View;
}

/** A page, and the token of the next one if there may be more. */
export interface Page<View> {
  items: View[];
  nextToken: string | undefined;
}

/** What a pager needs to know of the request. */
export interface PagerOptions {
  tokens: PageTokens;
  /** Operation, account and Region. */
  scope: string;
  seed: number;
  /** Epoch milliseconds. */
  now: number;
  errors: ServiceErrors;
  /** Whether pages may be short or empty without a fault being asked for. */
  unevenPages: boolean;
  /** Whether such a fault is to happen now. */
  takeFault(kind: FaultKind): boolean;
}

/** Pages a listing the way AWS does: now and then short or empty in between. */
export class Pager {
  readonly #options: PagerOptions;

  static create(options: PagerOptions): Pager {
    return new Pager(options);
  }

  private constructor(options: PagerOptions) {
    this.#options = options;
  }

  /**
   * One page.
   *
   * @throws AwsError when the token is not one of this listing, or is too old.
   */
  page<Item, View>(listing: Listing<Item, View>): Page<View> {
    const scope = `${this.#options.scope} ${JSON.stringify(
      listing.filters ?? null,
    )}`;
    const start = this.#open(listing.token, scope);
    const limit = this.#limit(listing.size, start);
    const items: View[] = [];
    for (const item of listing.from(start.next)) {
      const isFull = listing.isFull?.(item);
      if (!isFull && listing.include && !listing.include(item)) {
        continue;
      }
      if (isFull || items.length === limit) {
        return {
          items,
          nextToken: this.#next(listing, {
            ...start,
            next: listing.positionOf(item),
            page: start.page + 1,
          }),
        };
      }
      items.push(listing.view(item));
    }
    return {
      items,
      nextToken:
        listing.token && this.#options.takeFault('looping-token')
          ? listing.token
          : undefined,
    };
  }

  /** One page of a list that does not change. */
  pageOf<Item>(
    list: readonly Item[],
    options: { token: string | undefined; size: number; filters?: unknown },
  ): Page<Item> {
    return this.page<readonly [number, Item], Item>({
      ...options,
      from: position =>
        list
          .slice(position)
          .map((item, index) => [position + index, item] as const),
      positionOf: ([position]) => position,
      view: ([, item]) => item,
    });
  }

  #open(token: string | undefined, scope: string): PagePosition {
    const { errors, tokens, now } = this.#options;
    if (!token) {
      return { scope, next: 0, page: 0, issuedAt: now };
    }
    if (this.#options.takeFault('expired-token')) {
      throw new AwsError(errors.expiredToken, 'The pagination token expired.');
    }
    const position = tokens.open(token);
    if (position?.scope !== scope) {
      throw new AwsError(
        errors.invalidToken,
        'The specified token is not valid.',
      );
    }
    if (now - position.issuedAt > TOKEN_LIFETIME) {
      throw new AwsError(errors.expiredToken, 'The pagination token expired.');
    }
    return position;
  }

  #limit(size: number, { scope, next, page }: PagePosition): number {
    const { seed, takeFault, unevenPages } = this.#options;
    if (takeFault('empty-page')) {
      return 0;
    }
    const roll = hash(seed, scope, next, page);
    const short = 1 + (roll % Math.max(1, size - 1));
    if (takeFault('short-page')) {
      return short;
    }
    const chance = (roll >>> 8) % 1000;
    if (!unevenPages || chance >= EMPTY_PAGES + SHORT_PAGES) {
      return size;
    }
    return chance < EMPTY_PAGES ? 0 : short;
  }

  #next<Item, View>(
    listing: Listing<Item, View>,
    position: PagePosition,
  ): string {
    const { now, takeFault, tokens } = this.#options;
    return listing.token && takeFault('looping-token')
      ? listing.token
      : tokens.seal({ ...position, issuedAt: now });
  }
}
