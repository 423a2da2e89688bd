import {
  commandListSchema,
  CommandSettingsInput,
  CommandSettingsState,
  commandSettingsStateSchema,
  FailureInput,
  failureSchema,
  ModelCommand,
} from './commandSchemas';
import { ControlClient } from './ControlClient';

/**
 * Drives Run Command.
 *
 * @public
 */
export class CommandsControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): CommandsControl {
    return new CommandsControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** Every command of every account and Region with who sent it, oldest first. */
  async list(): Promise<ModelCommand[]> {
    const { commands } = await this.#client.call(commandListSchema, 'GET', [
      'commands',
    ]);
    return commands;
  }

  /** Makes commands faster or slower, and installs fail more or less often. */
  async configure(
    settings: CommandSettingsInput,
  ): Promise<CommandSettingsState> {
    return this.#client.call(
      commandSettingsStateSchema,
      'PUT',
      ['commands', 'settings'],
      settings,
    );
  }

  /** Has a node's next install, or scan, fail. */
  async fail(nodeId: string, failure: FailureInput = {}): Promise<void> {
    await this.#client.call(
      failureSchema,
      'PUT',
      ['nodes', nodeId, 'failure'],
      failure,
    );
  }
}
