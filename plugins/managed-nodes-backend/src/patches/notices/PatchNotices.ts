import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { PatchConfig } from '../patchConfig';
import { NoticeStore } from './NoticeStore';
import {
  criticalNotice,
  digestNotice,
  EndedInstalls,
  exceptionNotice,
  installNotice,
} from './words';

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Digests go out on Mondays from this hour, UTC. */
const DIGEST_HOUR = 7;
const MONDAY = 1;

/** How long it is remembered what people were told. */
const MEMORY = 60 * DAY;

type Kind = keyof PatchConfig['notifications'];

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * Tells owners of their patches by Backstage notifications: at most one for
 * each owner, kind and day, under a topic of its own for each kind, which
 * people turn off in their settings.
 */
export class PatchNotices {
  readonly #options: {
    store: NoticeStore;
    notifications: NotificationService;
    config: PatchConfig;
    logger: LoggerService;
    endedInstalls(from: number, to: number): Promise<EndedInstalls[]>;
  };
  /** Why notifications of this run were not sent. */
  #failures: string[] = [];

  static create(options: {
    store: NoticeStore;
    notifications: NotificationService;
    config: PatchConfig;
    logger: LoggerService;
    /** Installs that ended in that time, by who started them. */
    endedInstalls(from: number, to: number): Promise<EndedInstalls[]>;
  }): PatchNotices {
    return new PatchNotices(options);
  }

  private constructor(options: Parameters<typeof PatchNotices.create>[0]) {
    this.#options = options;
  }

  /**
   * Tells whatever there is to tell. What cannot be sent is tried again the
   * next time.
   *
   * @param now - milliseconds since the epoch
   */
  async tell(now: number): Promise<void> {
    const { config, store, logger } = this.#options;
    this.#failures = [];
    await store.forget(dayOf(now - MEMORY));
    await store.followCritical(now);
    if (config.notifications.critical) {
      await this.#tellCritical(now);
    }
    if (config.notifications.weeklyDigest) {
      await this.#tellDigests(now);
    }
    if (config.notifications.exceptionExpiring) {
      await this.#tellExceptions(now);
    }
    if (config.notifications.installEnded) {
      await this.#tellInstalls(now);
    }
    if (this.#failures.length) {
      logger.warn(
        `${
          this.#failures.length
        } notifications about patches could not be sent and will be tried again: ${
          this.#failures[0]
        }. A portal without the notifications plugin turns them off with managedNodes.patches.notifications`,
      );
    }
  }

  async #tellCritical(now: number): Promise<void> {
    const { store } = this.#options;
    for (const { owner, nodeIds, critical } of await store.newlyCritical()) {
      const payload = criticalNotice(owner, nodeIds.length, critical);
      if (await this.#once('critical', owner, now, payload)) {
        await store.toldCritical(nodeIds);
      }
    }
  }

  async #tellDigests(now: number): Promise<void> {
    const date = new Date(now);
    if (date.getUTCDay() !== MONDAY || date.getUTCHours() < DIGEST_HOUR) {
      return;
    }
    const { store, config } = this.#options;
    for (const owner of await store.standings(config.policy, now)) {
      const payload = digestNotice(owner);
      if (payload) {
        await this.#once('weeklyDigest', owner.owner, now, payload);
      }
    }
  }

  async #tellExceptions(now: number): Promise<void> {
    const ending = await this.#options.store.endingExceptions(now, now + WEEK);
    for (const owner of new Set(ending.map(item => item.owner))) {
      const own = ending.filter(item => item.owner === owner);
      // Said when it is a week away, and once more on the day before.
      const news = own.some(
        ({ until }) => until - now > 6 * DAY || until - now <= DAY,
      );
      if (news) {
        await this.#once(
          'exceptionExpiring',
          owner,
          now,
          exceptionNotice(own.length, own[0].until),
        );
      }
    }
  }

  /** One of a day replaces the one before, as they have a scope in common. */
  async #tellInstalls(now: number): Promise<void> {
    const from = Date.parse(dayOf(now));
    const ended = await this.#options.endedInstalls(from, now);
    for (const installs of ended) {
      const kind = `installEnded/${installs.installs}`;
      const payload = installNotice(installs);
      await this.#once('installEnded', installs.startedBy, now, payload, kind);
    }
  }

  /** @returns whether it was sent now */
  async #once(
    kind: Kind,
    recipient: string,
    now: number,
    payload: NotificationPayload,
    claim: string = kind,
  ): Promise<boolean> {
    const { store, notifications } = this.#options;
    const day = dayOf(now);
    if (!(await store.claim(claim, recipient, day, now))) {
      return false;
    }
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: recipient },
        payload: {
          ...payload,
          topic: `patches:${kind}`,
          scope: `managed-nodes:patches:${kind}:${recipient}:${day}`,
        },
      });
      return true;
    } catch (error) {
      // Told as soon as it can be; nothing else waits for it.
      await store.release(claim, recipient, day);
      this.#failures.push(`${recipient}: ${error}`);
      return false;
    }
  }
}
