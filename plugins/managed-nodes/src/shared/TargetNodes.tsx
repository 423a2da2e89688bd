import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchTargetNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useState } from 'react';
import { nodeRouteRef } from '../routes';

/** Groups of up to so many nodes are open from the start. */
const OPEN_UP_TO = 8;
/** Rows shown at first, as 500 at once help nobody. */
const ROWS = 50;

const useStyles = makeStyles(theme => ({
  group: {
    borderTop: `1px solid ${theme.palette.divider}`,
    padding: theme.spacing(1, 0),
    '& > summary': {
      cursor: 'pointer',
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
  },
  where: { fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
  advice: {
    color: theme.palette.textSubtle,
    padding: theme.spacing(0.25, 0, 0, 2),
  },
  list: {
    margin: theme.spacing(0.5, 0, 0),
    padding: theme.spacing(0, 0, 0, 2),
    listStyle: 'none',
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.25, 0),
  },
}));

type Target = Pick<
  PatchTargetNode,
  'name' | 'title' | 'nodeId' | 'account' | 'region'
>;

const Rows = <T extends Target>(props: {
  nodes: T[];
  detail: (node: T) => ReactNode;
}) => {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const nodeLink = useRouteRef(nodeRouteRef);
  const { nodes, detail } = props;
  return (
    <>
      <ul className={classes.list}>
        {nodes.slice(0, all ? nodes.length : ROWS).map(node => (
          <li key={node.name} className={classes.item}>
            <Link
              to={nodeLink({ name: node.name })}
              target="_blank"
              rel="noopener"
            >
              <MiddleTruncated text={node.title || node.nodeId} max={44} />
            </Link>
            <span className={classes.quiet}>{detail(node)}</span>
          </li>
        ))}
      </ul>
      {!all && nodes.length > ROWS && (
        <Button size="small" onClick={() => setAll(true)}>
          Show {countOf(nodes.length - ROWS, 'more node')}
        </Button>
      )}
    </>
  );
};

/** The nodes that take part in something, by account and Region. */
export const NodesByPlace = <T extends Target>(props: {
  nodes: T[];
  places: Array<{
    account: string;
    accountName: string | null;
    region: string;
  }>;
  detail: (node: T) => ReactNode;
}) => {
  const classes = useStyles();
  const { nodes, places, detail } = props;
  return (
    <div>
      {places.map(({ account, accountName, region }) => {
        const here = nodes.filter(
          node => node.account === account && node.region === region,
        );
        const key = `${account} ${region}`;
        const where = (
          <>
            <span className={classes.where}>{accountName ?? account}</span>
            {accountName !== null && (
              <span className={classes.quiet}> {account}</span>
            )}
            , {region}
          </>
        );
        return here.length ? (
          <details
            key={key}
            className={classes.group}
            open={nodes.length <= OPEN_UP_TO}
          >
            <summary>
              {where}
              <span className={classes.quiet}>
                {' · '}
                {countOf(here.length, 'node')}
              </span>
            </summary>
            <Rows nodes={here} detail={detail} />
          </details>
        ) : (
          <div key={key} className={classes.group}>
            {where}
          </div>
        );
      })}
    </div>
  );
};

/** The nodes that are left out of something, by why. */
export const NodesByReason = <
  R extends string,
  T extends Target & { reason: R },
>(props: {
  nodes: T[];
  words: Record<R, string>;
  advice: (reason: R) => ReactNode;
  detail: (node: T) => ReactNode;
}) => {
  const classes = useStyles();
  const { nodes, words, advice, detail } = props;
  const reasons = [...new Set(nodes.map(({ reason }) => reason))];
  return (
    <div>
      {reasons.map(reason => {
        const here = nodes.filter(node => node.reason === reason);
        return (
          <details
            key={reason}
            className={classes.group}
            open={nodes.length <= OPEN_UP_TO}
          >
            <summary>
              <span className={classes.where}>{words[reason]}</span>
              <span className={classes.quiet}>
                {' · '}
                {countOf(here.length, 'node')}
              </span>
            </summary>
            <div className={classes.advice}>{advice(reason)}</div>
            <Rows nodes={here} detail={detail} />
          </details>
        );
      })}
    </div>
  );
};
