import { RunState } from '@managed-nodes/plugin-managed-nodes-common';
import {
  RUN_STATE_WORDS,
  useRunbooks,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { FilterChips } from '../../shared/FilterChips';
import { FilterMenu } from '../../shared/FilterMenu';
import { useRunsView } from './useRunsView';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
}));

/** What narrows the list of runs, to be chosen and lifted. */
export const RunsFilters = (props: {
  view: ReturnType<typeof useRunsView>;
  groups: string[];
}) => {
  const classes = useStyles();
  const { view, groups } = props;
  const { data: runbooks } = useRunbooks({});
  const { startedBy } = view.filter;
  return (
    <>
      <div className={classes.bar}>
        {groups.length > 1 && startedBy && groups.includes(startedBy) && (
          <FilterMenu
            label="Team"
            options={groups.map(ref => ({
              value: ref,
              label: ref,
              entityRef: ref,
              chosen: ref === startedBy,
            }))}
            onToggle={view.setStartedBy}
          />
        )}
        <FilterMenu
          label="State"
          options={(Object.keys(RUN_STATE_WORDS) as RunState[]).map(value => ({
            value,
            label: RUN_STATE_WORDS[value],
            chosen: view.has('state', value),
          }))}
          onToggle={value => view.toggle('state', value)}
        />
        <FilterMenu
          label="Runbook"
          options={(runbooks?.items ?? []).map(({ id, title }) => ({
            value: id,
            label: title,
            chosen: view.has('runbook', id),
          }))}
          onToggle={value => view.toggle('runbook', value)}
        />
      </div>
      <FilterChips
        filters={view.conditions}
        onLift={({ onLift }) => onLift()}
        onClear={view.clear}
      />
    </>
  );
};
