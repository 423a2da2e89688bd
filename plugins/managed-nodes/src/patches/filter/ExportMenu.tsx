import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import {
  MissingPatchRequest,
  PatchExport,
  PatchPlanRequest,
} from '@managed-nodes/plugin-managed-nodes-common';
import { managedNodesApiRef } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import { saveFile } from '../../shared/saveFile';

/** Something that can be saved as a file. */
export interface Exportable {
  what: PatchExport;
  /** `Compliance`, for the menu. */
  label: string;
  query: MissingPatchRequest | PatchPlanRequest;
}

/** Saves what a page shows, all of it, for a spreadsheet or a program; or prints it. */
export const ExportMenu = (props: {
  exportables: Exportable[];
  /** Offers to print the page. */
  printable?: boolean;
}) => {
  const api = useApi(managedNodesApiRef);
  const alertApi = useApi(alertApiRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => setAnchor(null);

  const save = async ({ what, query }: Exportable, format: 'csv' | 'json') => {
    close();
    setBusy(true);
    try {
      saveFile(
        await api.patches.export(what, format, query),
        `patches-${what}.${format}`,
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      alertApi.post({
        message: `Nothing was exported: ${reason}`,
        severity: 'error',
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Button
        variant="outlined"
        size="small"
        startIcon={<GetAppIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        disabled={busy}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {busy ? 'Exporting…' : 'Export'}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {props.exportables.flatMap(exportable =>
          (['csv', 'json'] as const).map(format => (
            <MenuItem
              key={`${exportable.what} ${format}`}
              dense
              onClick={() => save(exportable, format)}
            >
              {exportable.label} as {format.toLocaleUpperCase('en-US')}
            </MenuItem>
          )),
        )}
        {props.printable && (
          <MenuItem
            dense
            onClick={() => {
              close();
              // The menu must be gone from the page by then.
              setTimeout(() => window.print(), 300);
            }}
          >
            Print, or save as PDF
          </MenuItem>
        )}
      </Menu>
    </>
  );
};
