import { Link } from '@backstage/core-components';
import { UnmanagedPage } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  StateWord,
  UnmanagedReasonChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import { useId } from 'react';
import { AdviceText } from './AdviceText';
import { REASONS } from './reasons';
import { useUnmanagedLink } from './useUnmanagedLink';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    fontSize: 14,
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(0.5, 3),
    padding: theme.spacing(1.5, 0, 0),
    '@media (min-width: 1000px)': {
      gridTemplateColumns: '190px minmax(0, 1fr)',
    },
  },
}));

/**
 * EC2 instances that Systems Manager does not manage: how many, why, and what
 * to do about each kind.
 */
export const UnmanagedSection = (props: {
  counts: Pick<UnmanagedPage, 'totalItems' | 'reasons'>;
}) => {
  const classes = useStyles();
  const id = useId();
  const link = useUnmanagedLink();
  const { totalItems, reasons } = props.counts;
  const counts = new Map(reasons.map(({ reason, count }) => [reason, count]));
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id} gutterBottom>
        Unmanaged EC2 instances
      </Typography>
      {totalItems === 0 ? (
        <StateWord tone="ok" icon={CheckCircleIcon}>
          Systems Manager manages every EC2 instance you may see
        </StateWord>
      ) : (
        <>
          <div>
            <Link to={link({})} underline="always">
              {countOf(totalItems, 'EC2 instance')}
            </Link>{' '}
            {totalItems === 1 ? 'is' : 'are'} not managed by Systems Manager and
            not among the nodes counted above.
          </div>
          <ul className={classes.list}>
            {REASONS.map(reason => {
              const count = counts.get(reason) ?? 0;
              return count > 0 ? (
                <li key={reason} className={classes.row}>
                  <div>
                    <UnmanagedReasonChip reason={reason} />
                    <div>
                      <Link to={link({ reason: [reason] })}>
                        {countOf(count, 'instance')}
                      </Link>
                    </div>
                  </div>
                  <AdviceText reason={reason} />
                </li>
              ) : null;
            })}
          </ul>
        </>
      )}
    </section>
  );
};
