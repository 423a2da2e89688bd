import { Link } from '@backstage/core-components';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  NodeFilter,
  PatchBreakdownRow,
  PatchDimension,
  PatchStanding,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { valueLabel } from '../../nodes/facets/facetGroups';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { ScoreBar } from './ScoreBar';

const SHOWN_AT_FIRST = 8;

const TITLES: Record<PatchDimension, string> = {
  owner: 'By owner',
  application: 'By application',
  environment: 'By environment',
  platform: 'By operating system',
  account: 'By account',
};

const NONE_WORDS: Record<PatchDimension, string> = {
  owner: 'No owner',
  application: 'No application',
  environment: 'No environment',
  platform: 'Not known',
  account: 'No account',
};

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    minWidth: 0,
    overflowX: 'auto',
  },
  table: {
    width: '100%',
    marginTop: theme.spacing(1),
    borderCollapse: 'collapse',
    fontSize: 14,
    '& th': {
      padding: theme.spacing(0.5, 1, 0.5, 0),
      textAlign: 'left',
      fontWeight: 600,
      whiteSpace: 'nowrap',
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& td': { padding: theme.spacing(0.5, 1, 0.5, 0) },
    '& th:last-child, & td:last-child': { paddingRight: 0, width: 150 },
  },
  number: {
    '&&': {
      width: 64,
      textAlign: 'right',
      fontVariantNumeric: 'tabular-nums',
    },
  },
}));

/** The rows of one dimension, the worst first; each name narrows the page, each count leads to its nodes. */
export const Breakdown = (props: {
  by: PatchDimension;
  rows: PatchBreakdownRow[];
  /** Makes the address of the page narrowed further. */
  narrow: (filter: NodeFilter) => string;
  /** Makes the address of the nodes behind a count. */
  link: (filter: NodeFilter) => string;
}) => {
  const classes = useStyles();
  const id = useId();
  const [all, setAll] = useState(false);
  const { by, rows, narrow, link } = props;
  if (!rows.length) {
    return null;
  }
  const count = (row: PatchBreakdownRow, standing?: PatchStanding) => {
    const value = standing ? row.standings[standing] : row.nodes;
    return value ? (
      <Link
        to={link({
          [by]: [row.value],
          patchStanding: standing && [standing],
        })}
      >
        {formatCount(value)}
      </Link>
    ) : (
      '0'
    );
  };
  const name = (row: PatchBreakdownRow) => {
    if (row.value === 'none') {
      return NONE_WORDS[by];
    }
    return by === 'owner' || by === 'application' ? (
      <EntityDisplayName entityRef={row.value} hideIcon />
    ) : (
      <MiddleTruncated text={row.label ?? valueLabel(by, row.value)} max={40} />
    );
  };

  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        {TITLES[by]}
      </Typography>
      <table className={classes.table} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className={classes.number}>
              Nodes
            </th>
            <th scope="col" className={classes.number}>
              Overdue
            </th>
            <th scope="col" className={classes.number}>
              Due
            </th>
            <th scope="col">Keep the policy</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, all ? rows.length : SHOWN_AT_FIRST).map(row => (
            <tr key={row.value}>
              <td>
                <Link to={narrow({ [by]: [row.value] })}>{name(row)}</Link>
              </td>
              <td className={classes.number}>{count(row)}</td>
              <td className={classes.number}>{count(row, 'overdue')}</td>
              <td className={classes.number}>{count(row, 'due')}</td>
              <td>
                <ScoreBar score={row.score} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && rows.length > SHOWN_AT_FIRST && (
        <Button size="small" onClick={() => setAll(true)} {...HIDDEN_IN_PRINT}>
          Show all {formatCount(rows.length)}
        </Button>
      )}
    </section>
  );
};
