import {
  AuditorService,
  AuditorServiceCreateEventOptions,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { userOf } from './people';

/** What was done, and what is to be put on record of it besides. */
interface Done<T> {
  result: T;
  meta?: JsonObject;
}

/**
 * Does something on record that came by no request of its own: the event names
 * the human it is done for. A denial is on record too.
 *
 * @throws what `action` throws.
 */
export async function onRecord<T>(
  auditor: AuditorService,
  event: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'> & {
    meta: JsonObject;
  },
  credentials: BackstageCredentials,
  action: () => Promise<Done<T>>,
): Promise<T> {
  const record = await auditor.createEvent({
    ...event,
    meta: { ...event.meta, user: userOf(credentials) ?? null },
  });
  let done: Done<T>;
  try {
    done = await action();
  } catch (error) {
    await record.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
  await record.success(done.meta && { meta: done.meta });
  return done.result;
}
