import {
  NodeFilter,
  PatchAge,
  patchAgeSchema,
  PatchBucket,
  PatchCompliance,
  PatchReason,
  patchReasonSchema,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  PATCH_AGE_WORDS,
  PATCH_BUCKET_WORDS,
  PATCH_REASON_WORDS,
  PATCH_STANDING_WORDS,
  PatchBucketChip,
  PatchStandingChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { BarList } from '../../shared/BarList';

/** The worst first. */
const STANDINGS: PatchStanding[] = [
  'overdue',
  'stale',
  'never-reported',
  'due',
  'excepted',
  'compliant',
];

/** The worst first. */
const BUCKETS: PatchBucket[] = [
  'critical',
  'security',
  'other',
  'never-reported',
  'compliant',
];

const REASONS: PatchReason[] = patchReasonSchema.options;

const AGES: PatchAge[] = patchAgeSchema.options;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1000px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
}));

/** How the nodes are made up: by standing, by what lacks, why, and how old the reports are. */
export const ComplianceBars = (props: {
  compliance: PatchCompliance;
  link: (filter: NodeFilter) => string;
}) => {
  const classes = useStyles();
  const { compliance, link } = props;
  const { nodes, standings, buckets } = compliance.total;
  return (
    <div className={classes.root}>
      <BarList
        title="Standing with the policy, in nodes"
        total={nodes}
        bars={STANDINGS.map(standing => ({
          key: standing,
          label: PATCH_STANDING_WORDS[standing],
          icon: <PatchStandingChip standing={standing} />,
          count: standings[standing],
          to: link({ patchStanding: [standing] }),
        }))}
      />
      <BarList
        title="The worst that lacks, in nodes"
        total={nodes}
        bars={BUCKETS.map(bucket => ({
          key: bucket,
          label: PATCH_BUCKET_WORDS[bucket],
          icon: <PatchBucketChip bucket={bucket} />,
          count: buckets[bucket],
          to: link({ patchBucket: [bucket] }),
        }))}
      />
      <BarList
        title="Why nodes are not compliant, in nodes"
        total={nodes}
        bars={REASONS.map(reason => ({
          key: reason,
          label: PATCH_REASON_WORDS[reason],
          count: compliance.reasons[reason],
          to: link({ patchReason: [reason] }),
        }))}
        rest="A node may have several reasons."
      />
      <BarList
        title="Age of the last patch report, in nodes"
        total={nodes}
        bars={AGES.map(age => ({
          key: age,
          label: PATCH_AGE_WORDS[age],
          count: compliance.ages[age],
          to: link({ patchAge: [age] }),
        }))}
      />
    </div>
  );
};
