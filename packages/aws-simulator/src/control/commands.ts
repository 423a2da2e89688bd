import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { RunCommand } from '../commands/types';
import { World } from '../model/World';
import {
  CommandSettingsInput,
  CommandSettingsState,
  failureSchema,
  ModelCommand,
} from './commandSchemas';

function toModel(command: RunCommand): ModelCommand {
  return {
    id: command.id,
    account: command.account,
    region: command.region,
    sender: command.sender,
    document: command.document.name,
    operation: command.parameters.Operation ?? '',
    parameters: { ...command.parameters },
    comment: command.comment,
    requestedAt: new Date(command.requestedAt).toISOString(),
    status: command.status,
    nodeIds: [...command.nodeIds],
    nodes: Object.fromEntries(
      command.invocations.map(({ nodeId, status }) => [nodeId, status]),
    ),
  };
}

/** What no AWS API tells or does about commands. */
export class CommandControl {
  readonly #world: World;

  static create(world: World): CommandControl {
    return new CommandControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  list(): { commands: ModelCommand[] } {
    return { commands: this.#world.commands.store.all().map(toModel) };
  }

  configure(settings: CommandSettingsInput): CommandSettingsState {
    const { commands } = this.#world;
    commands.configure(settings);
    return commands.settings;
  }

  /** @throws NotFoundError when there is no such node. */
  fail(
    id: string,
    failure: z.output<typeof failureSchema>,
  ): z.output<typeof failureSchema> {
    const { commands, fleet } = this.#world;
    if (!fleet.get(id)) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    commands.failures.force(id, failure);
    return failure;
  }
}
