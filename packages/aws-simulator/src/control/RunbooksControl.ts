import { ControlClient } from './ControlClient';
import {
  automationListSchema,
  MachineChange,
  machineSchema,
  ModelAutomation,
  ModelMachine,
  remoteFileSchema,
} from './runbookSchemas';

/**
 * Looks at what runbooks did, and prepares what they work on.
 *
 * @public
 */
export class RunbooksControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): RunbooksControl {
    return new RunbooksControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** Every execution of every account and Region with who started it, oldest first. */
  async list(): Promise<ModelAutomation[]> {
    const { automations } = await this.#client.call(
      automationListSchema,
      'GET',
      ['automations'],
    );
    return automations;
  }

  /** What there is on a machine: services, files, room. */
  async machine(nodeId: string): Promise<ModelMachine> {
    return this.#client.call(machineSchema, 'GET', [
      'nodes',
      nodeId,
      'machine',
    ]);
  }

  /** Starts or stops services of a machine, writes or removes files. */
  async changeMachine(
    nodeId: string,
    change: MachineChange,
  ): Promise<ModelMachine> {
    return this.#client.call(
      machineSchema,
      'PATCH',
      ['nodes', nodeId, 'machine'],
      change,
    );
  }

  /** Lets nodes download a file, from any address that ends in its name. */
  async publishFile(name: string, content: string): Promise<void> {
    await this.#client.call(remoteFileSchema, 'PUT', ['remote-files'], {
      name,
      content,
    });
  }
}
