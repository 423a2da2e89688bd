import Button from '@material-ui/core/Button';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import Divider from '@material-ui/core/Divider';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import CheckBoxIcon from '@material-ui/icons/CheckBox';
import CheckBoxOutlineBlankIcon from '@material-ui/icons/CheckBoxOutlineBlank';
import ViewColumnIcon from '@material-ui/icons/ViewColumn';
import { useState } from 'react';
import { ColumnId, columnIdSchema, Density } from '../view/columnIds';
import { COLUMNS } from './columns';

const Tick = (props: { on: boolean }) => (
  <ListItemIcon>
    {props.on ? <CheckBoxIcon color="primary" /> : <CheckBoxOutlineBlankIcon />}
  </ListItemIcon>
);

/** Which columns there are and how dense rows stand. The name always stays. */
export const ColumnsMenu = (props: {
  columns: ColumnId[];
  density: Density;
  onColumns: (columns: ColumnId[]) => void;
  onDensity: (density: Density) => void;
}) => {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const { columns, density, onColumns, onDensity } = props;

  const toggle = (id: ColumnId) =>
    onColumns(
      columnIdSchema.options.filter(
        option => columns.includes(option) !== (option === id),
      ),
    );

  return (
    <>
      <Button
        variant="outlined"
        startIcon={<ViewColumnIcon />}
        aria-haspopup="true"
        onClick={event => setAnchor(event.currentTarget)}
      >
        Columns
      </Button>
      <Menu
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={() => setAnchor(undefined)}
      >
        {columnIdSchema.options
          .filter(id => id !== 'title')
          .map(id => (
            <MenuItem
              key={id}
              dense
              role="menuitemcheckbox"
              aria-checked={columns.includes(id)}
              onClick={() => toggle(id)}
            >
              <Tick on={columns.includes(id)} />
              {COLUMNS[id].label}
            </MenuItem>
          ))}
        <Divider />
        <MenuItem
          dense
          role="menuitemcheckbox"
          aria-checked={density === 'compact'}
          onClick={() =>
            onDensity(density === 'compact' ? 'comfortable' : 'compact')
          }
        >
          <Tick on={density === 'compact'} />
          Compact rows
        </MenuItem>
      </Menu>
    </>
  );
};
