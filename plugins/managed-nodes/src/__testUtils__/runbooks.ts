import {
  DocumentDetails,
  Runbook,
  RunbooksApi,
  RunbookParameter,
  RunbookSummary,
  RunPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { aTargetNode } from './operations';

const unanswered = async (): Promise<never> => {
  throw new Error('This test does not answer that');
};

/** The runbooks part of a backend that answers what a test says. */
export function someRunbooks(overrides: Partial<RunbooksApi>): RunbooksApi {
  return {
    list: unanswered,
    get: unanswered,
    listDocuments: unanswered,
    getDocument: unanswered,
    preview: unanswered,
    start: unanswered,
    listRuns: async () => ({ items: [], nextCursor: null }),
    exportRuns: unanswered,
    getRun: unanswered,
    listRunNodes: unanswered,
    listRunExecutions: unanswered,
    getRunSteps: unanswered,
    getRunOutput: unanswered,
    getRunResults: unanswered,
    decideRun: unanswered,
    launchRun: unanswered,
    cancelRun: unanswered,
    signalRun: unanswered,
    ...overrides,
  };
}

/** A runbook that the caller may run, as lists have it. */
export function aRunbookSummary(
  part: Partial<RunbookSummary> = {},
): RunbookSummary {
  return {
    id: 'restart-service',
    title: 'Restart a service',
    description: 'Restarts a **service** and waits until it runs.',
    icon: null,
    category: 'Services',
    docsUrl: null,
    kind: 'command',
    document: 'Company-RestartService',
    risk: 'runs-code',
    approval: 'never',
    onNodes: true,
    nodes: 12,
    mayRun: true,
    whyNot: null,
    problem: null,
    ...part,
  };
}

/** A parameter of a form: a text that must be given. */
export function aParameter(
  part: Partial<RunbookParameter> = {},
): RunbookParameter {
  return {
    name: 'ServiceName',
    title: 'Service name',
    type: 'String',
    description: 'As systemd or Windows calls it.',
    default: null,
    required: true,
    takesNodes: false,
    allowedValues: null,
    allowedPattern: null,
    minChars: null,
    maxChars: null,
    minItems: null,
    maxItems: null,
    multiline: false,
    ...part,
  };
}

/** A runbook with one parameter and two steps. */
export function aRunbook(part: Partial<Runbook> = {}): Runbook {
  const form = part.form ?? [aParameter()];
  return {
    ...aRunbookSummary(),
    content: {
      kind: 'command',
      schemaVersion: '2.2',
      description: 'Restarts a service.',
      parameters: form,
      steps: [
        {
          name: 'restartLinux',
          action: 'aws:runShellScript',
          description: 'Restarts it with systemctl.',
          risk: 'runs-code',
          next: [],
          isEnd: false,
          onFailure: null,
          steps: [],
        },
      ],
      risk: 'runs-code',
    },
    version: '3',
    hash: 'f00dfeed',
    form,
    fixed: [],
    maxNodes: 50,
    approvalWords: null,
    approvers: [],
    audience: 'Owners of the node',
    freezes: [],
    hasResults: false,
    ...part,
  };
}

/** A preview of a run on two nodes. */
export function aRunPreview(part: Partial<RunPreview> = {}): RunPreview {
  const nodes = part.nodes ?? [aTargetNode(1), aTargetNode(2)];
  return {
    runbook: 'restart-service',
    document: {
      name: 'Company-RestartService',
      kind: 'command',
      version: '3',
      hash: 'f00dfeed',
    },
    nodes,
    skipped: [],
    places: [
      {
        account: '111122223333',
        accountName: 'commerce-prod',
        region: 'eu-central-1',
        nodes: nodes.length,
      },
    ],
    parameters: [{ name: 'ServiceName', value: 'nginx', from: 'person' }],
    steps: null,
    approval: null,
    defaults: { maxConcurrency: '10', maxErrors: '0' },
    confirm: null,
    maxNodes: 50,
    digest: `digest of ${nodes.map(({ name }) => name).join()}`,
    ...part,
  };
}

/** A document of one's own that no runbook publishes. */
export function aDocument(
  part: Partial<DocumentDetails> = {},
): DocumentDetails {
  return {
    name: 'Company-RestartService',
    kind: 'command',
    owner: '111122223333',
    title: 'Restart a service',
    version: '3',
    platforms: ['Linux', 'Windows'],
    places: 4,
    runbooks: [],
    content: aRunbook().content,
    text: '{"schemaVersion":"2.2"}',
    snippet: 'managedNodes:\n  runbooks:\n    - id: restart-a-service\n',
    ...part,
  };
}
