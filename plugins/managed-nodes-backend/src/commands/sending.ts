import { SessionStatement } from './Transport';

/** Asked right before each command is sent. */
export interface Recheck {
  /**
   * Whether nodes may still take part. Asked about no names where the document
   * takes no nodes.
   *
   * @returns those that may not, with why, by name. That by the empty name is
   * why nothing at all may be sent.
   * @throws NotAllowedError when nothing at all may be sent.
   */
  (names: string[]): Promise<Map<string, string>>;
}

/** How an operation is sent. */
export interface Sending {
  recheck: Recheck;
  /** Whether a group may be sent again when its answer was lost and AWS shows none. */
  repeatable: boolean;
  /** What the session may do besides, for what the steps of an Automation document do. */
  statements?: SessionStatement[];
}
