import { Associations } from '../associations/Associations';
import { AutomationEngine } from '../automation/AutomationEngine';
import { CommandRunner } from '../commands/CommandRunner';
import { DocumentStore } from '../documents/DocumentStore';
import { EventBus } from '../events/EventBus';
import { CredentialStore } from '../identity/credentials';
import { Permissions } from '../identity/Permissions';
import { Principal } from '../identity/principals';
import { Fleet } from '../fleet/Fleet';
import { Logs } from '../logs/Logs';
import { Organization } from '../model/Organization';
import { RegionAccess } from '../model/RegionAccess';
import { Maintenance } from '../maintenance/Maintenance';
import { Alarms } from '../metrics/Alarms';
import { Metrics } from '../metrics/Metrics';
import { ParameterStore } from '../parameters/ParameterStore';
import { Patching } from '../patching/Patching';
import { QueueStore } from '../queues/QueueStore';
import { SdkOperationSchema } from '../protocol/shapes';
import type { Pager } from './Pager';

/** What an operation may use. */
export interface RequestContext {
  principal: Principal;
  /** Account of whoever asks. */
  account: string;
  region: string;
  /** Epoch milliseconds of the simulated clock. */
  now: number;
  fleet: Fleet;
  organization: Organization;
  regions: RegionAccess;
  credentials: CredentialStore;
  permissions: Permissions;
  /** Whether the unified Systems Manager console is set up. */
  integratedExperience: boolean;
  pager: Pager;
  queues: QueueStore;
  events: EventBus;
  patching: Patching;
  commands: CommandRunner;
  documents: DocumentStore;
  automations: AutomationEngine;
  maintenance: Maintenance;
  associations: Associations;
  parameters: ParameterStore;
  metrics: Metrics;
  alarms: Alarms;
  logs: Logs;
  /** Where the client reached the simulator, e.g. `http://127.0.0.1:7008`. */
  endpoint: string;
  /** Fires when the client is gone. */
  signal: AbortSignal;
}

/** One operation of a service: its file's name is the operation's. */
export interface Operation<Input extends object, Output extends object> {
  /** The operation as the SDK exports it, e.g. `ListNodes$`. */
  schema: SdkOperationSchema;
  /** IAM action it needs; null when everybody may call it. */
  action: string | null;
  /** ARN that a denial names, if the service names one other than its default. */
  resource?(input: Input, context: RequestContext): string;
  /**
   * ARNs of everything it works on, for policies that name resources. Default:
   * that of `resource`, or `*`. Of those in a list within, one has to be allowed.
   */
  resources?(
    input: Input,
    context: RequestContext,
  ): ReadonlyArray<string | readonly string[]>;
  /**
   * Carries it out. The input has been checked against the service model but
   * for lengths, ranges and patterns.
   *
   * @throws AwsError as AWS does
   */
  handle(input: Input, context: RequestContext): Output | Promise<Output>;
}

/** The words a service has for the errors every service has. */
export interface ServiceErrors {
  throttled: readonly [code: string, status: number];
  internal: readonly [code: string, status: number];
  unavailable: readonly [code: string, status: number];
  unknownCredentials: readonly [code: string, status: number, message: string];
  expiredCredentials: readonly [code: string, status: number, message: string];
  denied: readonly [code: string, status: number];
  /** When the client's clock is off by more than five minutes. */
  clockSkew: readonly [code: string, status: number];
  unknownOperation: readonly [code: string, status: number];
  /** A parameter that is missing, too long, out of range, … */
  invalidParameter: string;
  /** A pagination token that was not issued for this request. */
  invalidToken: string;
  expiredToken: string;
}

/** An AWS service. */
export interface Service {
  /** As in the credential scope. */
  signingName: string;
  protocol: 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query';
  /** Model namespace (awsJson) or XML namespace. */
  namespace: string;
  /** Before the dot in `x-amz-target` (awsJson) or `Version` (query). */
  target: string;
  errors: ServiceErrors;
  /**
   * For a service that once spoke the query protocol: its codes there, by
   * those of its model, where they differ.
   */
  queryCodes?: Readonly<Record<string, string>>;
  operations: ReadonlyArray<Operation<object, object>>;
  /** What a denial says after naming user and action. */
  denial(options: {
    user: string;
    action: string;
    resource: string | undefined;
    account: string;
    region: string;
    /** Which kind of policy does not allow it. */
    policy: 'identity-based' | 'session';
  }): string;
}
