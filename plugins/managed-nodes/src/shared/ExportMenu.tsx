import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import { reasonOf } from './reasonOf';
import { saveFile } from './saveFile';

const FORMATS = ['csv', 'json'] as const;

/** A format that files are saved in. */
export type ExportFormat = (typeof FORMATS)[number];

/** Something that can be saved as a file. */
export interface Exportable {
  /** `Compliance`, for the menu. */
  label: string;
  /** The name of the file, without what tells its format. */
  fileName: string;
  load: (format: ExportFormat) => Promise<Blob>;
}

/** Saves what a page shows, all of it, for a spreadsheet or a program; or prints it. */
export const ExportMenu = (props: {
  exportables: Exportable[];
  /** Offers to print the page. */
  printable?: boolean;
}) => {
  const alertApi = useApi(alertApiRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => setAnchor(null);

  const save = async ({ load, fileName }: Exportable, format: ExportFormat) => {
    close();
    setBusy(true);
    try {
      saveFile(await load(format), `${fileName}.${format}`);
    } catch (error) {
      const reason = error instanceof Error ? reasonOf(error) : String(error);
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
          FORMATS.map(format => (
            <MenuItem
              key={`${exportable.fileName} ${format}`}
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
