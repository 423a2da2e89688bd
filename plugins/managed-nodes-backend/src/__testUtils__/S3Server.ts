import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** The only key that s3rver knows. */
export const S3_CREDENTIALS = {
  accessKeyId: 'S3RVER',
  secretAccessKey: 'S3RVER',
};

/** A running s3rver with an empty disk. */
export interface S3Server {
  readonly port: number;
  createBucket(name: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts s3rver, a real S3 server, as a program of its own: it makes its
 * continuation tokens with DES, which Node.js has in OpenSSL's legacy provider
 * only.
 */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 's3rver-'));
  const program = spawn(
    process.execPath,
    [
      '--openssl-legacy-provider',
      join(dirname(require.resolve('s3rver/package.json')), 'bin/s3rver.js'),
      ...['--directory', directory, '--address', '127.0.0.1', '--port', '0'],
      ...['--silent', '--no-vhost-buckets', '--allow-mismatched-signatures'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: {} },
  );
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: program.stdout }).on('line', line => {
      const [, found] = /listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found) {
        resolve(Number(found));
      }
    });
    program.once('error', reject);
    program.once('exit', code =>
      reject(new Error(`s3rver ended with code ${code}`)),
    );
  });
  return {
    port,
    async createBucket(name) {
      const client = new S3Client({
        region: 'us-east-1',
        credentials: S3_CREDENTIALS,
        endpoint: `http://127.0.0.1:${port}`,
      });
      await client.send(new CreateBucketCommand({ Bucket: name }));
      client.destroy();
    },
    async stop() {
      const ended = once(program, 'exit');
      program.kill();
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}
