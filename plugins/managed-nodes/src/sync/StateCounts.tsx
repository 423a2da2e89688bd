import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  StateWord,
  TargetStateChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { CountLinks } from '../shared/CountLinks';
import { filterTargets } from './view/selectTargets';
import { TargetFilter } from './view/syncView';
import { countValues, SHOWN_STATE_WORDS } from './view/targetOptions';
import { ShownState, shownStateSchema } from './view/targetStates';

const StateLabel = (props: { state: ShownState }) => {
  const { state } = props;
  if (state === 'stale') {
    return (
      <StateWord tone="warning" icon={ScheduleIcon}>
        {SHOWN_STATE_WORDS.stale}
      </StateWord>
    );
  }
  if (state === 'waiting') {
    return (
      <StateWord tone="running" icon={HourglassEmptyIcon}>
        {SHOWN_STATE_WORDS.waiting}
      </StateWord>
    );
  }
  return <TargetStateChip state={state} />;
};

/** How many targets are in each state, each count a link to them. */
export const StateCounts = (props: {
  targets: TargetHealth[];
  filter: TargetFilter;
  linkTo: (filter: TargetFilter) => string;
}) => {
  const { targets, filter, linkTo } = props;
  const counts = countValues(targets, filter, 'state');
  const present = shownStateSchema.options.filter(
    state => counts.get(state) || filter.state.includes(state),
  );
  return (
    <CountLinks
      label="Targets by state"
      links={[
        {
          key: 'all',
          label: 'All',
          count: filterTargets(targets, filter, 'state').length,
          to: linkTo({ ...filter, state: [] }),
          current: filter.state.length === 0,
        },
        ...present.map(state => ({
          key: state,
          label: <StateLabel state={state} />,
          count: counts.get(state) ?? 0,
          to: linkTo({ ...filter, state: [state] }),
          current: filter.state.length === 1 && filter.state[0] === state,
        })),
      ]}
    />
  );
};
