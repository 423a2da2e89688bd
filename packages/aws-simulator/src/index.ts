/**
 * AWS endpoints over a modelled fleet, for demos and tests.
 *
 * @packageDocumentation
 */

export { startSimulator } from './startSimulator';
export type { Simulator, SimulatorOptions } from './startSimulator';
export { readSeedFolder } from './documents/seed';
export type { SeedDocument, SeedFolder } from './documents/seed';
export type { WorldOptions } from './model/World';
export { SimulatorControl } from './control/SimulatorControl';
export { AccountsControl } from './control/AccountsControl';
export type {
  AccountChange,
  AccountRegions,
  JoinAccount,
  ModelAccount,
} from './control/accountSchemas';
export { CommandsControl } from './control/CommandsControl';
export type {
  CommandSettingsInput,
  CommandSettingsState,
  FailureInput,
  ModelCommand,
} from './control/commandSchemas';
export { RunbooksControl } from './control/RunbooksControl';
export type {
  MachineChange,
  ModelAutomation,
  ModelMachine,
} from './control/runbookSchemas';
export { MetricsControl } from './control/MetricsControl';
export type {
  MetricsQuery,
  NodeSeries,
  StressInput,
} from './control/metricSchemas';
export { PatchesControl } from './control/PatchesControl';
export type {
  LackingPatchModel,
  NodePatchesModel,
  PatchCounts,
  PatchQuery,
  PatchSummary,
} from './control/patchSchemas';
export { EventsControl } from './control/EventsControl';
export type {
  EventBridgeEvent,
  EventSettingsInput,
  EventStatus,
  PublishEvent,
} from './control/eventSchemas';
export type {
  AddNodes,
  ModelNode,
  MoveNode,
  NodeChange,
  NodeList,
  NodeQuery,
  Reset,
  RolePermissions,
  Status,
  Terminate,
  UserPermissions,
} from './control/schemas';
export type { CallCount } from './faults/CallCounters';
export type { RateLimit } from './faults/RateLimits';
export type {
  Fault,
  FaultInput,
  FaultKind,
  RequestMatch,
} from './faults/types';
