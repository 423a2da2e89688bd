import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';

/**
 * Does something on record. The event opens before anything is decided, so
 * that a denial is on record too, with the human who was denied.
 *
 * @param action - may return what to put on record besides, once it succeeded
 */
export async function audited(
  auditor: AuditorService,
  request: Request,
  event: Pick<
    AuditorServiceCreateEventOptions,
    'eventId' | 'severityLevel' | 'meta'
  >,
  action: () => Promise<JsonObject | void>,
): Promise<void> {
  const record = await auditor.createEvent({ ...event, request });
  let meta: JsonObject | void;
  try {
    meta = await action();
  } catch (error) {
    await record.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
  await record.success(meta ? { meta } : undefined);
}
