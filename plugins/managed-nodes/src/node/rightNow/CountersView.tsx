import { NodeCounters } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { FactList } from '../../shared/FactList';
import { Meter } from './Meter';
import { rateWords, sizeWords, uptimeWords } from './words';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3, 5),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    alignItems: 'start',
  },
  meters: { display: 'grid', gap: theme.spacing(1.5), minWidth: 0 },
  rest: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
  network: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 14,
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': { padding: theme.spacing(0.25, 0), textAlign: 'right' },
    '& th': { fontWeight: 400, color: theme.palette.textSubtle },
    '& th:first-child': { textAlign: 'left' },
    '& tbody th': { color: theme.palette.text.primary },
    '& td': { whiteSpace: 'nowrap', paddingLeft: theme.spacing(2) },
    '& caption': {
      captionSide: 'top',
      padding: 0,
      textAlign: 'left',
      fontWeight: 600,
      color: theme.palette.text.primary,
    },
  },
}));

function percentOf(used: number, total: number): number {
  return total > 0 ? Math.min(100, (100 * used) / total) : 0;
}

/** `3 of 16 GiB`; of nothing, nothing is said. */
function roomWords(used: number, total: number): string {
  return `${sizeWords(used)} of ${sizeWords(total)}`;
}

/** How busy a node was: what can run out as bars, the rest as figures. */
export const CountersView = (props: { counters: NodeCounters }) => {
  const classes = useStyles();
  const { counters } = props;
  const { cpuPercent, cores, load, memory, disks, network } = counters;
  return (
    <div className={classes.root}>
      <div className={classes.meters}>
        <Meter
          label="Processors"
          percent={cpuPercent}
          high="busy"
          detail={countOf(cores, 'core')}
        />
        <Meter
          label="Memory"
          percent={percentOf(memory.usedBytes, memory.totalBytes)}
          high="nearly full"
          detail={roomWords(memory.usedBytes, memory.totalBytes)}
        />
        {disks.map(({ mount, usedBytes, totalBytes }, index) => (
          <Meter
            // Machines may call two of them the same.
            key={`${index} ${mount}`}
            label={`Disk ${mount}`}
            percent={percentOf(usedBytes, totalBytes)}
            high="nearly full"
            detail={roomWords(usedBytes, totalBytes)}
          />
        ))}
      </div>
      <div className={classes.rest}>
        <FactList
          facts={[
            [
              'Load',
              load
                ? `${load.one.toFixed(2)}, ${load.five.toFixed(
                    2,
                  )}, ${load.fifteen.toFixed(2)} over 1, 5 and 15 min`
                : 'Windows has none',
            ],
            ['Running for', uptimeWords(counters.uptimeSeconds)],
          ]}
        />
        {network.length > 0 && (
          <table className={classes.network}>
            <caption>Network</caption>
            <thead>
              <tr>
                <th scope="col">Interface</th>
                <th scope="col">Received</th>
                <th scope="col">Sent</th>
              </tr>
            </thead>
            <tbody>
              {network.map((each, index) => (
                <tr key={`${index} ${each.name}`}>
                  <th scope="row">
                    <MiddleTruncated text={each.name} max={28} />
                  </th>
                  <td>{rateWords(each.receivedBytesPerSecond)}</td>
                  <td>{rateWords(each.sentBytesPerSecond)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
};
