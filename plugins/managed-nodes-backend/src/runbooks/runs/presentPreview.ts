import { RunPreview } from '@managed-nodes/plugin-managed-nodes-common';
import { RunPlan } from './RunPlanner';
import { CONFIRM_ABOVE, shownParameters } from './runTerms';

/** What AWS says of the steps of a run to be; null where it does not. */
export type PreviewSteps = (plan: RunPlan) => Promise<RunPreview['steps']>;

function placesOf(
  plan: RunPlan,
  nameOf: (account: string) => string | null,
): RunPreview['places'] {
  const places = new Map<string, RunPreview['places'][number]>();
  for (const { account, region } of plan.places) {
    places.set(`${account}/${region}`, {
      account,
      accountName: nameOf(account),
      region,
      nodes: 0,
    });
  }
  for (const { node } of plan.taking) {
    const key = `${node.account}/${node.region}`;
    places.set(key, {
      account: node.account,
      accountName: node.accountName,
      region: node.region,
      nodes: (places.get(key)?.nodes ?? 0) + 1,
    });
  }
  return [...places.values()].sort((a, b) =>
    a.account === b.account
      ? a.region.localeCompare(b.region)
      : a.account.localeCompare(b.account),
  );
}

/** Puts what a run would do into the form of the API. */
export function presentPreview(
  plan: RunPlan,
  steps: RunPreview['steps'],
  nameOf: (account: string) => string | null,
): RunPreview {
  const { publication, document } = plan.runbook;
  return {
    runbook: publication.id,
    document: {
      name: publication.document.name,
      kind: document.content.content.kind,
      version: document.version,
      hash: document.hash,
    },
    nodes: plan.taking.map(({ node }) => node),
    skipped: plan.candidates.flatMap(({ node, skip }) =>
      skip ? [{ ...node, ...skip }] : [],
    ),
    places: placesOf(plan, nameOf),
    parameters: shownParameters(
      plan.values,
      publication.nodesParameter,
      plan.taking.map(({ node }) => node.nodeId),
    ),
    steps,
    approval: plan.approval,
    defaults: {
      maxConcurrency: publication.maxConcurrency,
      maxErrors: publication.maxErrors,
    },
    confirm: plan.taking.length > CONFIRM_ABOVE ? plan.taking.length : null,
    maxNodes: publication.maxNodes,
    digest: plan.digest,
  };
}
