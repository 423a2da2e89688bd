import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { DocumentSummary } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { runbookRouteRef } from '../../routes';
import { BorderedTable } from '../../shared/BorderedTable';
import { TwoLines } from '../../shared/TwoLines';
import { KIND_WORDS } from '../pieces/words';

const COLUMNS = [
  'Document',
  'Run by',
  'Owner',
  'Version',
  'Platforms',
  'Where',
  'Published as',
];

const useStyles = makeStyles(theme => ({
  name: {
    padding: 0,
    border: 0,
    background: 'none',
    color: theme.palette.link,
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

/** Documents in rows, each of which opens its details. */
export const DocumentsTable = (props: {
  documents: DocumentSummary[];
  onOpen: (name: string) => void;
}) => {
  const classes = useStyles();
  const runbookLink = useRouteRef(runbookRouteRef);
  return (
    <BorderedTable label="Documents" columns={COLUMNS} airy>
      {props.documents.map(document => (
        <TableRow key={`${document.owner} ${document.name}`} hover>
          <TableCell>
            <TwoLines
              first={
                <button
                  type="button"
                  className={classes.name}
                  aria-haspopup="dialog"
                  onClick={() => props.onOpen(document.name)}
                >
                  <MiddleTruncated text={document.name} max={52} />
                </button>
              }
              second={
                document.title && (
                  <MiddleTruncated text={document.title} max={60} />
                )
              }
            />
          </TableCell>
          <TableCell>{KIND_WORDS[document.kind]}</TableCell>
          <TableCell>{document.owner}</TableCell>
          <TableCell>{document.version}</TableCell>
          <TableCell>{document.platforms.join(', ') || '–'}</TableCell>
          <TableCell>{countOf(document.places, 'place')}</TableCell>
          <TableCell>
            {document.runbooks.length
              ? document.runbooks.map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <Link to={runbookLink({ id })}>{id}</Link>
                  </span>
                ))
              : 'no runbook'}
          </TableCell>
        </TableRow>
      ))}
    </BorderedTable>
  );
};
