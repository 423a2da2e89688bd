import {
  formatCount,
  formatShare,
  PATCH_STANDING_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableContainer from '@material-ui/core/TableContainer';
import { makeStyles } from '@material-ui/core/styles';
import { shortDay, TREND_STANDINGS, TrendDay } from './trendSeries';

const useStyles = makeStyles(theme => ({
  frame: { maxHeight: 320, overflow: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 14,
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      position: 'sticky',
      top: 0,
      background: theme.palette.background.paper,
      fontWeight: 600,
      whiteSpace: 'nowrap',
    },
    '& th, & td': {
      padding: theme.spacing(0.5, 1),
      textAlign: 'right',
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& th:first-child, & td:first-child': { textAlign: 'left' },
  },
}));

/** What the chart shows, as figures; the newest day first. */
export const TrendTable = (props: { days: TrendDay[] }) => {
  const classes = useStyles();
  return (
    <TableContainer
      className={classes.frame}
      tabIndex={0}
      role="region"
      aria-label="Patch compliance by day, scrollable"
    >
      <table className={classes.table} aria-label="Patch compliance by day">
        <thead>
          <tr>
            <th scope="col">Day (UTC)</th>
            <th scope="col">Nodes</th>
            {TREND_STANDINGS.map(standing => (
              <th key={standing} scope="col">
                {PATCH_STANDING_WORDS[standing]}
              </th>
            ))}
            <th scope="col">{PATCH_STANDING_WORDS.compliant}</th>
            <th scope="col">Keep the policy</th>
          </tr>
        </thead>
        <tbody>
          {[...props.days].reverse().map(({ day, nodes, standings, score }) => (
            <tr key={day}>
              <td>
                <time dateTime={day}>{shortDay(day)}</time>
              </td>
              <td>{formatCount(nodes)}</td>
              {TREND_STANDINGS.map(standing => (
                <td key={standing}>{formatCount(standings[standing])}</td>
              ))}
              <td>{formatCount(standings.compliant)}</td>
              <td>{score === null ? '–' : formatShare(score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableContainer>
  );
};
