import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  ReportDimension,
  ReportRow,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  formatCount,
  formatShare,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, useState } from 'react';
import { valueLabel } from '../nodes/facets/facetGroups';
import { ScoreBar } from '../patches/compliance/ScoreBar';
import { BorderedTable } from '../shared/BorderedTable';
import { HIDDEN_IN_PRINT, ONLY_IN_PRINT } from '../shared/print';
import { DefinitionLink } from './DefinitionLink';
import { countChange, shareChange } from './reportWords';

const SHOWN_AT_FIRST = 10;

const TITLES: Record<ReportDimension, string> = {
  environment: 'By where the machines stand',
  owner: 'By owner',
  application: 'By application',
  unit: 'By organizational unit',
};

const NONE_WORDS: Record<ReportDimension, string> = {
  environment: 'Not known',
  owner: 'No owner',
  application: 'No application',
  unit: 'No unit',
};

const COLUMNS = [
  'Name',
  <DefinitionLink key="machines" of="machines">
    Machines
  </DefinitionLink>,
  <DefinitionLink key="overdue" of="overdue">
    Overdue
  </DefinitionLink>,
  <DefinitionLink key="in-time" of="in-time">
    Patched in time
  </DefinitionLink>,
  <DefinitionLink key="watched" of="watched">
    Watched
  </DefinitionLink>,
];

const useStyles = makeStyles(theme => ({
  title: { marginBottom: theme.spacing(1) },
  count: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  change: { color: theme.palette.textSubtle, fontSize: 13 },
  score: { minWidth: 150 },
}));

/** The rows of one dimension, the worst first, each with its change. */
export const ReportTable = (props: {
  by: ReportDimension;
  rows: ReportRow[];
}) => {
  const classes = useStyles();
  const id = useId();
  const [all, setAll] = useState(false);
  const { by, rows } = props;
  const name = ({ value }: ReportRow) => {
    if (value === 'none') {
      return NONE_WORDS[by];
    }
    return by === 'owner' || by === 'application' ? (
      <EntityDisplayName entityRef={value} hideIcon />
    ) : (
      <MiddleTruncated
        text={by === 'environment' ? valueLabel(by, value) : value}
        max={48}
      />
    );
  };
  const count = (now: number, before: number | null) => (
    <TableCell className={classes.count}>
      {formatCount(now)}
      <div className={classes.change}>{countChange(now, before)}</div>
    </TableCell>
  );
  return (
    <section aria-labelledby={id}>
      <Typography
        variant="subtitle1"
        component="h3"
        id={id}
        className={classes.title}
      >
        {TITLES[by]}
      </Typography>
      <BorderedTable label={TITLES[by]} columns={COLUMNS} airy>
        {rows.slice(0, all ? rows.length : SHOWN_AT_FIRST).map(row => (
          <TableRow key={row.value}>
            <TableCell>{name(row)}</TableCell>
            {count(row.nodes, row.nodesBefore)}
            {count(row.overdue, row.overdueBefore)}
            <TableCell className={classes.score}>
              <ScoreBar score={row.score} />
              <div className={classes.change}>
                {shareChange(row.score, row.scoreBefore)}
              </div>
            </TableCell>
            <TableCell className={classes.count}>
              {row.watched === null ? '–' : formatShare(row.watched)}
            </TableCell>
          </TableRow>
        ))}
      </BorderedTable>
      {!all && rows.length > SHOWN_AT_FIRST && (
        <>
          <Button
            size="small"
            onClick={() => setAll(true)}
            {...HIDDEN_IN_PRINT}
          >
            Show all {formatCount(rows.length)}
          </Button>
          <p {...ONLY_IN_PRINT}>
            The first {SHOWN_AT_FIRST} of {formatCount(rows.length)}.
          </p>
        </>
      )}
    </section>
  );
};
