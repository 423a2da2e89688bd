import { RunPreview } from '@managed-nodes/plugin-managed-nodes-common';
import { CopyButton } from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { BorderedTable } from '../../shared/BorderedTable';
import { KIND_WORDS } from '../pieces/words';
import { valueWords } from '../pieces/valueWords';
import { FROM_WORDS } from './startWords';

const useStyles = makeStyles(theme => ({
  value: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    maxHeight: 160,
    overflowY: 'auto',
    maxWidth: 520,
  },
  quiet: {
    color: theme.palette.textSubtle,
    marginBottom: theme.spacing(1),
    overflowWrap: 'anywhere',
  },
}));

const COLUMNS = ['Parameter', 'Value', 'Who says so'];

/** What AWS gets: the document, and the value of each parameter. */
export const ExactParameters = (props: { preview: RunPreview }) => {
  const classes = useStyles();
  const { document, parameters } = props.preview;
  return (
    <>
      <div className={classes.quiet}>
        {KIND_WORDS[document.kind]} document <code>{document.name}</code>,
        version {document.version}
        <CopyButton text={document.hash} what="hash of the document" />
      </div>
      {parameters.length ? (
        <BorderedTable label="Parameters" columns={COLUMNS} airy>
          {parameters.map(({ name, value, from }) => (
            <TableRow key={name}>
              <TableCell>{name}</TableCell>
              <TableCell>
                <div className={classes.value}>{valueWords(value)}</div>
              </TableCell>
              <TableCell>{FROM_WORDS[from]}</TableCell>
            </TableRow>
          ))}
        </BorderedTable>
      ) : (
        <div>It has no parameters that you may see.</div>
      )}
    </>
  );
};
