import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Divider from '@material-ui/core/Divider';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import ViewColumnIcon from '@material-ui/icons/ViewColumn';
import { useState } from 'react';
import { ColumnId, columnIdSchema, Density } from '../view/columnIds';
import { COLUMNS } from './columns';

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
              <Checkbox
                size="small"
                color="primary"
                checked={columns.includes(id)}
                tabIndex={-1}
                disableRipple
                inputProps={{ 'aria-hidden': true }}
              />
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
          <Checkbox
            size="small"
            color="primary"
            checked={density === 'compact'}
            tabIndex={-1}
            disableRipple
            inputProps={{ 'aria-hidden': true }}
          />
          Compact rows
        </MenuItem>
      </Menu>
    </>
  );
};
