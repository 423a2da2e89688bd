import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

type Target = { account: string; region: string };

/** A node as inventory has it; a part left out has no object. */
export interface InventoryNode {
  id: string;
  information?: Record<string, string>;
  tags?: Record<string, string>;
  patch?: Record<string, string>;
  /** Compliance items. */
  items?: Array<Record<string, string>>;
}

/** The key of an object, where a resource data sync puts it. */
export function keyOf(
  { account, region }: Target,
  type: string,
  nodeId: string,
  root = '',
): string {
  return `${root}${type}/accountid=${account}/region=${region}/resourcetype=ManagedInstanceInventory/${nodeId}.json`;
}

/** Writes inventory into a bucket as a resource data sync does. */
export class InventoryWriter {
  readonly #client: S3Client;
  readonly #bucket: string;

  static create(options: {
    client: S3Client;
    bucket: string;
  }): InventoryWriter {
    return new InventoryWriter(options.client, options.bucket);
  }

  private constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** Writes the objects of a node, each one in place of what was there. */
  async put(target: Target, node: InventoryNode, root = ''): Promise<void> {
    const { id, information, tags, patch, items } = node;
    const records: Array<[string, Array<Record<string, string>> | undefined]> =
      [
        ['AWS:InstanceInformation', information && [information]],
        [
          'AWS:Tag',
          tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ],
        ['AWS:PatchSummary', patch && [patch]],
        ['AWS:ComplianceItem', items],
      ];
    for (const [type, lines] of records) {
      if (lines?.length) {
        await this.#client.send(
          new PutObjectCommand({
            Bucket: this.#bucket,
            Key: keyOf(target, type, id, root),
            Body: lines
              .map(line =>
                JSON.stringify({
                  resourceId: id,
                  captureTime: '2026-11-23T08:00:00Z',
                  schemaVersion: '1.0',
                  ...line,
                }),
              )
              .join('\n'),
          }),
        );
      }
    }
  }
}
