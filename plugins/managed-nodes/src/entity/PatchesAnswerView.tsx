import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  NodeFilter,
  PatchCompliance,
  PatchStanding,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  countOf,
  CveLinks,
  DueTime,
  PatchKindChip,
  PatchName,
  StateWord,
  useMissingPatches,
  useNodes,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { ReactNode, useMemo } from 'react';
import { PatchActions } from '../patches/actions/PatchActions';
import { missingPatchesRouteRef, patchesRouteRef } from '../routes';
import { useNodesLink } from '../shared/useNodeLinks';
import { NextInstall } from './NextInstall';
import { patchesSentence } from './patchesSentence';

/** Enough to tell how many of them are critical: those come first. */
const READ = 50;

const SHOWN = 3;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5) },
  sentence: { fontWeight: 600 },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: '6.5em minmax(0, 3fr) minmax(0, 2fr) 13.5em',
    gap: theme.spacing(0.25, 2),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    fontSize: 14,
    '@media (max-width: 1100px)': {
      gridTemplateColumns: '6.5em minmax(0, 1fr)',
      '& > :nth-child(n + 3)': { gridColumn: 2 },
    },
  },
  where: {
    display: 'grid',
    justifyItems: 'start',
    '@media (max-width: 1100px)': {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
    },
  },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    fontSize: 14,
  },
}));

/** The standings that something can be installed for, the worst there is. */
function worstOf({ total }: PatchCompliance): PatchStanding | undefined {
  return (['overdue', 'due'] as const).find(
    standing => total.standings[standing],
  );
}

function look({ total }: PatchCompliance) {
  const { overdue, due, stale, compliant, excepted } = total.standings;
  if (overdue) {
    return { tone: 'error', icon: ErrorIcon } as const;
  }
  if (due || stale) {
    return { tone: 'warning', icon: ScheduleIcon } as const;
  }
  return compliant + excepted === total.nodes
    ? ({ tone: 'ok', icon: CheckCircleIcon } as const)
    : ({ tone: 'neutral', icon: HelpOutlineIcon } as const);
}

/** Whether the nodes of an entity are patched: a sentence, the gravest patches, and what to do. */
export const PatchesAnswerView = (props: {
  compliance: PatchCompliance;
  /** The nodes it is about. */
  within: NodeFilter;
  /** More figures, right under the sentence. */
  children?: ReactNode;
}) => {
  const classes = useStyles();
  const now = useNow();
  const { compliance, within } = props;
  const nodes = useNodesLink();
  const missingPage = useRouteRef(missingPatchesRouteRef)();
  const compliancePage = useRouteRef(patchesRouteRef)();
  const worst = worstOf(compliance);
  const affected = useMemo(
    () => ({ ...within, patchStanding: worst && [worst] }),
    [within, worst],
  );
  const missing = useMissingPatches(
    { ...affected, sort: 'kind', order: 'desc', limit: READ },
    { enabled: worst !== undefined },
  );
  const first = useNodes(
    { ...affected, sort: 'patchDue', order: 'asc', limit: 1 },
    { enabled: worst === 'overdue' },
  );
  const selection = useMemo(
    () => ({ filter: worst ? affected : within }),
    [worst, affected, within],
  );

  return (
    <div className={classes.root}>
      <Typography variant="h6" component="p" className={classes.sentence}>
        <StateWord {...look(compliance)}>
          <Link to={worst ? nodes(affected) : nodes(within)} color="inherit">
            {patchesSentence(
              {
                compliance,
                missing: missing.data,
                first: first.data?.items[0],
              },
              now,
            )}
          </Link>
          .
        </StateWord>
      </Typography>
      {props.children}
      {worst && missing.data && (
        <ul className={classes.list} aria-label="The gravest missing patches">
          {missing.data.items.slice(0, SHOWN).map(patch => (
            <li key={patch.id} className={classes.item}>
              <PatchKindChip kind={patch.kind} severity={patch.severity} />
              <div>
                <PatchName
                  patch={patch}
                  max={44}
                  to={nodes({ ...within, patch: [patch.id] })}
                />
              </div>
              <CveLinks cves={patch.cves} />
              <div className={classes.where}>
                <span>{countOf(patch.nodes, 'node')}</span>
                <DueTime dueAt={patch.dueAt} none="Excepted" />
              </div>
            </li>
          ))}
        </ul>
      )}
      <PatchActions selection={selection} />
      <div className={classes.links}>
        {missing.data && missing.data.totalItems > SHOWN && (
          <Link to={`${missingPage}${toQueryString(affected)}`}>
            All {countOf(missing.data.totalItems, 'patch', 'patches')}
          </Link>
        )}
        <Link to={`${compliancePage}${toQueryString(within)}`}>
          Patch compliance
        </Link>
        <NextInstall within={within} />
        <AsOf value={compliance.asOf} />
      </div>
    </div>
  );
};
