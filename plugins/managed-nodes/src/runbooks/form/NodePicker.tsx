import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  useFacets,
  useNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useMemo, useState } from 'react';
import { FilterChips } from '../../shared/FilterChips';
import { FilterMenu } from '../../shared/FilterMenu';
import { SearchField } from '../../shared/SearchField';
import { ChosenNodes } from './ChosenNodes';
import { filterWords, NodeChoice, withNodes } from './nodeChoice';
import { PickList } from './PickList';

/** Rows at first, and how many more each time. */
const ROWS = 20;
const MOST_ROWS = 200;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5), minWidth: 0 },
  bar: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: theme.spacing(1),
    alignItems: 'center',
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.palette.textSubtle,
  },
}));

/**
 * Chooses among the nodes that the caller may see: one by one, or all that a
 * search or an application has. Whether a run takes them, its preview says.
 */
export const NodePicker = (props: {
  choice: NodeChoice;
  /** Entity ref: only nodes that belong to it are offered at first. */
  relatedTo?: string;
  /** The most that a run may have. */
  maxNodes: number;
  onChange: (choice: NodeChoice) => void;
}) => {
  const classes = useStyles();
  const { choice, maxNodes, onChange } = props;
  const [filter, setFilter] = useState<NodeFilter>(
    props.relatedTo ? { relatedTo: props.relatedTo } : {},
  );
  const [rows, setRows] = useState(ROWS);
  const request = useMemo(() => ({ ...filter, limit: rows }), [filter, rows]);
  const list = useNodes(request);
  const facets = useFacets(filter, ['application']);
  const change = useCallback((part: NodeFilter) => {
    setRows(ROWS);
    setFilter(now => ({ ...now, ...part }));
  }, []);
  const search = useCallback(
    (q: string) => change({ q: q.trim() || undefined }),
    [change],
  );
  const applications = filter.application ?? [];
  const toggleApplication = (value: string) => {
    const next = applications.includes(value)
      ? applications.filter(other => other !== value)
      : [...applications, value];
    change({ application: next.length ? next : undefined });
  };
  const narrowing = filterWords(filter);
  const total = list.data?.totalItems ?? 0;

  const chosenNodes = (
    <ChosenNodes choice={choice} maxNodes={maxNodes} onChange={onChange} />
  );
  if (choice.kind === 'all') {
    return chosenNodes;
  }
  return (
    <div className={classes.root}>
      {chosenNodes}
      <div className={classes.bar}>
        <SearchField
          label="Search nodes"
          placeholder="Name, id, IP address or account"
          value={filter.q ?? ''}
          onChange={search}
        />
        <FilterMenu
          label="Application"
          options={(facets.data?.facets.application ?? [])
            .filter(({ value }) => value !== 'none')
            .map(({ value, count }) => ({
              value,
              count,
              label: value,
              entityRef: value,
              chosen: applications.includes(value),
            }))}
          onToggle={toggleApplication}
        />
      </div>
      <FilterChips
        filters={[
          ...(filter.relatedTo
            ? [
                {
                  key: 'relatedTo',
                  label: `Only nodes of ${filterWords({
                    relatedTo: filter.relatedTo,
                  })}`,
                  part: { relatedTo: undefined },
                },
              ]
            : []),
          ...applications.map(value => ({
            key: value,
            label: filterWords({ application: [value] }),
            part: {
              application: applications.filter(other => other !== value),
            },
          })),
        ]}
        onLift={({ part }) => change(part)}
        onClear={() => change({ relatedTo: undefined, application: undefined })}
      />
      <PickList
        list={list}
        isChosen={name => choice.nodes.some(node => node.name === name)}
        onToggle={(node, chosen) => onChange(withNodes(choice, [node], chosen))}
      />
      <div className={classes.foot}>
        <span role="status">{list.data && `${countOf(total, 'node')}`}</span>
        {narrowing !== '' && total > 0 && (
          <Button
            size="small"
            color="primary"
            onClick={() => onChange({ kind: 'all', filter })}
          >
            Choose all {countOf(total, 'node')}
          </Button>
        )}
        {list.data && total > rows && rows < MOST_ROWS && (
          <Button
            size="small"
            disabled={list.isFetching}
            onClick={() => setRows(Math.min(rows * 3, MOST_ROWS))}
          >
            Show more
          </Button>
        )}
        {list.data && rows >= MOST_ROWS && total > rows && (
          <span>Search to find the others.</span>
        )}
      </div>
    </div>
  );
};
