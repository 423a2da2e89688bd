import { ScriptHost } from '../ScriptHost';

/** What a command is given, and what it gives back. */
export interface CommandCall {
  readonly name: string;
  readonly words: readonly string[];
  readonly stdin: string;
  readonly host: ScriptHost;
}

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}
