import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { gunzipSync } from 'zlib';
import {
  ConflictError,
  InputError,
  isError,
  NotFoundError,
} from '@backstage/errors';
import { ControlApi, CONTROL_PATH } from '../control/ControlApi';
import { World } from '../model/World';
import { AwsEndpoint } from './AwsEndpoint';

/** How often time is looked at, in milliseconds. */
const TICK = 200;

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return (
    request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
  ).toString('utf8');
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
): void {
  response.writeHead(status, {
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: object) {
  send(
    response,
    status,
    { 'content-type': 'application/json' },
    JSON.stringify(body),
  );
}

/** AWS and the control API on one port. */
export class SimulatorServer {
  readonly #aws: AwsEndpoint;
  readonly #control: ControlApi;
  readonly #server: Server;
  readonly #world: World;
  #ticking: NodeJS.Timeout | undefined;

  static create(world: World): SimulatorServer {
    return new SimulatorServer(world);
  }

  private constructor(world: World) {
    this.#world = world;
    this.#aws = AwsEndpoint.create(world);
    this.#control = ControlApi.create(world);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => {
        // Nothing a client does leads here: either it went away or we are wrong.
        if (response.headersSent || request.destroyed) {
          response.destroy();
          return;
        }
        sendJson(response, 500, {
          __type: 'SimulatorDefect',
          message: String(error),
        });
      });
    });
    this.#server.keepAliveTimeout = 30_000;
  }

  /** Starts to listen. Returns the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    // What takes time goes on, and makes events, while nobody asks.
    this.#ticking = setInterval(() => this.#world.settle(), TICK);
    this.#ticking.unref();
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops, dropping what is still going on. */
  async close(): Promise<void> {
    clearInterval(this.#ticking);
    this.#world.automations.end();
    await this.#aws.close();
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await read(request);
    const path = request.url?.split('?')[0] ?? '/';
    if (path.startsWith(`${CONTROL_PATH}/`)) {
      // Tests drive time and look at what became of things by it.
      await this.#world.settle();
      const answer = this.#answerControl(request, path, body);
      await this.#world.settle();
      sendJson(response, answer.status, answer.body);
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await this.#aws.answer(request.headers, body, gone.signal);
    if (answer === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (answer.truncated) {
      const bytes = Buffer.from(answer.body);
      response.writeHead(answer.status, {
        ...answer.headers,
        'content-length': String(bytes.length),
      });
      response.write(bytes.subarray(0, bytes.length / 2), () =>
        response.destroy(),
      );
      return;
    }
    send(response, answer.status, answer.headers, answer.body);
  }

  #answerControl(
    request: IncomingMessage,
    path: string,
    body: string,
  ): { status: number; body: object } {
    try {
      return {
        status: 200,
        body: this.#control.answer(
          request.method ?? 'GET',
          path.slice(CONTROL_PATH.length),
          JSON.parse(body || '{}'),
        ),
      };
    } catch (error) {
      if (!isError(error)) {
        throw error;
      }
      const status =
        (error instanceof NotFoundError && 404) ||
        (error instanceof ConflictError && 409) ||
        ((error instanceof InputError ||
          error instanceof SyntaxError ||
          error instanceof URIError) &&
          400) ||
        500;
      return {
        status,
        body: {
          error: { name: error.name, message: error.message },
          response: { statusCode: status },
        },
      };
    }
  }
}
