import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  managedNodesApiRef,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import { saveFile } from '../../shared/saveFile';

/** Saves the filtered nodes, all pages of them, as a CSV file. */
export const ExportButton = (props: { filter: NodeFilter; total?: number }) => {
  const api = useApi(managedNodesApiRef);
  const alertApi = useApi(alertApiRef);
  const [busy, setBusy] = useState(false);
  const { filter, total } = props;

  const run = async () => {
    setBusy(true);
    try {
      saveFile(await api.exportNodes(filter), 'managed-nodes.csv');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      alertApi.post({
        message: `The nodes were not exported: ${reason}`,
        severity: 'error',
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Tooltip
      title={
        total === undefined
          ? 'Export the nodes as CSV'
          : `Export ${countOf(total, 'node')} as CSV`
      }
    >
      <span>
        <Button
          variant="outlined"
          startIcon={<GetAppIcon />}
          disabled={busy || !total}
          onClick={run}
        >
          {busy ? 'Exporting…' : 'Export'}
        </Button>
      </span>
    </Tooltip>
  );
};
