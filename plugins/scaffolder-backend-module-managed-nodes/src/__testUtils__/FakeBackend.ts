import {
  Run,
  RunNode,
  RunPreview,
  RunStep,
  StartRun,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

const HASH = 'a'.repeat(64);

export const RUN: Run = {
  id: '0d9c1a52-3a5e-4c57-9f5c-5c5b7a2f1e11',
  runbook: 'restart-service',
  title: 'Restart a service',
  kind: 'command',
  document: 'ManagedNodes-RestartService',
  version: '1',
  hash: HASH,
  state: 'running',
  startedBy: 'user:default/priya',
  startedAt: '2026-11-20T10:00:00.000Z',
  launchedAt: '2026-11-20T10:00:00.000Z',
  endedAt: null,
  note: null,
  parameters: [],
  maxConcurrency: '5',
  maxErrors: '0',
  nodes: 2,
  outcomes: {
    queued: 0,
    running: 2,
    waiting: 0,
    succeeded: 0,
    failed: 0,
    'timed-out': 0,
    cancelled: 0,
    'not-sent': 0,
  },
  skipped: [],
  approval: null,
  retryOf: null,
  cancelledBy: null,
  failure: null,
  sentAs: 'person',
  hasResults: false,
  canStart: false,
  canCancel: true,
  canRetry: false,
};

const node = (name: string): RunPreview['nodes'][number] => ({
  name,
  title: `title of ${name}`,
  nodeId: name,
  account: '111122223333',
  accountName: null,
  region: 'eu-central-1',
  environment: 'aws',
  platformName: null,
  ownerRef: 'group:default/payments-team',
  status: 'online',
  patchBucket: 'compliant',
  missing: 0,
});

export const runNode = (part: Partial<RunNode>): RunNode => ({
  name: 'mi-1',
  title: 'web-1',
  nodeId: 'mi-1',
  account: '111122223333',
  region: 'eu-central-1',
  outcome: 'succeeded',
  detail: null,
  awsId: null,
  startedAt: null,
  endedAt: null,
  consoleUrl: null,
  ...part,
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? JSON.parse(text) : undefined;
}

/** Answers as the managed-nodes backend does, with what a test says of one run. */
export class FakeBackend {
  /** What is asked for one after another; the last one stays. */
  runs: Run[] = [{ ...RUN, state: 'succeeded' }];
  nodes: RunNode[] = [];
  steps: RunStep[] = [];
  preview: Partial<RunPreview> = {};
  /** Statuses to answer reads of the run with, before all else. */
  failures: number[] = [];
  readonly started: StartRun[] = [];
  readonly tokens: string[] = [];
  readonly requests: string[] = [];
  readonly #server: Server;

  static async start(): Promise<FakeBackend> {
    const backend = new FakeBackend();
    await new Promise<void>(resolve => {
      backend.#server.listen(0, '127.0.0.1', resolve);
    });
    return backend;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await bodyOf(request);
      this.tokens.push(request.headers.authorization ?? '');
      const path = (request.url ?? '').replace(/\?.*$/, '');
      this.requests.push(`${request.method} ${path}`);
      const { status, answer } = this.#answer(
        `${request.method} ${path}`,
        body,
      );
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The keys of everything that was started, each once. */
  get keys(): string[] {
    return [...new Set(this.started.map(each => each.idempotencyKey))];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(request: string, body: unknown): { status: number; answer: unknown } {
    const run = `/runs/${RUN.id}`;
    switch (request) {
      case 'POST /runs/preview':
        return { status: 200, answer: this.#preview(body as StartRun) };
      case 'POST /runs':
        this.started.push(body as StartRun);
        return { status: 201, answer: this.runs[0] };
      case `GET ${run}`: {
        const failure = this.failures.shift();
        return failure
          ? {
              status: failure,
              answer: {
                error: { name: 'Error', message: 'Not now' },
                response: { statusCode: failure },
              },
            }
          : {
              status: 200,
              answer: this.runs.length > 1 ? this.runs.shift() : this.runs[0],
            };
      }
      case `GET ${run}/nodes`:
        return {
          status: 200,
          answer: {
            items: this.nodes,
            totalItems: this.nodes.length,
            nextCursor: null,
          },
        };
      case `GET ${run}/steps`:
        return {
          status: 200,
          answer: {
            items: this.steps,
            truncated: false,
            shallow: false,
            outputs: {},
          },
        };
      case `POST ${run}/launch`:
      case `POST ${run}/cancel`:
        return { status: 200, answer: this.runs[0] };
      default:
        return {
          status: 404,
          answer: {
            error: { name: 'NotFoundError', message: request },
            response: { statusCode: 404 },
          },
        };
    }
  }

  #preview({ selection }: StartRun): RunPreview {
    return {
      runbook: 'restart-service',
      document: {
        name: RUN.document,
        kind: 'command',
        version: '1',
        hash: HASH,
      },
      nodes: selection && 'nodes' in selection ? selection.nodes.map(node) : [],
      skipped: [],
      places: [],
      parameters: [],
      steps: null,
      approval: null,
      defaults: { maxConcurrency: '5', maxErrors: '0' },
      confirm: null,
      maxNodes: 50,
      digest: 'digest',
      ...this.preview,
    };
  }
}
