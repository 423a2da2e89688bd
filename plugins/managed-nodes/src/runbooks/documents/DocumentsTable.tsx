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
import { useIsWide } from '../../shared/useIsWide';
import { KIND_WORDS } from '../pieces/words';

const COLUMNS = ['Document', 'Run by', 'Owner', 'Version', 'Published as'];
/** What stands there, too, where there is room. */
const MORE_COLUMNS = ['Platforms', 'Where'];

const useStyles = makeStyles(theme => ({
  word: { whiteSpace: 'nowrap' },
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
  const isWide = useIsWide();
  return (
    <BorderedTable
      label="Documents"
      columns={isWide ? [...COLUMNS, ...MORE_COLUMNS] : COLUMNS}
      airy
    >
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
          <TableCell className={classes.word}>
            {KIND_WORDS[document.kind]}
          </TableCell>
          <TableCell className={classes.word}>{document.owner}</TableCell>
          <TableCell className={classes.word}>{document.version}</TableCell>
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
          {isWide && (
            <>
              <TableCell>{document.platforms.join(', ') || '–'}</TableCell>
              <TableCell className={classes.word}>
                {countOf(document.places, 'place')}
              </TableCell>
            </>
          )}
        </TableRow>
      ))}
    </BorderedTable>
  );
};
