/** How long what takes when operations are followed, in milliseconds. */
export const FOLLOW_TIMES = {
  /** Least and most time between two looks at a command. */
  poll: [2_000, 15_000] as [number, number],
  /** Most time between two looks at a command that listings tell of. */
  swept: 60_000,
  /** How long AWS may not know a command that was just sent. */
  unknown: 300_000,
  /** How long it is tried to find out whether AWS took a command. */
  unanswered: 6 * 3_600_000,
  /** After that nobody waits for an end any more. Automations may wait for people. */
  giveUp: { command: 7 * 86_400_000, automation: 31 * 86_400_000 },
  /** Before a node is read again whose report is not newer yet. */
  refresh: [5_000, 15_000, 60_000],
  /** Between two looks whether there is something to do. */
  beat: 1_000,
  /** How long one run of the task lasts. After each it rests for 5 s: nobody looks then. */
  run: 180_000,
};

export type FollowTimes = typeof FOLLOW_TIMES;
