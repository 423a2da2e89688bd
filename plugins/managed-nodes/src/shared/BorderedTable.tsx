import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  container: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  table: {
    '& th, & td': {
      padding: theme.spacing(1),
      fontSize: 14,
      lineHeight: 1.4,
      verticalAlign: 'top',
    },
    '& th': { whiteSpace: 'nowrap', fontWeight: 600 },
  },
  airy: { '& th, & td': { padding: theme.spacing(1, 1.5) } },
}));

/** A table that scrolls sideways, also by keyboard, where it is too wide. */
export const BorderedTable = (props: {
  /** What it lists, for those who do not see it. */
  label: string;
  /** Their headings; an element needs a key. */
  columns: Array<string | ReactElement>;
  /** Whether there is room between the columns. */
  airy?: boolean;
  /** The rows. */
  children: ReactNode;
}) => {
  const classes = useStyles();
  const { label, columns, airy } = props;
  return (
    <TableContainer
      className={classes.container}
      tabIndex={0}
      role="region"
      aria-label={`${label}, scrollable`}
    >
      <Table
        className={`${classes.table} ${airy ? classes.airy : ''}`}
        aria-label={label}
      >
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell
                key={typeof column === 'string' ? column : column.key}
                scope="col"
              >
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{props.children}</TableBody>
      </Table>
    </TableContainer>
  );
};
