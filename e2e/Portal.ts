import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SimulatorControl } from '../packages/aws-simulator/src/control/SimulatorControl';
import {
  NodeOverview,
  NodePage,
  SyncHealth,
} from '../plugins/managed-nodes-common/src';
import { STATE } from '../scripts/lib/paths';
import {
  PortalOptions,
  startBackend,
  startSimulator,
} from '../scripts/lib/portal';
import { freePorts, Program } from '../scripts/lib/processes';

export type PersonaId = 'priya' | 'lukas' | 'omar' | 'rita';

/** The whole demo, with data of its own, for as long as a test needs it. */
export class Portal {
  readonly url: string;
  readonly control: SimulatorControl;
  readonly #options: PortalOptions;
  readonly #tokens = new Map<PersonaId, string>();
  #simulator: Program;
  #backend: Program;

  /**
   * @param options - `prepare` may change the simulated world before the
   *   backend sees it
   */
  static async start(options: {
    nodes: number;
    configs?: string[];
    prepare?: (control: SimulatorControl) => Promise<unknown>;
  }) {
    const port = await freePorts();
    const data = mkdtempSync(join(tmpdir(), 'managed-nodes-e2e-'));
    const portal: PortalOptions = {
      port,
      nodes: options.nodes,
      seed: 1,
      commandSpeed: 20,
      data,
      logs: resolve(STATE, `logs/e2e-${port}`),
      configs: ['e2e/app-config.e2e.yaml', ...(options.configs ?? [])],
    };
    const simulator = await startSimulator(portal);
    await options.prepare?.(
      SimulatorControl.create(`http://127.0.0.1:${port + 1}`),
    );
    const backend = await startBackend(portal);
    return new Portal(portal, simulator, backend);
  }

  private constructor(
    options: PortalOptions,
    simulator: Program,
    backend: Program,
  ) {
    this.#options = options;
    this.#simulator = simulator;
    this.#backend = backend;
    this.url = `http://localhost:${options.port}`;
    this.control = SimulatorControl.create(
      `http://127.0.0.1:${options.port + 1}`,
    );
  }

  /** A Backstage token of a persona. */
  async token(persona: PersonaId): Promise<string> {
    let token = this.#tokens.get(persona);
    if (!token) {
      const response = await fetch(`${this.url}/api/auth/persona/refresh`, {
        headers: { 'x-persona': persona },
      });
      token = (await response.json()).backstageIdentity.token as string;
      this.#tokens.set(persona, token);
    }
    return token;
  }

  /** Calls an API as a persona. */
  async fetch(
    persona: PersonaId,
    path: string,
    init: RequestInit = {},
  ): Promise<Response> {
    return fetch(`${this.url}/api${path}`, {
      ...init,
      headers: {
        ...init.headers,
        authorization: `Bearer ${await this.token(persona)}`,
      },
    });
  }

  /** The JSON a persona gets. */
  async json<T>(persona: PersonaId, path: string): Promise<T> {
    const response = await this.fetch(persona, path);
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  }

  nodes(persona: PersonaId, query = ''): Promise<NodePage> {
    return this.json(persona, `/managed-nodes/nodes?limit=200&${query}`);
  }

  overview(persona: PersonaId, query = ''): Promise<NodeOverview> {
    return this.json(persona, `/managed-nodes/overview?${query}`);
  }

  health(): Promise<SyncHealth> {
    return this.json('omar', '/managed-nodes/sync');
  }

  /** Lists every target once more and waits until all are done. */
  async sync(): Promise<SyncHealth> {
    const before = await this.health();
    const started = new Map(
      before.targets.map(t => [`${t.account} ${t.region}`, t.lastFinishedAt]),
    );
    const response = await this.fetch('omar', '/managed-nodes/sync/start', {
      method: 'POST',
    });
    if (response.status !== 202) {
      throw new Error(`The sync was not started: ${response.status}`);
    }
    return until('every target is listed', 60, async () => {
      const health = await this.health();
      return health.targets.every(
        t => t.lastFinishedAt !== started.get(`${t.account} ${t.region}`),
      )
        ? health
        : undefined;
    });
  }

  /** Waits until the catalog has taken over, and processed, every change of the node store. */
  async settled(): Promise<void> {
    await until('the catalog has caught up', 120, async () => {
      const { catalog } = await this.health();
      const { total } = await this.overview('omar');
      const entities = await this.json<{ totalItems: number }>(
        'omar',
        '/catalog/entities/by-query?filter=spec.type=managed-node&limit=0',
      );
      return (
        (catalog.acknowledgedRevision === catalog.headRevision &&
          entities.totalItems === total - catalog.skippedTotal) ||
        undefined
      );
    });
  }

  /** A node's entity as a persona sees it. */
  async entity(persona: PersonaId, name: string) {
    const response = await this.fetch(
      persona,
      `/catalog/entities/by-name/resource/default/${name}`,
    );
    return response.status === 404 ? undefined : response.json();
  }

  /** Ends the backend as a power cut would. */
  async kill(): Promise<void> {
    await this.#backend.kill();
  }

  /** Starts the backend again, on the same data. */
  async restart(): Promise<void> {
    this.#tokens.clear();
    this.#backend = await startBackend(this.#options);
  }

  /** Everything the backend logged. */
  log(): string {
    return readFileSync(resolve(this.#options.logs, 'backend.log'), 'utf8');
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
    await this.#simulator.stop();
    rmSync(this.#options.data, { recursive: true, force: true });
  }
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`It took more than ${seconds} seconds until ${what}`);
    }
    await new Promise(done => setTimeout(done, 500));
  }
}
