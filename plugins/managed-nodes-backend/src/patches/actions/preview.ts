import {
  PatchAction,
  PatchPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { commandsFor } from '../../commands/groups';
import { PatchConfig } from '../patchConfig';
import { Candidate } from './Candidates';
import { defaultsFor, digestOf } from './terms';

function placesOf(taking: Candidate[]): PatchPreview['places'] {
  const places = new Map<string, PatchPreview['places'][number]>();
  for (const { node } of taking) {
    const key = `${node.account}/${node.region}`;
    const nodes = (places.get(key)?.nodes ?? 0) + 1;
    places.set(key, {
      account: node.account,
      accountName: node.accountName,
      region: node.region,
      nodes,
      commands: commandsFor(nodes),
    });
  }
  return [...places.values()].sort((a, b) =>
    a.account === b.account
      ? a.region.localeCompare(b.region)
      : a.account.localeCompare(b.account),
  );
}

/** Puts what an operation would do into the form of the API. */
export function presentPreview(
  action: PatchAction,
  candidates: Candidate[],
  config: Pick<PatchConfig['actions'], 'confirmAbove' | 'maxNodes'>,
): PatchPreview {
  const taking = candidates.filter(({ skip }) => !skip);
  return {
    action,
    nodes: taking.map(({ node }) => node),
    skipped: candidates.flatMap(({ node, skip }) =>
      skip ? [{ ...node, ...skip }] : [],
    ),
    places: placesOf(taking),
    defaults: defaultsFor(action, taking.length),
    confirm:
      action === 'install' && taking.length > config.confirmAbove
        ? taking.length
        : null,
    maxNodes: config.maxNodes,
    digest: digestOf(
      action,
      taking.map(({ row }) => row.name),
    ),
  };
}
