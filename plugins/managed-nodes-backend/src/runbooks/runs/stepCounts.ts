import { AutomationPreview } from '../../automation/AutomationPreview';
import { PreviewSteps } from './presentPreview';

/**
 * Asks AWS how many steps of an Automation document change something, in the
 * first of the places where it would be run: the document is the same in all.
 */
export function previewSteps(preview: AutomationPreview): PreviewSteps {
  return async ({ runbook, taking, places, parameters }) => {
    const { publication, document } = runbook;
    const [place] = taking.length ? taking.map(({ row }) => row) : places;
    if (document.content.content.kind !== 'automation' || !place) {
      return null;
    }
    return preview.count(place, {
      document: publication.document.name,
      version: document.version,
      parameters,
      nodesParameter: publication.nodesParameter ?? null,
      nodeIds: taking
        .filter(
          ({ row }) =>
            row.account === place.account && row.region === place.region,
        )
        .map(({ row }) => row.node_id),
    });
  };
}
