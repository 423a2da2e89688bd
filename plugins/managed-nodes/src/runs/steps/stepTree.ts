import { RunStep } from '@managed-nodes/plugin-managed-nodes-common';

/** One round of a loop: what it was for, and what was done in it. */
export interface Round {
  iteration: number;
  value: string | null;
  steps: StepNode[];
}

/** A step with what was done as part of it. */
export interface StepNode {
  step: RunStep;
  /** Of a loop; empty for other steps. */
  rounds: Round[];
  /** What is part of it, but of no round. */
  steps: StepNode[];
}

/** The steps of one execution. */
export interface ExecutionSteps {
  execution: string;
  account: string;
  region: string;
  steps: StepNode[];
}

/** Parents by the ids of their children, without those that lead round in a circle or nowhere. */
function parentsOf(steps: RunStep[]): Map<string, string> {
  const byId = new Map(steps.map(step => [step.id, step]));
  const parents = new Map<string, string>();
  for (const step of steps) {
    const seen = new Set([step.id]);
    let above = step.parentId;
    while (above !== null && byId.has(above) && !seen.has(above)) {
      seen.add(above);
      above = byId.get(above)!.parentId;
    }
    const circular = above !== null && seen.has(above);
    if (step.parentId !== null && byId.has(step.parentId) && !circular) {
      parents.set(step.id, step.parentId);
    }
  }
  return parents;
}

function toNode(step: RunStep, children: Map<string, RunStep[]>): StepNode {
  const rounds = new Map<number, Round>();
  const steps: StepNode[] = [];
  for (const child of children.get(step.id) ?? []) {
    const node = toNode(child, children);
    if (child.iteration === null) {
      steps.push(node);
    } else {
      const round: Round = rounds.get(child.iteration) ?? {
        iteration: child.iteration,
        value: child.iterationValue,
        steps: [],
      };
      round.steps.push(node);
      rounds.set(child.iteration, round);
    }
  }
  return {
    step,
    rounds: [...rounds.values()].sort((a, b) => a.iteration - b.iteration),
    steps,
  };
}

/**
 * Steps as they are part of one another, by execution, each in the order in
 * which AWS has them. None is left out, whatever their parents say.
 */
export function stepTree(steps: RunStep[]): ExecutionSteps[] {
  const parents = parentsOf(steps);
  const children = new Map<string, RunStep[]>();
  for (const step of steps) {
    const parent = parents.get(step.id);
    if (parent !== undefined) {
      const siblings = children.get(parent) ?? [];
      siblings.push(step);
      children.set(parent, siblings);
    }
  }
  const executions = new Map<string, ExecutionSteps>();
  for (const step of steps.filter(({ id }) => !parents.has(id))) {
    const { execution, account, region } = step;
    const tree = executions.get(execution) ?? {
      execution,
      account,
      region,
      steps: [],
    };
    tree.steps.push(toNode(step, children));
    executions.set(execution, tree);
  }
  return [...executions.values()];
}

/**
 * The steps of one node. An execution on several nodes has a step for each,
 * called as the node is, with what was done there below it.
 */
export function stepsOfNode(steps: RunStep[], nodeId: string): RunStep[] {
  const own = new Set(
    steps
      .filter(({ parentId, name }) => parentId === null && name === nodeId)
      .map(({ id }) => id),
  );
  if (!own.size) {
    return steps;
  }
  const parents = parentsOf(steps);
  const isOwn = (id: string | undefined): boolean =>
    id !== undefined && (own.has(id) || isOwn(parents.get(id)));
  return steps.filter(({ id }) => isOwn(id));
}

const FAILED: Array<RunStep['state']> = ['failed', 'timed-out'];

/** The step that best explains why a run failed: the innermost that says so itself, the first in time. */
export function explainingStep(steps: RunStep[]): RunStep | undefined {
  const failed = steps.filter(
    ({ state, failure }) => FAILED.includes(state) && failure,
  );
  const above = new Set(failed.map(({ parentId }) => parentId));
  return failed
    .filter(({ id }) => !above.has(id))
    .sort((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''))[0];
}

/** Whether something in a step is not as it should be, or still goes on. */
export function isOfInterest(node: StepNode): boolean {
  return (
    ['running', 'waiting', 'failed', 'timed-out'].includes(node.step.state) ||
    node.steps.some(isOfInterest) ||
    node.rounds.some(round => round.steps.some(isOfInterest))
  );
}

/** The most telling first. */
const TELLING: Array<RunStep['state']> = [
  'failed',
  'timed-out',
  'waiting',
  'running',
  'cancelled',
];

/** One word for steps that were carried out one after the other. */
export function stateOf(nodes: StepNode[]): RunStep['state'] {
  const states = nodes.map(({ step }) => step.state);
  const telling = TELLING.find(state => states.includes(state));
  if (telling) {
    return telling;
  }
  if (!states.includes('pending')) {
    return 'succeeded';
  }
  return states.every(state => state === 'pending') ? 'pending' : 'running';
}
