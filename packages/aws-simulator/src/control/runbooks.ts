import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { MachineState } from '../machine/MachineState';
import { World } from '../model/World';
import {
  MachineChange,
  ModelAutomation,
  ModelMachine,
  remoteFileSchema,
} from './runbookSchemas';

function toModel(machine: MachineState): ModelMachine {
  return {
    bootedAt: new Date(machine.bootedAt).toISOString(),
    disk: machine.disk,
    used: machine.used,
    services: Object.fromEntries(
      [...machine.services].map(([name, { running }]) => [name, running]),
    ),
    files: Object.fromEntries(
      [...machine.files].map(([path, { size }]) => [path, size]),
    ),
    packages: [...machine.packages],
  };
}

/** What no AWS API tells or does about runbooks, and what they work on. */
export class RunbookControl {
  readonly #world: World;

  static create(world: World): RunbookControl {
    return new RunbookControl(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  list(): { automations: ModelAutomation[] } {
    return {
      automations: this.#world.automations.store.all().map(execution => ({
        id: execution.id,
        account: execution.request.account,
        region: execution.request.region,
        document: execution.request.documentName,
        version: execution.request.documentVersion,
        executedBy: execution.request.executedBy,
        parameters: { ...execution.request.parameters },
        clientToken: execution.request.clientToken ?? null,
        parentId: execution.parentId ?? null,
        startedAt: new Date(execution.startedAt).toISOString(),
        status: execution.status,
      })),
    };
  }

  /** @throws NotFoundError when there is no such node. */
  machine(id: string): ModelMachine {
    return toModel(this.#get(id));
  }

  /** @throws NotFoundError when there is no such node. */
  change(
    id: string,
    { services = {}, files = {} }: MachineChange,
  ): ModelMachine {
    const machine = this.#get(id);
    const now = this.#world.clock.now();
    for (const [name, running] of Object.entries(services)) {
      if (!machine.service(name)) {
        machine.addService(name, { title: name });
      }
      machine.turn(name, running, now);
    }
    for (const [path, content] of Object.entries(files)) {
      if (content === null) {
        machine.remove(path);
      } else {
        machine.write(path, content, now);
      }
    }
    return toModel(machine);
  }

  /** Lets nodes download a file, whatever the address before its name. */
  publish(
    file: z.output<typeof remoteFileSchema>,
  ): z.output<typeof remoteFileSchema> {
    this.#world.machines.publish(file.name, file.content);
    return file;
  }

  #get(id: string): MachineState {
    const { clock, fleet, machines } = this.#world;
    const node = fleet.get(id);
    if (!node) {
      throw new NotFoundError(`There is no node ${id}`);
    }
    return machines.of(node, clock.now());
  }
}
