import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { memo, MouseEvent } from 'react';
import { RowBox } from '../../shared/RowBox';
import { ColumnId } from '../view/columnIds';
import { COLUMNS } from './columns';

const useStyles = makeStyles(theme => ({
  row: {
    cursor: 'pointer',
    '&&.Mui-selected': { background: theme.palette.action.selected },
  },
  left: { '& > td': { color: theme.palette.textSubtle } },
}));

/** Whether the click meant something inside the row, or marked text. */
function isForSomethingElse(event: MouseEvent<HTMLElement>): boolean {
  const control =
    event.target instanceof Element &&
    event.target.closest('a, button, input, [role="button"]');
  return Boolean(control) || Boolean(window.getSelection()?.toString());
}

/** How a node is to be opened. */
export type OpenNode = (to: string, inNewTab: boolean) => void;

/** A node. A click anywhere opens it; with Ctrl, Cmd or the middle button in a new tab. */
export const NodeRow = memo(
  (props: {
    node: ManagedNode;
    to: string;
    columns: ColumnId[];
    chosen: boolean;
    onOpen: OpenNode;
    onToggle: (name: string) => void;
  }) => {
    const classes = useStyles();
    const { node, to, columns, chosen, onOpen, onToggle } = props;

    const open = (event: MouseEvent<HTMLElement>) => {
      if (event.button < 2 && !isForSomethingElse(event)) {
        onOpen(to, event.metaKey || event.ctrlKey || event.button === 1);
      }
    };

    return (
      <TableRow
        hover
        selected={chosen}
        className={`${classes.row} ${
          node.status === 'left' ? classes.left : ''
        }`}
        onClick={open}
        onAuxClick={open}
      >
        <TableCell>
          <RowBox
            label={`Choose ${node.title || node.nodeId}`}
            checked={chosen}
            onToggle={() => onToggle(node.name)}
          />
        </TableCell>
        {columns.map(id => (
          <TableCell key={id} style={{ minWidth: COLUMNS[id].minWidth }}>
            {COLUMNS[id].render(node, to)}
          </TableCell>
        ))}
      </TableRow>
    );
  },
);
