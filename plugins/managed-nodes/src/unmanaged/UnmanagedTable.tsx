import { Link } from '@backstage/core-components';
import { UnmanagedInstance } from '@managed-nodes/plugin-managed-nodes-common';
import {
  NodeName,
  OwnerLink,
  RelativeTime,
  SkeletonRows,
  UnmanagedReasonChip,
} from '@managed-nodes/plugin-managed-nodes-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import OpenInNewIcon from '@material-ui/icons/OpenInNew';
import { memo } from 'react';
import { TwoLines } from '../shared/TwoLines';
import { useIsWide } from '../shared/useIsWide';
import { ADVICE } from './reasons';

const COLUMNS = ['Instance', 'Likely reason', 'Owner', 'Account'];

/** Where it is narrow, these stand in the first column. */
const DETAILS = ['EC2 state', 'Launched', 'Last seen', 'AWS console'];

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  progress: { position: 'absolute', top: 0, left: 0, right: 0, zIndex: 3 },
  container: {
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 1),
      fontSize: 14,
      lineHeight: 1.4,
      verticalAlign: 'top',
    },
    '& th:first-child, & td:first-child': { paddingLeft: theme.spacing(1.5) },
    '& th': { whiteSpace: 'nowrap', fontWeight: 600 },
  },
  advice: { fontSize: '0.9em', color: theme.palette.textSubtle, minWidth: 150 },
  // Beneath the name, beside its icons.
  details: {
    paddingLeft: 44,
    fontSize: '0.9em',
    color: theme.palette.textSubtle,
  },
  owner: { minWidth: 90 },
  nowrap: { whiteSpace: 'nowrap' },
}));

const InstanceRow = memo(
  (props: {
    instance: UnmanagedInstance;
    /** Whether there is room for all columns. */
    wide: boolean;
  }) => {
    const classes = useStyles();
    const { instance, wide } = props;
    const launched = <RelativeTime value={instance.launchedAt} none="–" />;
    const seen = <RelativeTime value={instance.lastSeenAt} />;
    const consoleLink = (
      <Link
        to={instance.consoleUrl}
        aria-label={`Open ${instance.instanceId} in EC2`}
      >
        EC2 <OpenInNewIcon style={{ fontSize: '1em' }} aria-hidden />
      </Link>
    );
    return (
      <TableRow>
        <TableCell>
          <NodeName
            node={{
              title: instance.title,
              nodeId: instance.instanceId,
              environment: 'aws',
              platformType: instance.platformType,
              platformName: null,
            }}
            idName="instance id"
            max={32}
          />
          {!wide && (
            <div className={classes.details}>
              <div>
                {[instance.instanceState, instance.instanceType]
                  .filter(Boolean)
                  .join(', ')}
              </div>
              <div>launched {launched}</div>
              <div>last seen {seen}</div>
              {consoleLink}
            </div>
          )}
        </TableCell>
        <TableCell>
          <UnmanagedReasonChip reason={instance.reason} />
          <div className={classes.advice}>{ADVICE[instance.reason].short}</div>
        </TableCell>
        <TableCell className={classes.owner}>
          <OwnerLink ownerRef={instance.ownerRef} claimed={instance.claimed} />
        </TableCell>
        <TableCell>
          <TwoLines
            first={
              <bdi className={classes.nowrap}>
                {instance.accountName ?? instance.account}
              </bdi>
            }
            second={instance.region}
          />
        </TableCell>
        {wide && (
          <>
            <TableCell>
              <TwoLines
                first={instance.instanceState ?? '–'}
                second={instance.instanceType}
              />
            </TableCell>
            <TableCell>{launched}</TableCell>
            <TableCell>{seen}</TableCell>
            <TableCell className={classes.nowrap}>{consoleLink}</TableCell>
          </>
        )}
      </TableRow>
    );
  },
);

/** The instances listed so far. */
export const UnmanagedTable = (props: {
  /** Unset while the first page loads. */
  instances?: UnmanagedInstance[];
  /** Others are on their way. */
  busy: boolean;
}) => {
  const classes = useStyles();
  const { instances, busy } = props;
  const wide = useIsWide();
  const columns = wide ? [...COLUMNS, ...DETAILS] : COLUMNS;
  return (
    <div className={classes.frame}>
      {busy && (
        <LinearProgress className={classes.progress} aria-label="Loading" />
      )}
      <TableContainer
        className={classes.container}
        tabIndex={0}
        role="region"
        aria-label="Unmanaged EC2 instances, scrollable"
      >
        <Table
          className={classes.table}
          aria-label="Unmanaged EC2 instances"
          aria-busy={busy || !instances}
        >
          <TableHead>
            <TableRow>
              {columns.map(label => (
                <TableCell key={label} scope="col">
                  {label}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {instances ? (
              instances.map(instance => (
                <InstanceRow
                  key={`${instance.account}/${instance.region}/${instance.instanceId}`}
                  instance={instance}
                  wide={wide}
                />
              ))
            ) : (
              <SkeletonRows columns={columns.length} />
            )}
          </TableBody>
        </Table>
      </TableContainer>
    </div>
  );
};
