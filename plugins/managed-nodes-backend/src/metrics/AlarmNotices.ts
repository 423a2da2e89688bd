import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';

const ROOT = '/managed-nodes';
/** Alarms that are named in one notification. */
const NAMED = 3;
/** What rang longer before it was first seen is no news. */
const NEWS_MS = 3_600_000;
/** Rows per statement. */
const CHUNK = 200;

interface UntoldRow {
  id: string;
  node_id: string;
  alarm: string;
  title: string;
  owner: string;
  since: number | string;
}

/** Says which alarms of an owner ring. */
export function alarmNotice(
  owner: string,
  ringing: ReadonlyArray<{ alarm: string; title: string }>,
): NotificationPayload {
  const named = ringing
    .slice(0, NAMED)
    .map(({ alarm, title }) => `${alarm} on ${title}`)
    .join(', ');
  const more = ringing.length - NAMED;
  return {
    title:
      ringing.length === 1
        ? `An alarm rings on ${ringing[0].title}`
        : `${ringing.length.toLocaleString('en')} alarms ring on your nodes`,
    description: more > 0 ? `${named} and ${more} more` : named,
    link: `${ROOT}/nodes?${new URLSearchParams({ owner, alarm: 'alarm' })}`,
    severity: 'high',
  };
}

/**
 * Tells owners of alarms that began to ring, by Backstage notifications under
 * a topic of their own, which people turn off in their settings. All that
 * began since the last time are one notification for each owner.
 */
export class AlarmNotices {
  readonly #knex: Knex;
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;

  static create(options: {
    knex: Knex;
    notifications: NotificationService;
    logger: LoggerService;
  }): AlarmNotices {
    return new AlarmNotices(options);
  }

  private constructor(options: Parameters<typeof AlarmNotices.create>[0]) {
    this.#knex = options.knex;
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /**
   * Tells whatever there is to tell. What cannot be sent is tried again the
   * next time.
   *
   * @param now - milliseconds since the epoch
   */
  async tell(now: number): Promise<void> {
    const untold: UntoldRow[] = await this.#knex('node_alarms')
      .join('nodes', join =>
        join
          .on('nodes.account', 'node_alarms.account')
          .andOn('nodes.region', 'node_alarms.region')
          .andOn('nodes.node_id', 'node_alarms.node_id'),
      )
      .where('node_alarms.state', 'alarm')
      .whereNull('node_alarms.told_at')
      .whereRaw("nodes.status <> 'left'")
      .orderBy('node_alarms.since', 'desc')
      .select(
        'node_alarms.id',
        'node_alarms.node_id',
        { alarm: 'node_alarms.name' },
        'nodes.title',
        { owner: 'nodes.owner_ref' },
        'node_alarms.since',
      );
    const byOwner = new Map<string, UntoldRow[]>();
    for (const row of untold) {
      byOwner.set(row.owner, [...(byOwner.get(row.owner) ?? []), row]);
    }
    const failures: string[] = [];
    for (const [owner, rows] of byOwner) {
      const news = rows.filter(({ since }) => Number(since) > now - NEWS_MS);
      try {
        if (news.length) {
          await this.#send(owner, news);
        }
        await this.#told(rows, now);
      } catch (error) {
        // Told as soon as it can be; nobody else waits for it.
        failures.push(`${owner}: ${error}`);
      }
    }
    if (failures.length) {
      this.#logger.warn(
        `${failures.length} notifications about alarms could not be sent and will be tried again: ${failures[0]}. A portal without the notifications plugin turns them off with managedNodes.metrics.notifications`,
      );
    }
  }

  async #send(owner: string, rows: readonly UntoldRow[]): Promise<void> {
    await this.#notifications.send({
      recipients: { type: 'entity', entityRef: owner },
      payload: { ...alarmNotice(owner, rows), topic: 'alarms' },
    });
  }

  async #told(rows: readonly UntoldRow[], now: number): Promise<void> {
    for (let i = 0; i < rows.length; i += CHUNK) {
      await this.#knex('node_alarms')
        .whereIn(
          ['id', 'node_id'],
          rows.slice(i, i + CHUNK).map(row => [row.id, row.node_id]),
        )
        .where('state', 'alarm')
        .update({ told_at: now });
    }
  }
}
