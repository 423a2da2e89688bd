import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  NodeSelection,
  previewRunSchema,
  PreviewRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';

/** What a step of a template says, as far as it is about what is run. */
export interface WhatToRun {
  runbook: string;
  nodes?: string[];
  entity?: string;
  parameters?: Record<string, unknown>;
}

/** Pickers of templates give entity refs; people may write names. */
function nodeName(given: string): string {
  if (!/[:/]/.test(given)) {
    return given;
  }
  const { kind, name } = parseEntityRef(given, { defaultKind: 'resource' });
  if (kind.toLowerCase() !== 'resource') {
    throw new InputError(`nodes: ${given} is no managed node`);
  }
  return name;
}

function selectionOf({ nodes, entity }: WhatToRun): NodeSelection | undefined {
  if (nodes?.length && entity) {
    throw new InputError('Expected nodes or entity, not both');
  }
  if (nodes?.length) {
    return { nodes: [...new Set(nodes.map(nodeName))] };
  }
  return entity ? { filter: { relatedTo: entity } } : undefined;
}

/**
 * Reads what is to be run.
 *
 * @throws InputError naming what is not as it has to be.
 */
export function readRequest(input: WhatToRun): PreviewRun {
  const selection = selectionOf(input);
  const parsed = previewRunSchema.safeParse({
    runbook: input.runbook,
    ...(selection && { selection }),
    parameters: input.parameters ?? {},
  });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`${path.join('.')}: ${message}`);
  }
  return parsed.data;
}

/** A UUID that is the same for the same parts: a step that is tried again starts nothing twice. */
export function uuidOf(...parts: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
