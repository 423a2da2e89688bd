import { useApi } from '@backstage/core-plugin-api';
import {
  MissingPatchRequest,
  PatchExport,
  PatchPlanRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import { managedNodesApiRef } from '@managed-nodes/plugin-managed-nodes-react';
import { ExportMenu as SharedExportMenu } from '../../shared/ExportMenu';

/** Something about patches that can be saved as a file. */
export interface Exportable {
  what: PatchExport;
  /** `Compliance`, for the menu. */
  label: string;
  query: MissingPatchRequest | PatchPlanRequest;
}

/** Saves what a page about patches shows, or prints it. */
export const ExportMenu = (props: {
  exportables: Exportable[];
  /** Offers to print the page. */
  printable?: boolean;
}) => {
  const api = useApi(managedNodesApiRef);
  return (
    <SharedExportMenu
      printable={props.printable}
      exportables={props.exportables.map(({ what, label, query }) => ({
        label,
        fileName: `patches-${what}`,
        load: format => api.patches.export(what, format, query),
      }))}
    />
  );
};
