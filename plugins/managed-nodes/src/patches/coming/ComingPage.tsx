import { PatchPlanRequest } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  RelativeTime,
  SkeletonLines,
  useNow,
  usePatchPlans,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { FilterMenu } from '../../shared/FilterMenu';
import { LoadMore } from '../../shared/LoadMore';
import { PrintArea } from '../../shared/PrintArea';
import { useNodesLink } from '../../shared/useNodeLinks';
import { ExportMenu } from '../filter/ExportMenu';
import { NodeFilterBar } from '../filter/NodeFilterBar';
import { useNodeFilter, withFilter } from '../filter/useNodeFilter';
import { Approvals } from './Approvals';
import { PlanProblems, UnplannedCallout } from './Callouts';
import { comingSentence } from './comingSentence';
import { DaySection } from './DaySection';
import { PlanItem } from './PlanItem';
import { plansByDay } from './planDays';

type Operation = 'Scan' | 'Install';

const OPERATIONS: Array<{ value: Operation; label: string }> = [
  { value: 'Install', label: 'Installs' },
  { value: 'Scan', label: 'Scans' },
];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    maxWidth: 1280,
  },
  sentence: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** Whether scans or installs are asked for, in the address. */
function useOperation() {
  const [params, setParams] = useSearchParams();
  const chosen = OPERATIONS.filter(({ value }) =>
    params.getAll('operation').includes(value),
  ).map(({ value }) => value);
  const toggle = (value: string) =>
    setParams(current => {
      const now = current.getAll('operation');
      const next = now.includes(value)
        ? now.filter(other => other !== value)
        : [...now, value];
      const others = [...current].filter(([key]) => key !== 'operation');
      return new URLSearchParams([
        ...others,
        ...next.map(other => ['operation', other]),
      ]);
    });
  /** Lifts it, and all conditions on nodes. */
  const clearAll = () =>
    setParams(current => {
      const next = withFilter(current, {});
      next.delete('operation');
      return next;
    });
  return { chosen, toggle, clearAll };
}

/** What will be scanned and installed on the nodes one may see, and when. */
export const ComingPage = () => {
  const classes = useStyles();
  const now = useNow();
  const { filter } = useNodeFilter();
  const operation = useOperation();
  const nodes = useNodesLink();
  const request: PatchPlanRequest = {
    ...filter,
    operation: operation.chosen.length ? operation.chosen : undefined,
  };
  const list = usePatchPlans(request);
  const pages = list.data?.pages;
  const plans = useMemo(() => pages?.flatMap(page => page.items), [pages]);

  const head = () => {
    if (list.error && !pages) {
      return <ErrorState error={list.error} onRetry={list.refetch} />;
    }
    if (!pages || !plans) {
      return <SkeletonLines lines={2} />;
    }
    return (
      <>
        <div>
          <Typography
            variant="h4"
            component="h2"
            className={classes.sentence}
            gutterBottom
          >
            {pages[0].readAt === null
              ? 'What is planned is being read from AWS'
              : comingSentence(plans, now)}
            .
          </Typography>
          {pages[0].readAt && (
            <span className={classes.quiet}>
              read from AWS <RelativeTime value={pages[0].readAt} />
            </span>
          )}
        </div>
        <UnplannedCallout
          count={pages[0].unplanned}
          to={nodes({
            ...filter,
            patchBucket: ['critical', 'security', 'other'],
          })}
        />
        <PlanProblems problems={pages[0].problems} />
      </>
    );
  };

  const timeline = () => {
    if (!plans) {
      return list.error ? null : <SkeletonLines lines={8} />;
    }
    if (!plans.length && pages?.[0].readAt) {
      return (
        <EmptyState title="No maintenance window or association patches these nodes">
          Patches are installed when somebody does it by hand. A maintenance
          window in AWS would do it by itself.
        </EmptyState>
      );
    }
    return plansByDay(plans, now).map(day => (
      <DaySection key={day.title} title={day.title}>
        {day.items.map(plan => (
          <PlanItem key={plan.id} plan={plan} counts={plan} />
        ))}
      </DaySection>
    ));
  };

  return (
    <PrintArea
      title="Patches that are coming up"
      className={classes.root}
      busy={list.isPlaceholderData}
    >
      {head()}
      <NodeFilterBar
        onClear={operation.clearAll}
        others={operation.chosen.map(value => ({
          key: `operation=${value}`,
          label: `Only: ${value === 'Scan' ? 'Scans' : 'Installs'}`,
          onLift: () => operation.toggle(value),
        }))}
        action={
          <ExportMenu
            printable
            exportables={[{ what: 'plans', label: 'Plans', query: request }]}
          />
        }
      >
        <FilterMenu
          label="What is done"
          options={OPERATIONS.map(option => ({
            ...option,
            chosen: operation.chosen.includes(option.value),
          }))}
          onToggle={operation.toggle}
        />
      </NodeFilterBar>
      {timeline()}
      <LoadMore list={list} />
      <Approvals filter={filter} now={now} />
    </PrintArea>
  );
};
