import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  truncateMiddle,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import StarIcon from '@material-ui/icons/Star';
import { ReactNode } from 'react';
import { categoriesOf } from './selectRunbooks';
import { useLibraryView } from './useLibraryView';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  count: {
    marginLeft: theme.spacing(0.75),
    fontVariantNumeric: 'tabular-nums',
  },
}));

const Toggle = (props: {
  chosen: boolean;
  icon?: ReactNode;
  onToggle: () => void;
  children: ReactNode;
}) => (
  <Button
    size="small"
    variant={props.chosen ? 'contained' : 'outlined'}
    color={props.chosen ? 'primary' : 'default'}
    aria-pressed={props.chosen}
    startIcon={props.icon}
    onClick={props.onToggle}
  >
    {props.children}
  </Button>
);

/** What narrows the list of runbooks besides words: favourites, what one may run, categories. */
export const CategoryBar = (props: {
  all: RunbookSummary[];
  view: ReturnType<typeof useLibraryView>;
}) => {
  const classes = useStyles();
  const { all, view } = props;
  const { filter } = view;
  return (
    <div className={classes.root} role="group" aria-label="Filter runbooks">
      <Toggle
        chosen={filter.favourites}
        icon={<StarIcon />}
        onToggle={() => view.toggleFlag('favourites')}
      >
        Favourites
      </Toggle>
      <Toggle chosen={filter.mine} onToggle={() => view.toggleFlag('mine')}>
        I can run
      </Toggle>
      {categoriesOf(all).map(({ category, count }) => (
        <Toggle
          key={category}
          chosen={filter.category.includes(category)}
          onToggle={() => view.toggleCategory(category)}
        >
          {truncateMiddle(category, 32)}{' '}
          <span className={classes.count}>{formatCount(count)}</span>
        </Toggle>
      ))}
      {view.isNarrowed && (
        <Button size="small" onClick={view.clear}>
          Clear filters
        </Button>
      )}
    </div>
  );
};
