import { DocumentParameter } from '@managed-nodes/plugin-managed-nodes-common';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { BorderedTable } from '../../shared/BorderedTable';
import { TYPE_WORDS, valueWords } from './valueWords';

const useStyles = makeStyles(theme => ({
  name: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: 12,
    color: theme.palette.textSubtle,
  },
  title: { whiteSpace: 'nowrap' },
  text: { overflowWrap: 'anywhere', whiteSpace: 'pre-line', minWidth: 120 },
}));

const COLUMNS = ['Parameter', 'Type', 'Default', 'What it is'];

/** A parameter, with what else is to be said of it. */
export interface ListedParameter {
  parameter: DocumentParameter & { title?: string };
  /** What stands in the place of its default: who sets it. */
  note?: string;
}

/** The parameters of a document or runbook. */
export const ParametersTable = (props: { parameters: ListedParameter[] }) => {
  const classes = useStyles();
  return (
    <BorderedTable label="Parameters" columns={COLUMNS} airy>
      {props.parameters.map(({ parameter, note }) => (
        <TableRow key={parameter.name}>
          <TableCell className={classes.title}>
            {parameter.title ?? parameter.name}
            {parameter.title !== undefined &&
              parameter.title !== parameter.name && (
                <div className={classes.name}>{parameter.name}</div>
              )}
          </TableCell>
          <TableCell>{TYPE_WORDS[parameter.type]}</TableCell>
          <TableCell className={classes.text}>
            {note ??
              (parameter.default === null
                ? 'none: it has to be given'
                : valueWords(parameter.default))}
          </TableCell>
          <TableCell className={classes.text}>
            {parameter.description}
            {parameter.allowedValues && (
              <div>One of: {parameter.allowedValues.join(', ')}</div>
            )}
          </TableCell>
        </TableRow>
      ))}
    </BorderedTable>
  );
};
