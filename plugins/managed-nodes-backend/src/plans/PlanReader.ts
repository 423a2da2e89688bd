import {
  DescribeAssociationCommand,
  DescribeMaintenanceWindowsCommand,
  DescribeMaintenanceWindowTargetsCommand,
  DescribeMaintenanceWindowTasksCommand,
  GetMaintenanceWindowTaskCommand,
  ListAssociationsCommand,
} from '@aws-sdk/client-ssm';
import { TargetClients } from '../aws/AwsClients';
import { CallMeter } from '../aws/CallMeter';
import { pagesOf } from '../aws/paging';
import {
  Association,
  associationsSchema,
  isPatchDocument,
  planOfAssociation,
  planOfTask,
  taskParameters,
  Window,
  windowsSchema,
  WindowTask,
  windowTargetsSchema,
  windowTasksSchema,
} from './plans';
import { PlanObservation } from './types';

const WINDOWS_PER_PAGE = 100;
const ASSOCIATIONS_PER_PAGE = 50;

/** The documents that associations are asked for by name. */
const PATCH_DOCUMENTS = [
  'AWS-RunPatchBaseline',
  'AWS-RunPatchBaselineAssociation',
  'AWS-RunPatchBaselineWithHooks',
];

/** Errors of AWS for what was there a moment ago. */
const GONE = /^(DoesNotExistException|AssociationDoesNotExist)/;

/** @returns undefined where what is asked for was deleted meanwhile. */
async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && GONE.test(error.name)) {
      return undefined;
    }
    throw error;
  }
}

/** Reads the plans to patch of one (account, Region). */
export class PlanReader {
  readonly #ssm: TargetClients['ssm'];
  readonly #meter: CallMeter;
  readonly #signal: AbortSignal;

  static create(options: {
    clients: Pick<TargetClients, 'ssm'>;
    meter: CallMeter;
    signal: AbortSignal;
  }): PlanReader {
    return new PlanReader(options);
  }

  private constructor(options: {
    clients: Pick<TargetClients, 'ssm'>;
    meter: CallMeter;
    signal: AbortSignal;
  }) {
    this.#ssm = options.clients.ssm;
    this.#meter = options.meter;
    this.#signal = options.signal;
  }

  /**
   * The maintenance windows with a patch task
   * (`ssm:DescribeMaintenanceWindows`, `…Tasks`, `…Targets`,
   * `ssm:GetMaintenanceWindowTask`), one plan for each of these tasks.
   */
  async windows(now: number): Promise<PlanObservation[]> {
    const plans: PlanObservation[] = [];
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribeMaintenanceWindowsCommand({
              MaxResults: WINDOWS_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      for (const window of windowsSchema.parse(page.WindowIdentities)) {
        const found = await unlessGone(() => this.#plansOf(window, now));
        plans.push(...(found ?? []));
      }
    }
    return plans;
  }

  /**
   * The associations of patch documents (`ssm:ListAssociations`,
   * `ssm:DescribeAssociation`).
   */
  async associations(now: number): Promise<PlanObservation[]> {
    const plans: PlanObservation[] = [];
    for (const document of PATCH_DOCUMENTS) {
      const pages = pagesOf(
        NextToken =>
          this.#ssm.send(
            this.#meter.watch(
              new ListAssociationsCommand({
                AssociationFilterList: [{ key: 'Name', value: document }],
                MaxResults: ASSOCIATIONS_PER_PAGE,
                NextToken,
              }),
            ),
            { abortSignal: this.#signal },
          ),
        page => page.NextToken,
      );
      for await (const page of pages) {
        for (const listed of associationsSchema.parse(page.Associations)) {
          const plan = await unlessGone(() => this.#planOf(listed, now));
          plans.push(...(plan ? [plan] : []));
        }
      }
    }
    return plans;
  }

  async #plansOf(window: Window, now: number): Promise<PlanObservation[]> {
    const tasks = await this.#patchTasks(window.WindowId);
    if (!tasks.length) {
      return [];
    }
    const targets = await this.#windowTargets(window.WindowId);
    const plans: PlanObservation[] = [];
    for (const task of tasks) {
      const parameters = await this.#parametersOf(window.WindowId, task);
      const plan =
        parameters && planOfTask(window, task, parameters, targets, now);
      plans.push(...(plan ? [plan] : []));
    }
    return plans;
  }

  async #patchTasks(WindowId: string): Promise<WindowTask[]> {
    const tasks: WindowTask[] = [];
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribeMaintenanceWindowTasksCommand({
              WindowId,
              MaxResults: WINDOWS_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      tasks.push(
        ...windowTasksSchema
          .parse(page.Tasks)
          .filter(task => isPatchDocument(task.TaskArn)),
      );
    }
    return tasks;
  }

  async #windowTargets(WindowId: string) {
    const targets: ReturnType<typeof windowTargetsSchema.parse> = [];
    const pages = pagesOf(
      NextToken =>
        this.#ssm.send(
          this.#meter.watch(
            new DescribeMaintenanceWindowTargetsCommand({
              WindowId,
              MaxResults: WINDOWS_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      targets.push(...windowTargetsSchema.parse(page.Targets));
    }
    return targets;
  }

  /** Lists of tasks only have the parameters of tasks that were made long ago. */
  async #parametersOf(
    WindowId: string,
    task: WindowTask,
  ): Promise<Record<string, unknown> | undefined> {
    if (task.TaskParameters.Operation) {
      return task.TaskParameters;
    }
    return unlessGone(async () =>
      taskParameters(
        await this.#ssm.send(
          this.#meter.watch(
            new GetMaintenanceWindowTaskCommand({
              WindowId,
              WindowTaskId: task.WindowTaskId,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      ),
    );
  }

  async #planOf(
    listed: Association,
    now: number,
  ): Promise<PlanObservation | undefined> {
    if (!listed.ScheduleExpression || !isPatchDocument(listed.Name)) {
      return undefined;
    }
    const { AssociationDescription } = await this.#ssm.send(
      this.#meter.watch(
        new DescribeAssociationCommand({ AssociationId: listed.AssociationId }),
      ),
      { abortSignal: this.#signal },
    );
    const [described] = associationsSchema.parse([AssociationDescription]);
    return described && planOfAssociation(described, now);
  }
}
