import { SyncTarget } from '../../accounts/types';
import { CallMeter } from '../../aws/CallMeter';
import { NodeObservation } from '../../nodes/types';
import { Warnings } from '../Warnings';

/** A part of a listing. */
export interface SourcePage {
  /** The nodes as they are now. */
  observations: NodeObservation[];
  /**
   * Ids of nodes that are listed and are as the source said before. Nothing is
   * written of them but that they were seen.
   */
  unchanged?: string[];
  /** Called once the page is in the node store. */
  stored?(): Promise<void>;
}

/** One listing under way. */
export interface SourceRun {
  signal: AbortSignal;
  meter: CallMeter;
  warnings: Warnings;
}

/**
 * A place where the nodes of a target are listed.
 */
export interface NodeSource {
  /** The IAM action without which there is no listing. */
  readonly action: string;

  /**
   * Lists a target completely, or throws: what it does not show is believed
   * to be gone.
   *
   * @throws ExpiredTokenError when the listing has to start over.
   */
  pages(target: SyncTarget, run: SourceRun): AsyncIterable<SourcePage>;
}
