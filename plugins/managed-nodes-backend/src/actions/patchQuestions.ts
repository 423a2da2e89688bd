import {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  missingPatchQuerySchema,
  NodeFilter,
  nodeFilterSchema,
  nodeListQuerySchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeAccess } from '../api/NodeAccess';
import { EntityScope } from '../nodes/EntityScope';
import { NodeQueries } from '../nodes/NodeQueries';
import { StandingPolicy } from '../nodes/standing';
import { onRecord } from '../commands/onRecord';
import { MissingPatchQueries } from '../patches/views/MissingPatchQueries';
import { PlanQueries } from '../plans/PlanQueries';
import { PatchQuestions } from './readingActions';

/** What answers the questions of agents. */
export interface PatchQuestionsOptions {
  access: NodeAccess;
  scope: EntityScope;
  queries: NodeQueries;
  missing: MissingPatchQueries;
  plans: PlanQueries;
  patchPolicy: StandingPolicy;
  auditor: AuditorService;
}

/**
 * Answers the questions of agents from the node store, on record and within
 * what the person may read for whom they ask.
 */
export function createPatchQuestions({
  access,
  scope,
  queries,
  missing,
  plans,
  patchPolicy,
  auditor,
}: PatchQuestionsOptions): PatchQuestions {
  const recorded = <T>(
    eventId: string,
    meta: JsonObject,
    credentials: BackstageCredentials,
    read: () => Promise<T>,
  ) =>
    onRecord(
      auditor,
      { eventId, severityLevel: 'low', meta: { ...meta, via: 'actions' } },
      credentials,
      async () => ({ result: await read() }),
    );
  const resolve = async <T extends NodeFilter>(
    { relatedTo, ...rest }: T,
    credentials: BackstageCredentials,
  ) => ({
    ...rest,
    clock: { ...patchPolicy, now: Date.now() },
    ...(relatedTo && { related: await scope.resolve(relatedTo, credentials) }),
  });
  return {
    nodes: (request, credentials) => {
      const query = nodeListQuerySchema.parse(request);
      return recorded('node-list', { query }, credentials, async () => {
        const visibility = await access.visibility(credentials);
        return queries.list(await resolve(query, credentials), visibility);
      });
    },
    node: (name, credentials) =>
      recorded('node-fetch', { name }, credentials, async () =>
        queries.get(name, await access.visibility(credentials)),
      ),
    missing: (request, credentials) => {
      const query = missingPatchQuerySchema.parse(request);
      return recorded(
        'patch-missing-list',
        { query },
        credentials,
        async () => {
          const visibility = await access.visibility(credentials);
          const nodes = nodeFilterSchema.parse(request);
          const filter = await resolve(nodes, credentials);
          return missing.list(query, filter, visibility);
        },
      );
    },
    plan: node => plans.nodePlan(node),
  };
}
