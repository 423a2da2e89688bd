import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import { MiddleTruncated } from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { runbookRouteRef } from '../../routes';
import { whyNot } from '../pieces/canRun';
import { FavouriteButton } from '../pieces/FavouriteButton';
import { RiskWord } from '../pieces/RiskWord';
import { RunbookIcon } from '../pieces/RunbookIcon';
import { RunButton } from '../pieces/RunButton';
import { RunOn } from '../pieces/useStartLink';
import { APPROVAL_WORDS, firstLine, reachWords } from '../pieces/words';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    height: '100%',
    boxSizing: 'border-box',
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
  },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    gap: theme.spacing(1),
    alignItems: 'center',
  },
  title: {
    margin: 0,
    fontSize: 16,
    fontWeight: 600,
    overflowWrap: 'anywhere',
  },
  line: {
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    minHeight: '2.8em',
    lineHeight: 1.4,
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    color: theme.palette.textSubtle,
    fontSize: 13,
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginTop: 'auto',
  },
  why: {
    flex: '1 1 180px',
    color: theme.palette.textSubtle,
    fontSize: 13,
    overflowWrap: 'anywhere',
  },
}));

/** A runbook in the library: what it is, how grave, and whether one may run it. */
export const RunbookCard = (props: {
  runbook: RunbookSummary;
  on?: RunOn;
  favourite: boolean;
  onToggleFavourite: (id: string) => void;
}) => {
  const classes = useStyles();
  const { runbook, on, favourite, onToggleFavourite } = props;
  const to = useRouteRef(runbookRouteRef)({ id: runbook.id });
  return (
    <article className={classes.root} aria-label={runbook.title}>
      <div className={classes.head}>
        <RunbookIcon icon={runbook.icon} />
        <h3 className={classes.title}>
          <Link to={to}>
            <MiddleTruncated text={runbook.title} max={60} />
          </Link>
        </h3>
        <FavouriteButton
          title={runbook.title}
          chosen={favourite}
          onToggle={() => onToggleFavourite(runbook.id)}
        />
      </div>
      <div className={classes.line}>{firstLine(runbook.description)}</div>
      <div className={classes.facts}>
        <RiskWord risk={runbook.risk} />
        <span>{APPROVAL_WORDS[runbook.approval]}</span>
        <span>{runbook.category}</span>
      </div>
      <div className={classes.foot}>
        <span className={classes.why}>
          {whyNot(runbook) ?? reachWords(runbook)}
        </span>
        <RunButton runbook={runbook} on={on} />
      </div>
    </article>
  );
};
