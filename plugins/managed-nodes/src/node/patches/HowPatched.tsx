import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  RelativeTime,
  SkeletonLines,
  useNodePatchPlan,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { PlanItem } from '../../patches/coming/PlanItem';
import { BaselineFacts } from './BaselineFacts';
import { PatchSection } from './PatchSection';

const useStyles = makeStyles(theme => ({
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '& > li:first-child': { borderTop: 0, paddingTop: 0 },
  },
  quiet: { color: theme.palette.textSubtle, marginTop: theme.spacing(1) },
}));

/** By which rules the node is measured, and what will scan or patch it next. */
export const HowPatched = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const { name, patch } = props.node;
  const { data, error, refetch } = useNodePatchPlan(name);

  if (error && !data) {
    return (
      <PatchSection title="How it is patched">
        <ErrorState error={error} onRetry={refetch} />
      </PatchSection>
    );
  }
  if (!data) {
    return (
      <PatchSection title="How it is patched">
        <SkeletonLines lines={5} />
      </PatchSection>
    );
  }
  return (
    <>
      <PatchSection title="Coming up">
        {data.plans.length ? (
          <ul className={classes.list}>
            {data.plans.map(plan => (
              <PlanItem key={plan.id} plan={plan} dated />
            ))}
          </ul>
        ) : (
          'No maintenance window or association scans or patches this node, as far as is known. Patches are installed when somebody does it by hand.'
        )}
        {data.readAt && (
          <div className={classes.quiet}>
            read from AWS <RelativeTime value={data.readAt} />
          </div>
        )}
      </PatchSection>
      <PatchSection title="Patch baseline">
        {data.baseline ? (
          <BaselineFacts baseline={data.baseline} />
        ) : (
          `What it is measured by is ${
            patch.baselineId
              ? `baseline ${patch.baselineId}, not read yet`
              : 'known after its first scan'
          }.`
        )}
        {data.patchGroup && (
          <div className={classes.quiet}>
            Patch group <bdi>{data.patchGroup}</bdi>
          </div>
        )}
      </PatchSection>
    </>
  );
};
