import { ListNodesCommand, Node, SSMClient } from '@aws-sdk/client-ssm';
import { CallMeter } from '../aws/CallMeter';
import { pagesOf } from '../aws/paging';

const NODES_PER_PAGE = 50;

/** Reads all nodes of an organization through Systems Manager's unified console. */
export class OrganizationReader {
  readonly #ssm: SSMClient;
  readonly #syncName: string;
  readonly #meter: CallMeter;
  readonly #signal: AbortSignal;

  static create(options: {
    /** Of the delegated administrator, in its home Region. */
    ssm: SSMClient;
    /** The resource data sync behind the console. */
    syncName: string;
    meter: CallMeter;
    signal: AbortSignal;
  }): OrganizationReader {
    return new OrganizationReader(options);
  }

  private constructor(options: {
    ssm: SSMClient;
    syncName: string;
    meter: CallMeter;
    signal: AbortSignal;
  }) {
    this.#ssm = options.ssm;
    this.#syncName = options.syncName;
    this.#meter = options.meter;
    this.#signal = options.signal;
  }

  /**
   * Every node of every account and Region, unmanaged instances included
   * (`ssm:ListNodes`). One throttle bucket, so one page after the other.
   */
  async *nodes(): AsyncGenerator<Node[]> {
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new ListNodesCommand({
              SyncName: this.#syncName,
              MaxResults: NODES_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      this.#meter.countPage();
      yield page.Nodes ?? [];
    }
  }
}
