import {
  FacetName,
  Facets,
  NodeFilter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { useFacets } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { activeFilters } from '../../nodes/facets/activeFilters';
import { chosenValues, valueLabel } from '../../nodes/facets/facetGroups';
import { useAccountNames } from '../../nodes/useAccountNames';
import { usePatchNames } from '../../nodes/usePatchNames';
import { FacetOption } from '../../shared/CheckOption';
import { FilterChips } from '../../shared/FilterChips';
import { FilterMenu } from '../../shared/FilterMenu';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { useNodeFilter } from './useNodeFilter';

const MENUS: Array<{ name: FacetName; label: string; entities?: boolean }> = [
  { name: 'owner', label: 'Owner', entities: true },
  { name: 'application', label: 'Application', entities: true },
  { name: 'environment', label: 'Environment' },
  { name: 'platform', label: 'Operating system' },
  { name: 'account', label: 'Account' },
];

const COUNTED = MENUS.map(({ name }) => name);

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1) },
  menus: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  grow: { marginLeft: 'auto', display: 'flex', gap: theme.spacing(1) },
}));

function optionsOf(
  name: FacetName,
  entities: boolean | undefined,
  facets: Facets | undefined,
  filter: NodeFilter,
  accountNames: ReadonlyMap<string, string>,
): FacetOption[] {
  const counted = facets?.facets[name] ?? [];
  const chosen = chosenValues(filter, name);
  const gone = chosen.filter(
    value => !counted.some(item => item.value === value),
  );
  return [...counted, ...gone.map(value => ({ value, count: undefined }))].map(
    ({ value, count }) => ({
      value,
      count,
      label: valueLabel(name, value, accountNames),
      entityRef: entities && value !== 'none' ? value : undefined,
      chosen: chosen.includes(value),
    }),
  );
}

/** What narrows the nodes that a page about patches is about. */
export const NodeFilterBar = (props: {
  /** Conditions that the place sets and nobody can lift. */
  within?: NodeFilter;
  /** Menus of the page's own, after ours. */
  children?: ReactNode;
  /** Stands at the right. */
  action?: ReactNode;
  /** Conditions of the page's own. */
  others?: Array<{ key: string; label: string; onLift: () => void }>;
  /** Lifts the page's own conditions together with ours. Default: ours only. */
  onClear?: () => void;
}) => {
  const classes = useStyles();
  const { within, others = [] } = props;
  const { filter, change, toggle, clear } = useNodeFilter();
  const facets = useFacets({ ...filter, ...within }, COUNTED);
  const accountNames = useAccountNames(facets.data);
  const patchNames = usePatchNames(filter.patch);
  const ours = activeFilters(filter, accountNames, patchNames).map(
    ({ key, label, lift }) => ({ key, label, onLift: () => change(lift) }),
  );

  return (
    <div className={classes.root}>
      <div className={classes.menus} {...HIDDEN_IN_PRINT}>
        {MENUS.map(({ name, label, entities }) => (
          <FilterMenu
            key={name}
            label={label}
            options={optionsOf(
              name,
              entities,
              facets.data,
              filter,
              accountNames,
            )}
            onToggle={value => toggle(name, value)}
          />
        ))}
        {props.children}
        {props.action && <div className={classes.grow}>{props.action}</div>}
      </div>
      <FilterChips
        filters={[...ours, ...others]}
        onLift={({ onLift }) => onLift()}
        onClear={props.onClear ?? clear}
      />
    </div>
  );
};
