import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { EntityScope } from '../nodes/EntityScope';
import { ResolvedFilter, StandingClock, Visibility } from '../nodes/filters';
import { StandingPolicy } from '../nodes/standing';
import { NodeAccess } from './NodeAccess';
import { Requests } from './routing';

/** A question about nodes, made ready for the store. */
export interface ReadRequest<T extends NodeFilter> {
  credentials: BackstageCredentials;
  /** What the caller may see. */
  visibility: Visibility;
  /** What they ask for, with relations looked up and the clock read. */
  filter: ResolvedFilter & Omit<T, 'relatedTo'> & { clock: StandingClock };
}

/**
 * Makes a caller's question ready.
 *
 * @throws NotAllowedError when the caller may read no nodes at all.
 * @throws NotFoundError when the caller can see no entity `relatedTo` names.
 */
export type Reading = <T extends NodeFilter>(
  req: express.Request,
  query: T,
) => Promise<ReadRequest<T>>;

/** What all routes that read nodes start with. */
export function createReading(options: {
  requests: Requests;
  access: NodeAccess;
  scope: EntityScope;
  patchPolicy: StandingPolicy;
}): Reading {
  const { requests, access, scope, patchPolicy } = options;
  return async (req, query) => {
    const credentials = await requests.caller(req);
    const visibility = await access.visibility(credentials);
    const { relatedTo, ...rest } = query;
    return {
      credentials,
      visibility,
      filter: {
        ...rest,
        clock: { ...patchPolicy, now: Date.now() },
        ...(relatedTo && {
          related: await scope.resolve(relatedTo, credentials),
        }),
      },
    };
  };
}
