import {
  capped,
  plainText,
  Run,
} from '@managed-nodes/plugin-managed-nodes-common';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { valueWords } from '../../runbooks/pieces/valueWords';
import { BorderedTable } from '../../shared/BorderedTable';

const COLUMNS = ['Parameter', 'Value', 'Said by'];

const SHOWN = 2_000;

const FROM_WORDS: Record<Run['parameters'][number]['from'], string> = {
  person: 'Whoever started it',
  publication: 'The runbook',
  document: 'The document’s default',
  nodes: 'The nodes that were chosen',
};

const useStyles = makeStyles(theme => ({
  name: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: 13,
    minWidth: 120,
    overflowWrap: 'anywhere',
  },
  value: { minWidth: 160, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  from: { color: theme.palette.textSubtle },
}));

/** What AWS got, or will get, and who says so. */
export const RunParameters = (props: { parameters: Run['parameters'] }) => {
  const classes = useStyles();
  if (!props.parameters.length) {
    return <div>It takes no parameters.</div>;
  }
  return (
    <BorderedTable label="Parameters" columns={COLUMNS} airy>
      {props.parameters.map(({ name, value, from }) => {
        const { text, isCut } = capped(plainText(valueWords(value)), SHOWN);
        return (
          <TableRow key={name}>
            <TableCell className={classes.name}>{name}</TableCell>
            <TableCell className={classes.value}>
              <bdi>
                {text}
                {isCut && '…'}
              </bdi>
            </TableCell>
            <TableCell className={classes.from}>{FROM_WORDS[from]}</TableCell>
          </TableRow>
        );
      })}
    </BorderedTable>
  );
};
