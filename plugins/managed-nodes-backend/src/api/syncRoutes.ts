import {
  HeldDecision,
  HeldDecisionResult,
  HeldNodes,
  managedNodesSyncManagePermission,
  managedNodesSyncReadPermission,
  StartSync,
  SyncHealth,
} from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import { TargetKey } from '../nodes/types';
import { NodeAccess } from './NodeAccess';
import { operations } from './operations';
import { expressPath, parse, Requests } from './routing';

/** What the routes of the sync need. */
export interface SyncRoutesOptions {
  requests: Requests;
  access: NodeAccess;
  syncHealth(): Promise<SyncHealth>;
  startSync(request: StartSync): Promise<TargetKey[]>;
  held: {
    inspect(target: TargetKey): Promise<HeldNodes>;
    decide(
      target: TargetKey,
      decision: HeldDecision,
      by: string,
      now: number,
    ): Promise<HeldDecisionResult>;
  };
}

/** Adds what operators do with the sync. */
export function addSyncRoutes(
  router: express.Router,
  { requests, access, held, ...options }: SyncRoutesOptions,
): void {
  router.get(operations.getSyncHealth.path, async (req, res) => {
    await requests.audit(req, { eventId: 'sync-fetch' }, async () => {
      const credentials = await requests.caller(req);
      await access.require(managedNodesSyncReadPermission, credentials);
      res.json(await options.syncHealth());
    });
  });

  router.post(operations.startSync.path, async (req, res) => {
    const which = parse(operations.startSync.body, req.body ?? {});
    await requests.audit(
      req,
      { eventId: 'sync-start', severityLevel: 'medium', meta: { ...which } },
      async () => {
        const credentials = await requests.caller(req);
        await access.require(managedNodesSyncManagePermission, credentials);
        await options.startSync(which);
        res.status(202).end();
      },
    );
  });

  router.get(expressPath(operations.getHeldNodes.path), async (req, res) => {
    const { account, region } = req.params;
    await requests.audit(
      req,
      { eventId: 'sync-held-fetch', meta: { account, region } },
      async () => {
        const credentials = await requests.caller(req);
        await access.require(managedNodesSyncManagePermission, credentials);
        res.json(await held.inspect({ account, region }));
      },
    );
  });

  router.post(expressPath(operations.decideHeld.path), async (req, res) => {
    const { account, region } = req.params;
    const decision = parse(operations.decideHeld.body, req.body);
    await requests.audit(
      req,
      {
        eventId: 'sync-held-decide',
        severityLevel: 'high',
        meta: { account, region, ...decision },
      },
      async () => {
        // A decision has a name to it.
        const credentials = await requests.human(req);
        await access.require(managedNodesSyncManagePermission, credentials);
        res.json(
          await held.decide(
            { account, region },
            decision,
            credentials.principal.userEntityRef,
            Date.now(),
          ),
        );
      },
    );
  });
}
