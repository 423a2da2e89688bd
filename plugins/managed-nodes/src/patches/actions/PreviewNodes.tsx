import {
  PatchPreview,
  PatchTargetNode,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import { detailWords } from '../../shared/detailWords';
import { NodesByPlace, NodesByReason } from '../../shared/TargetNodes';
import { SKIP_WORDS, skipAdvice } from './words';

function missingWords({ missing, patchBucket }: PatchTargetNode): string {
  if (patchBucket === 'never-reported') {
    return 'never scanned';
  }
  return missing
    ? `${countOf(missing, 'patch', 'patches')} missing`
    : 'nothing missing';
}

/** The nodes that take part, by account and Region. */
export const TakingPart = (props: { preview: PatchPreview }) => (
  <NodesByPlace
    nodes={props.preview.nodes}
    places={props.preview.places}
    detail={node =>
      [node.platformName, missingWords(node)].filter(Boolean).join(' · ')
    }
  />
);

/** The nodes that are left out, by why. */
export const LeftOut = (props: { preview: PatchPreview }) => (
  <NodesByReason
    nodes={props.preview.skipped}
    words={SKIP_WORDS}
    advice={reason => skipAdvice(reason, props.preview.action)}
    detail={({ detail }) => detailWords(detail)}
  />
);
