import {
  NodeFilter,
  PatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  countOf,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { Figures } from '../../shared/Figures';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { complianceFigures } from './complianceFigures';
import { complianceSentence } from './complianceSentence';
import { PolicyNote } from './PolicyNote';

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(1, 3),
  },
  words: { flex: '1 1 420px', minWidth: 0 },
  sentence: { fontWeight: 600 },
  notes: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    fontSize: 14,
    color: theme.palette.textSubtle,
  },
}));

/** How nodes stand with the patch policy: a sentence, then figures. */
export const ComplianceHead = (props: {
  compliance: PatchCompliance;
  /** Makes the address of the list of nodes behind a figure. */
  link: (filter: NodeFilter) => string;
  /** Stands at the right of the sentence. */
  action?: ReactNode;
}) => {
  const classes = useStyles();
  const now = useNow();
  const { compliance, link, action } = props;
  const { unread } = compliance;
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div className={classes.words}>
          <Typography
            variant="h4"
            component="h2"
            className={classes.sentence}
            gutterBottom
          >
            {complianceSentence(compliance, now)}.
          </Typography>
          <div className={classes.notes}>
            <AsOf value={compliance.asOf} />
            <PolicyNote policy={compliance.policy} />
          </div>
        </div>
        {action && <div {...HIDDEN_IN_PRINT}>{action}</div>}
      </div>
      <Figures figures={complianceFigures(compliance, link)} />
      {unread > 0 && (
        <div className={classes.notes} role="status">
          Which patches {countOf(unread, 'noncompliant node')}{' '}
          {unread === 1 ? 'lacks' : 'lack'} is being read from AWS; until then
          no date is known for {unread === 1 ? 'it' : 'them'}.
        </div>
      )}
    </div>
  );
};
