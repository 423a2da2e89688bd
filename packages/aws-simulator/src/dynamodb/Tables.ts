import { Agent, request, Server } from 'http';
import { AddressInfo } from 'net';
import dynalite from 'dynalite';
import { z } from 'zod';
import { SeedTable } from '../documents/seed';

/** What DynamoDB answers. */
export interface TablesAnswer {
  readonly status: number;
  readonly body: string;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const describedSchema = z.object({
  Table: z.object({ TableStatus: z.string() }),
});

const TARGET = 'DynamoDB_20120810';
const ARN = /arn:aws:dynamodb:[^:"]*:\d*:/g;

interface Place {
  account: string;
  region: string;
  /** Tables that are there from the start. */
  seed: readonly SeedTable[];
}

/** The tables of one account and Region, in memory. */
export class Tables {
  readonly #place: Place;
  readonly #agent = new Agent({ keepAlive: true });
  #server: Promise<Server> | undefined;

  static create(place: Place): Tables {
    return new Tables(place);
  }

  private constructor(place: Place) {
    this.#place = place;
  }

  /** Has an operation carried out. */
  async call(operation: string, body: string): Promise<TablesAnswer> {
    this.#server ??= this.#start();
    const port = portOf(await this.#server);
    const { account, region } = this.#place;
    const answer = await this.#send(port, operation, body);
    return {
      status: answer.status,
      // It knows neither of accounts nor of Regions.
      body: answer.body.replace(ARN, `arn:aws:dynamodb:${region}:${account}:`),
    };
  }

  /** Forgets everything. */
  async close(): Promise<void> {
    const server = await this.#server;
    this.#agent.destroy();
    server?.closeAllConnections();
    await new Promise<void>(resolve => {
      if (server) {
        server.close(() => resolve());
      } else {
        resolve();
      }
    });
  }

  async #start(): Promise<Server> {
    const server = await this.#listen();
    for (const table of this.#place.seed) {
      const { status, body } = await this.#send(
        portOf(server),
        'CreateTable',
        JSON.stringify(table),
      );
      if (status !== 200) {
        throw new Error(`Table ${table.TableName} was refused: ${body}`);
      }
      await this.#untilActive(portOf(server), table.TableName);
    }
    return server;
  }

  async #untilActive(port: number, TableName: string): Promise<void> {
    for (;;) {
      const { body } = await this.#send(
        port,
        'DescribeTable',
        JSON.stringify({ TableName }),
      );
      const { Table } = describedSchema.parse(JSON.parse(body));
      if (Table.TableStatus === 'ACTIVE') {
        return;
      }
      await new Promise(setImmediate);
    }
  }

  #listen(): Promise<Server> {
    const server = dynalite({
      createTableMs: 0,
      deleteTableMs: 0,
      updateTableMs: 0,
    });
    server.unref();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    });
  }

  #send(port: number, operation: string, body: string): Promise<TablesAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port,
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': `${TARGET}.${operation}`,
            'x-amz-date': '20260101T000000Z',
            authorization:
              'AWS4-HMAC-SHA256 Credential=SIMULATED/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 500,
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
