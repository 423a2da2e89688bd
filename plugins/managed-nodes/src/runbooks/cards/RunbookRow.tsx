import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import { MiddleTruncated } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { runbookRouteRef } from '../../routes';
import { whyNot } from '../pieces/canRun';
import { RiskWord } from '../pieces/RiskWord';
import { RunbookIcon } from '../pieces/RunbookIcon';
import { RunButton } from '../pieces/RunButton';
import { RunOn } from '../pieces/useStartLink';
import { APPROVAL_WORDS } from '../pieces/words';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  title: { fontWeight: 600, overflowWrap: 'anywhere' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    color: theme.palette.textSubtle,
    fontSize: 13,
    overflowWrap: 'anywhere',
  },
}));

/** A runbook on the page of an entity. */
export const RunbookRow = (props: { runbook: RunbookSummary; on: RunOn }) => {
  const classes = useStyles();
  const { runbook, on } = props;
  const to = useRouteRef(runbookRouteRef)({ id: runbook.id });
  return (
    <li className={classes.row}>
      <RunbookIcon icon={runbook.icon} />
      <div>
        <Link to={to} className={classes.title}>
          <MiddleTruncated text={runbook.title} max={48} />
        </Link>
        <div className={classes.facts}>
          {whyNot(runbook) ?? (
            <>
              <RiskWord risk={runbook.risk} />
              {runbook.approval !== 'never' && (
                <span>{APPROVAL_WORDS[runbook.approval]}</span>
              )}
            </>
          )}
        </div>
      </div>
      <RunButton runbook={runbook} on={on} />
    </li>
  );
};
