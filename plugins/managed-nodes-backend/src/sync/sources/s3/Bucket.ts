import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { pagesOf } from '../../../aws/paging';
import { MalformedResponseError } from '../../../aws/problems';
import { SourceRun } from '../types';
import { linesOf, OBJECT_LIMITS } from './lines';
import { MalformedObjectError } from './MalformedObjects';
import { inWords, ObjectGoneError } from './problems';

/** Below the connections that a client of the SDK opens, so that listings go on. */
const READS_AT_ONCE = 44;

/** An answer may break off on its way, which the SDK does not try again. */
const READ_ATTEMPTS = 3;
const READ_TIMEOUT_MS = 60_000;

/** An object as a listing shows it. */
export interface ListedObject {
  key: string;
  /** Bytes. */
  size: number;
  etag: string | null;
  /** Milliseconds since the epoch. */
  lastModified: number | null;
}

/** What a request is made for. */
export type BucketRun = Pick<SourceRun, 'signal' | 'meter'>;

/** The bucket of a resource data sync. */
export class Bucket {
  readonly #client: S3Client;
  readonly #name: string;
  readonly #limit = pLimit(READS_AT_ONCE);

  static create(options: { client: S3Client; name: string }): Bucket {
    return new Bucket(options.client, options.name);
  }

  private constructor(client: S3Client, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /**
   * Lists everything under a prefix, in pages of up to 1,000.
   *
   * @throws errors that say what is missing, e.g. `s3:ListBucket`.
   */
  async *list(
    prefix: string,
    { meter, signal }: BucketRun,
  ): AsyncGenerator<ListedObject[]> {
    const fetchPage = async (token: string | undefined) => {
      const command = new ListObjectsV2Command({
        Bucket: this.#name,
        Prefix: prefix,
        MaxKeys: 1000,
        // XML cannot hold every character that a key may.
        EncodingType: 'url',
        ContinuationToken: token,
      });
      try {
        return await this.#client.send(meter.watch(command), {
          abortSignal: signal,
        });
      } catch (error) {
        throw inWords(error, 's3:ListBucket', this.#name, prefix);
      }
    };
    for await (const page of pagesOf(fetchPage, nextToken)) {
      yield (page.Contents ?? []).map(object => ({
        key: decoded(object.Key ?? '', page.EncodingType),
        size: object.Size ?? 0,
        etag: object.ETag?.slice(0, 128) ?? null,
        lastModified: object.LastModified?.getTime() ?? null,
      }));
    }
  }

  /**
   * Reads an object line by line. Reads are bounded in number, whoever asks.
   *
   * @param consume - may be called again, from the first line on
   * @throws MalformedObjectError when it is beyond the limits, or `consume` says so.
   * @throws ObjectGoneError when it is not there any more.
   */
  async read<T>(
    object: ListedObject,
    run: BucketRun,
    consume: (lines: AsyncIterable<string>) => Promise<T>,
  ): Promise<T> {
    if (object.size > OBJECT_LIMITS.objectBytes) {
      throw new MalformedObjectError(`it is of ${object.size} bytes`);
    }
    return this.#limit(async () => {
      for (let attempt = 1; ; attempt += 1) {
        run.signal.throwIfAborted();
        const body = await this.#open(object.key, run);
        const timer = setTimeout(
          () => body.destroy(new Error('It did not end within a minute')),
          READ_TIMEOUT_MS,
        );
        try {
          return await consume(linesOf(body));
        } catch (error) {
          if (error instanceof MalformedObjectError) {
            throw error;
          }
          if (attempt === READ_ATTEMPTS) {
            throw inWords(error, 's3:GetObject', this.#name, object.key);
          }
        } finally {
          clearTimeout(timer);
          body.destroy();
        }
      }
    });
  }

  async #open(key: string, { meter, signal }: BucketRun): Promise<Readable> {
    const command = new GetObjectCommand({ Bucket: this.#name, Key: key });
    try {
      const { Body } = await this.#client.send(meter.watch(command), {
        abortSignal: signal,
      });
      if (!(Body instanceof Readable)) {
        throw new MalformedResponseError('S3 gave an object without a body');
      }
      return Body;
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') {
        throw new ObjectGoneError(key);
      }
      throw inWords(error, 's3:GetObject', this.#name, key);
    }
  }
}

function nextToken(page: ListObjectsV2CommandOutput): string | undefined {
  if (page.IsTruncated && !page.NextContinuationToken) {
    throw new MalformedResponseError(
      'S3 said that there is more to list, but not how to go on',
    );
  }
  return page.NextContinuationToken;
}

function decoded(key: string, encoding: string | undefined): string {
  if (encoding !== 'url') {
    return key;
  }
  try {
    return decodeURIComponent(key.replace(/\+/g, ' '));
  } catch {
    return key;
  }
}
