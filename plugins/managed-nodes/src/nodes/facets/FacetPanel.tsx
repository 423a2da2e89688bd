import {
  Facets,
  NodeFilter,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  PATCH_STANDING_WORDS,
  SkeletonLines,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { memo } from 'react';
import { FacetOption } from '../../shared/CheckOption';
import {
  chosenValues,
  FACET_GROUPS,
  FacetGroup,
  toggled,
  valueLabel,
} from './facetGroups';
import { FacetList } from './FacetList';
import { TagFilter } from './TagFilter';

/** The worst first. */
const STANDINGS: PatchStanding[] = ['overdue', 'due', 'stale', 'excepted'];

const useStyles = makeStyles({ root: { minWidth: 0 } });

function optionsOf(
  group: FacetGroup,
  facets: Facets,
  filter: NodeFilter,
  accountNames: ReadonlyMap<string, string>,
): FacetOption[] {
  const counted = [...(facets.facets[group.name] ?? [])];
  const { order } = group;
  if (order) {
    counted.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  }
  const chosen = chosenValues(filter, group.name);
  // Chosen values stay to be unchosen, even when nothing is left of them.
  // Left nodes are never counted unless asked for, but can always be asked for.
  const others = [...chosen, ...(group.name === 'status' ? ['left'] : [])];
  const uncounted = [...new Set(others)].filter(
    value => !counted.some(item => item.value === value),
  );
  return [
    ...counted,
    ...uncounted.map(value => ({ value, count: undefined })),
  ].map(({ value, count }) => ({
    value,
    count,
    label: valueLabel(group.name, value, accountNames),
    entityRef: group.entities && value !== 'none' ? value : undefined,
    chosen: chosen.includes(value),
  }));
}

/** What the list can be narrowed by, with how many nodes each choice has. */
export const FacetPanel = memo(
  (props: {
    /** Unset while they load, or when they cannot be had. */
    facets?: Facets;
    loading: boolean;
    filter: NodeFilter;
    accountNames: ReadonlyMap<string, string>;
    onChange: (patch: Partial<NodeFilter>) => void;
  }) => {
    const classes = useStyles();
    const { facets, filter, onChange } = props;
    if (!facets && !props.loading) {
      return null;
    }
    return (
      <section className={classes.root} aria-label="Filters">
        {props.loading && <SkeletonLines lines={10} />}
        {facets &&
          FACET_GROUPS.filter(
            group => !group.under || chosenValues(filter, group.under).length,
          ).map(group => (
            <FacetList
              key={group.name}
              title={group.title}
              options={optionsOf(group, facets, filter, props.accountNames)}
              onToggle={value => onChange(toggled(filter, group.name, value))}
            />
          ))}
        <FacetList
          title="Patch policy"
          options={STANDINGS.map(standing => ({
            value: standing,
            label: PATCH_STANDING_WORDS[standing],
            chosen: filter.patchStanding?.includes(standing) ?? false,
          }))}
          onToggle={value => onChange(toggled(filter, 'patchStanding', value))}
        />
        <FacetList
          title="Needs tidying up"
          options={[
            {
              value: 'unclaimed',
              label: 'Unclaimed',
              chosen: filter.unclaimed === true,
            },
            {
              value: 'agentOutdated',
              label: 'Agent out of date',
              chosen: filter.agentOutdated === true,
            },
          ]}
          onToggle={value =>
            onChange(
              value === 'unclaimed'
                ? { unclaimed: filter.unclaimed ? undefined : true }
                : { agentOutdated: filter.agentOutdated ? undefined : true },
            )
          }
        />
        <TagFilter
          onAdd={tag =>
            onChange({ tag: [...new Set([...(filter.tag ?? []), tag])] })
          }
        />
      </section>
    );
  },
);
