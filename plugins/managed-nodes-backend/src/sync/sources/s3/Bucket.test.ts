import { S3Client } from '@aws-sdk/client-s3';
import { InventoryBucket } from '../../../__testUtils__/InventoryBucket';
import { S3_CREDENTIALS } from '../../../__testUtils__/S3Server';
import { CallMeter } from '../../../aws/CallMeter';
import { Bucket, ListedObject } from './Bucket';

jest.setTimeout(60_000);

describe('Bucket', () => {
  let server: InventoryBucket;
  let bucket: Bucket;

  beforeAll(async () => {
    server = await InventoryBucket.start();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    await server.reset();
    bucket = Bucket.create({
      client: new S3Client({
        region: 'us-east-1',
        credentials: S3_CREDENTIALS,
      }),
      name: server.name,
    });
  });

  const run = () => ({
    meter: CallMeter.create(),
    signal: new AbortController().signal,
  });

  const list = async (prefix = '') => {
    const objects: ListedObject[] = [];
    for await (const page of bucket.list(prefix, run())) {
      objects.push(...page);
    }
    return objects;
  };

  /** Answers listings with this instead of what is in the bucket. */
  const answer = (content: string) => {
    server.trouble = ({ operation }, response) => {
      if (operation === 'list') {
        response.writeHead(200, { 'content-type': 'application/xml' });
        response.end(
          `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>${content}</ListBucketResult>`,
        );
      }
      return operation === 'list';
    };
  };

  it('lists what is under a prefix, over pages', async () => {
    server.pageSize = 2;
    for (const key of ['a/1', 'a/2', 'a/3', 'b/1']) {
      await server.put(key, key);
    }
    const objects = await list('a/');
    expect(objects.map(({ key }) => key)).toEqual(['a/1', 'a/2', 'a/3']);
    expect(objects[0]).toEqual({
      key: 'a/1',
      size: 3,
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      lastModified: expect.any(Number),
    });
    expect(server.lists).toBe(2);
  });

  it('decodes keys that S3 encoded, and leaves alone what it did not', async () => {
    const contents =
      '<Contents><Key>AWS%3ATag/a%3D1/b+c%0A%F0%9F%A6%8A</Key></Contents><Contents><Key>100%</Key></Contents>';
    answer(`<EncodingType>url</EncodingType>${contents}`);
    expect((await list()).map(({ key }) => key)).toEqual([
      'AWS:Tag/a=1/b c\n🦊',
      '100%',
    ]);
    answer(contents);
    expect((await list())[0].key).toMatch(/^AWS%3ATag/);
  });

  it('goes on over a page that is empty', async () => {
    const pages = [
      '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>',
      '<IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>',
    ];
    server.trouble = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<ListBucketResult>${pages.shift()}</ListBucketResult>`);
      return true;
    };
    expect(await list()).toMatchObject([{ key: 'a', etag: null }]);
  });

  it('does not take a listing for complete that says it is not', async () => {
    answer('<IsTruncated>true</IsTruncated>');
    await expect(list()).rejects.toThrow('not how to go on');
  });

  it('ends a listing whose token comes twice', async () => {
    answer(
      '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>',
    );
    await expect(list()).rejects.toThrow('the same page token twice');
    expect(server.lists).toBe(2);
  });

  it('bounds how many objects are read at once', async () => {
    let open = 0;
    let most = 0;
    server.trouble = (_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('x');
      }, 20);
      return true;
    };
    const object = { size: 1, etag: null, lastModified: null };
    const read = async (lines: AsyncIterable<string>) => {
      for await (const line of lines) {
        return line;
      }
      return '';
    };
    const all = await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        bucket.read({ ...object, key: `k${index}` }, run(), read),
      ),
    );
    expect(all).toEqual(all.map(() => 'x'));
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(44);
  });

  it('reads nothing more once it is told to stop', async () => {
    const stop = new AbortController();
    const signal = stop.signal;
    stop.abort(new Error('stop'));
    await expect(
      bucket.read(
        { key: 'k', size: 1, etag: null, lastModified: null },
        { meter: CallMeter.create(), signal },
        async () => 'read',
      ),
    ).rejects.toThrow('stop');
    expect(server.gets).toBe(0);
  });
});
