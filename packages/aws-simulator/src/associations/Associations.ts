import { CommandRunner } from '../commands/CommandRunner';
import { toCommandDocument } from '../commands/documents';
import { commandDocumentOf, commandParametersOf } from '../commands/requests';
import { RunCommand } from '../commands/types';
import { DocumentStore } from '../documents/DocumentStore';
import { Fleet } from '../fleet/Fleet';
import { isTarget } from '../fleet/targets';
import { SimulatedNode } from '../fleet/types';
import { nextRun } from '../maintenance/schedule';
import { Random } from '../model/random';
import { AwsError } from '../protocol/AwsError';
import { seededAssociations } from './seeds';
import {
  AssociationExecution,
  AssociationSettings,
  StoredAssociation,
} from './types';
import { latestOf, scheduleOf } from './versions';

const SECOND = 1000;
/** Run Command's longest. */
const LONGEST_DELIVERY = 2_592_000;
const SHORTEST_DELIVERY = 30;
const KEPT_EXECUTIONS = 100;
/** When time leaps, this many runs of an association are caught up with. */
const CAUGHT_UP = 24;

/** What associations run in. */
export interface AssociationsOptions {
  readonly fleet: Fleet;
  /** Read when something runs: documents may be replaced meanwhile. */
  readonly documents: () => DocumentStore;
  readonly commands: CommandRunner;
  readonly seed: number;
}

/**
 * State Manager: the associations of every account and Region. Those that
 * somebody made or changed run by their schedule as time passes.
 */
export class Associations {
  readonly #options: AssociationsOptions;
  readonly #associations = new Map<string, StoredAssociation[]>();
  /** Those that wait for their schedule. */
  readonly #scheduled = new Set<StoredAssociation>();
  #made = 0;

  static create(options: AssociationsOptions): Associations {
    return new Associations(options);
  }

  private constructor(options: AssociationsOptions) {
    this.#options = options;
  }

  #of(account: string, region: string): StoredAssociation[] {
    const key = `${account}/${region}`;
    let list = this.#associations.get(key);
    if (!list) {
      list = seededAssociations(account, region);
      this.#associations.set(key, list);
    }
    return list;
  }

  list(account: string, region: string): readonly StoredAssociation[] {
    return this.#of(account, region);
  }

  find(
    account: string,
    region: string,
    id: string,
  ): StoredAssociation | undefined {
    return this.#of(account, region).find(each => each.id === id);
  }

  /** Makes an association, and runs it unless it is to wait. */
  add(
    place: { account: string; region: string },
    settings: AssociationSettings,
    { tags, now }: { tags: StoredAssociation['tags']; now: number },
  ): StoredAssociation {
    const { account, region } = place;
    this.#made += 1;
    const association: StoredAssociation = {
      id: this.#uuid('association', this.#made),
      account,
      region,
      seeded: false,
      versions: [{ version: 1, createdAt: now, settings }],
      executions: [],
      tags,
      nextRunAt: undefined,
    };
    this.#of(account, region).push(association);
    this.#begin(association, now);
    return association;
  }

  /** Replaces all that an association says, and runs it unless it is to wait. */
  change(
    association: StoredAssociation,
    settings: AssociationSettings,
    now: number,
  ): void {
    association.versions = [
      ...association.versions,
      {
        version: latestOf(association).version + 1,
        createdAt: now,
        settings,
      },
    ];
    this.#begin(association, now);
  }

  /** Forgets an association; what it sent goes on. */
  remove(association: StoredAssociation): void {
    const { account, region } = association;
    this.#scheduled.delete(association);
    this.#associations.set(
      `${account}/${region}`,
      this.#of(account, region).filter(each => each !== association),
    );
  }

  #begin(association: StoredAssociation, now: number): void {
    this.#schedule(association, now);
    if (!latestOf(association).settings.onlyAtCron) {
      this.run(association, now);
    }
  }

  #schedule(association: StoredAssociation, after: number): void {
    const schedule = scheduleOf(latestOf(association));
    association.nextRunAt = schedule && nextRun(schedule, after);
    if (association.nextRunAt === undefined) {
      this.#scheduled.delete(association);
    } else {
      this.#scheduled.add(association);
    }
  }

  /** Lets run what was to run until now, each at its own moment. */
  advance(now: number): void {
    const due = [...this.#scheduled]
      .flatMap(association => this.#takeDue(association, now))
      .sort((a, b) => a.at - b.at);
    for (const { association, at } of due) {
      this.#options.commands.advance(at);
      this.run(association, at);
    }
  }

  #takeDue(association: StoredAssociation, now: number) {
    const due: Array<{ association: StoredAssociation; at: number }> = [];
    while (
      association.nextRunAt !== undefined &&
      association.nextRunAt <= now
    ) {
      due.push({ association, at: association.nextRunAt });
      this.#schedule(association, association.nextRunAt);
    }
    return due.slice(-CAUGHT_UP);
  }

  /** Nodes that an association is for. */
  targetsOf(association: StoredAssociation): SimulatedNode[] {
    const { account, region } = association;
    const { targets } = latestOf(association).settings;
    return this.#options.fleet
      .list(account, region)
      .filter(node => isTarget(node, targets));
  }

  /** Runs an association on all that it is for. */
  run(association: StoredAssociation, at: number): AssociationExecution {
    this.#made += 1;
    const execution: AssociationExecution = {
      id: this.#uuid('execution', this.#made),
      version: latestOf(association).version,
      createdAt: at,
      command: this.#send(association, at),
    };
    association.executions = [execution, ...association.executions].slice(
      0,
      KEPT_EXECUTIONS,
    );
    return execution;
  }

  #uuid(kind: string, count: number): string {
    return Random.create(this.#options.seed, kind, count).uuid();
  }

  /** Undefined when the document is gone, or has other parameters by now. */
  #send(association: StoredAssociation, at: number): RunCommand | undefined {
    const { account, region, nextRunAt } = association;
    const { settings } = latestOf(association);
    const { commands, documents } = this.#options;
    let request;
    try {
      const [stored, version] = commandDocumentOf(
        documents(),
        { account, region },
        { name: settings.document, version: settings.documentVersion },
      );
      const document = toCommandDocument(stored, version);
      const given = Object.fromEntries(
        Object.entries(settings.parameters ?? {}).map(([name, values]) => [
          name,
          [...values],
        ]),
      );
      request = {
        document,
        givenParameters: given,
        ...commandParametersOf(document, version, given),
      };
    } catch (error) {
      if (error instanceof AwsError) {
        return undefined;
      }
      throw error;
    }
    const nodes = this.targetsOf(association);
    // Whoever is away has until the next time.
    const wait = ((nextRunAt ?? Infinity) - at) / SECOND;
    return commands.send(
      {
        ...request,
        account,
        region,
        sender: `arn:aws:iam::${account}:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM`,
        comment: '',
        instanceIds: [],
        targets: settings.targets,
        nodeIds: nodes.map(node => node.id),
        timeoutSeconds: Math.floor(
          Math.min(LONGEST_DELIVERY, Math.max(SHORTEST_DELIVERY, wait)),
        ),
        maxConcurrency: settings.maxConcurrency ?? '100%',
        maxErrors: settings.maxErrors ?? '0',
        outputS3BucketName: settings.output?.S3Location?.OutputS3BucketName,
        outputS3KeyPrefix: settings.output?.S3Location?.OutputS3KeyPrefix,
      },
      nodes,
      at,
    );
  }
}
