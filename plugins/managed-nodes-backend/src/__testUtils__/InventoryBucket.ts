import {
  createServer,
  IncomingMessage,
  request as sendOn,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import {
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { InventoryNode, InventoryWriter, keyOf } from './InventoryWriter';
import { S3_CREDENTIALS, S3Server, startS3Server } from './S3Server';

/** A request that the source made. */
export interface BucketRequest {
  operation: 'list' | 'get';
  /** The key, or the prefix. */
  key: string;
}

/** Answers in place of the server; true when it did. */
export type Trouble = (
  request: BucketRequest,
  response: ServerResponse,
) => boolean;

type Target = { account: string; region: string };

/** Answers with an error as S3 does. */
export function s3Error(
  status: number,
  code: string,
  message: string,
): Trouble {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
    return true;
  };
}

/**
 * A bucket in a real S3 server, s3rver, where the AWS SDK finds it, with a
 * doorman in front who counts requests and makes trouble.
 */
export class InventoryBucket {
  /** What was asked for since `forget`. */
  requests: BucketRequest[] = [];
  /** Objects in a page of a listing. */
  pageSize = 1000;
  trouble: Trouble | undefined;
  readonly #server: S3Server;
  readonly #doorman: Server;
  readonly #client: S3Client;
  readonly #before: string | undefined;
  #name = '';

  static async start(): Promise<InventoryBucket> {
    const server = await startS3Server();
    const doorman = createServer();
    await new Promise<void>(resolve => doorman.listen(0, '127.0.0.1', resolve));
    return new InventoryBucket(server, doorman);
  }

  private constructor(server: S3Server, doorman: Server) {
    this.#server = server;
    this.#doorman = doorman;
    this.#before = process.env.AWS_ENDPOINT_URL_S3;
    const { port } = doorman.address() as AddressInfo;
    process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${port}`;
    doorman.on('request', (request, response) => {
      const asked = this.#read(request);
      if (asked) {
        this.requests.push(asked);
        if (this.trouble?.(asked, response)) {
          request.resume();
          return;
        }
      }
      this.#pass(request, response);
    });
    this.#client = new S3Client({
      region: 'us-east-1',
      credentials: S3_CREDENTIALS,
    });
  }

  /** Goes on with another bucket, which is empty, and without trouble. */
  async reset(): Promise<void> {
    const number = Number(this.#name.split('-')[1] ?? 0) + 1;
    this.#name = `inventory-${number}`;
    await this.#server.createBucket(this.#name);
    this.pageSize = 1000;
    this.trouble = undefined;
    this.forget();
  }

  get name(): string {
    return this.#name;
  }

  get writer(): InventoryWriter {
    return InventoryWriter.create({ client: this.#client, bucket: this.#name });
  }

  /** How many objects were read since `forget`. */
  get gets(): number {
    return this.requests.filter(({ operation }) => operation === 'get').length;
  }

  /** How many pages were listed since `forget`. */
  get lists(): number {
    return this.requests.length - this.gets;
  }

  forget(): void {
    this.requests = [];
  }

  async put(key: string, body: string | Buffer): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#name,
        Key: key,
        Body: body,
        ContentLength: Buffer.byteLength(body),
      }),
    );
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(
      new DeleteObjectCommand({ Bucket: this.#name, Key: key }),
    );
  }

  async putNodes(target: Target, nodes: InventoryNode[]): Promise<void> {
    for (const node of nodes) {
      await this.writer.put(target, node);
    }
  }

  async removeNode(target: Target, nodeId: string): Promise<void> {
    for (const type of [
      'AWS:InstanceInformation',
      'AWS:Tag',
      'AWS:PatchSummary',
      'AWS:ComplianceItem',
    ]) {
      await this.remove(keyOf(target, type, nodeId));
    }
  }

  async stop(): Promise<void> {
    if (this.#before === undefined) {
      delete process.env.AWS_ENDPOINT_URL_S3;
    } else {
      process.env.AWS_ENDPOINT_URL_S3 = this.#before;
    }
    this.#client.destroy();
    this.#doorman.closeAllConnections();
    await new Promise(resolve => this.#doorman.close(resolve));
    await this.#server.stop();
  }

  /** What a request asks for; pages are made as short as they should be. */
  #read(request: IncomingMessage): BucketRequest | undefined {
    const url = new URL(request.url!, 'http://bucket');
    if (request.method !== 'GET') {
      return undefined;
    }
    const key = decodeURIComponent(url.pathname.slice(this.#name.length + 2));
    if (key) {
      return { operation: 'get', key };
    }
    request.url = request.url!.replace(
      /max-keys=\d+/,
      `max-keys=${this.pageSize}`,
    );
    return { operation: 'list', key: url.searchParams.get('prefix') ?? '' };
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url: path } = request;
    const onward = sendOn(
      { host: '127.0.0.1', port: this.#server.port, method, headers, path },
      answer => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
