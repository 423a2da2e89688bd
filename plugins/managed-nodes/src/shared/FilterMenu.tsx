import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Popover from '@material-ui/core/Popover';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import { useState } from 'react';
import { CheckOption, FacetOption } from './CheckOption';
import { Surface } from './Surface';

/** With fewer, looking is quicker than typing. */
const SEARCHED_FROM = 12;

const SHOWN = 100;

const useStyles = makeStyles(theme => ({
  body: { width: 320, maxWidth: '90vw', padding: theme.spacing(1.5) },
  list: {
    border: 0,
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    maxHeight: 320,
    overflowY: 'auto',
  },
  rest: {
    padding: theme.spacing(0.5),
    fontSize: 13,
    color: theme.palette.textSubtle,
  },
}));

/** A button that opens the values a list can be narrowed by. Absent when there are none. */
export const FilterMenu = (props: {
  label: string;
  options: FacetOption[];
  onToggle: (value: string) => void;
}) => {
  const classes = useStyles();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState('');
  const { label, options, onToggle } = props;
  if (!options.length) {
    return null;
  }
  const chosen = options.filter(option => option.chosen).length;
  const wanted = text.trim().toLocaleLowerCase();
  const found = options.filter(option =>
    `${option.label} ${option.value}`.toLocaleLowerCase().includes(wanted),
  );
  const rest = found.length - SHOWN;

  return (
    <>
      <Button
        variant="outlined"
        size="small"
        endIcon={<ArrowDropDownIcon />}
        aria-label={`Filter by ${label}${chosen ? ` (${chosen})` : ''}`}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {label}
        {chosen > 0 && ` (${chosen})`}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        PaperProps={{ role: 'dialog', 'aria-label': label }}
      >
        <Surface>
          <div className={classes.body}>
            {options.length >= SEARCHED_FROM && (
              <TextField
                size="small"
                variant="outlined"
                type="search"
                fullWidth
                placeholder={`Find among ${options.length}`}
                value={text}
                onChange={event => setText(event.target.value)}
                inputProps={{
                  'aria-label': `Find in ${label}`,
                  maxLength: 256,
                }}
              />
            )}
            <fieldset className={classes.list} aria-label={label}>
              {found.slice(0, SHOWN).map(option => (
                <CheckOption
                  key={option.value}
                  option={option}
                  onToggle={onToggle}
                  max={34}
                />
              ))}
            </fieldset>
            <div role="status">
              {rest > 0 && (
                <div className={classes.rest}>
                  {countOf(rest, 'more value')}: type to find them
                </div>
              )}
              {!found.length && (
                <div className={classes.rest}>Nothing is called so</div>
              )}
            </div>
          </div>
        </Surface>
      </Popover>
    </>
  );
};
