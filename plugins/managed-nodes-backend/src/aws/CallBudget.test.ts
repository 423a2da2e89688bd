import { ListNodesCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { CallBudget } from './CallBudget';

describe('CallBudget', () => {
  let server: Server;
  let arrivals: number[];
  let client: SSMClient;

  beforeEach(async () => {
    arrivals = [];
    server = createServer((_, res) => {
      arrivals.push(Date.now());
      res
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end('{}');
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    client = new SSMClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
  });
  afterEach(async () => {
    client.destroy();
    await new Promise(done => {
      server.close(done);
    });
  });

  it('lets the first through at once and spreads the others', async () => {
    CallBudget.create(20).keep(client);
    const start = Date.now();
    await Promise.all(
      Array.from({ length: 30 }, () => client.send(new ListNodesCommand({}))),
    );
    expect(arrivals).toHaveLength(30);
    // However slow the machine: the ten over the first twenty take half a second.
    expect(arrivals[29] - start).toBeGreaterThan(450);
  });
});
