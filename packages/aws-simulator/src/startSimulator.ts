import { SimulatorControl } from './control/SimulatorControl';
import { DEMO_CREDENTIALS } from './identity/principals';
import { World, WorldOptions } from './model/World';
import { SimulatorServer } from './server/SimulatorServer';

/** @public */
export interface SimulatorOptions extends WorldOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
}

/**
 * A running simulator.
 *
 * @public
 */
export interface Simulator {
  /** Base URL of every AWS service, e.g. `http://127.0.0.1:7008`. */
  endpoint: string;
  control: SimulatorControl;
  /** The demo's long-term access key, which may assume the roles. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Stops it, dropping requests that are still going on. */
  close(): Promise<void>;
}

/**
 * Starts a simulator in this process.
 *
 * @public
 */
export async function startSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', ...world } = options;
  const server = SimulatorServer.create(World.create(world));
  const actual = await server.listen(port, host);
  const endpoint = `http://${
    host === '0.0.0.0' ? '127.0.0.1' : host
  }:${actual}`;
  return {
    endpoint,
    control: SimulatorControl.create(endpoint),
    credentials: { ...DEMO_CREDENTIALS },
    close: () => server.close(),
  };
}
