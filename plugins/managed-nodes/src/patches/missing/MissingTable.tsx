import { Link } from '@backstage/core-components';
import {
  MissingPatch,
  MissingPatchSort,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  CveLinks,
  day,
  DueTime,
  formatCount,
  PatchKindChip,
  PatchName,
  RelativeTime,
  SkeletonRows,
} from '@managed-nodes/plugin-managed-nodes-react';
import LinearProgress from '@material-ui/core/LinearProgress';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import { memo } from 'react';
import { RowBox } from '../../shared/RowBox';
import { TwoLines } from '../../shared/TwoLines';
import { useIsWide } from '../../shared/useIsWide';

const COLUMNS: Array<{ label: string; sort?: MissingPatchSort }> = [
  { label: 'Patch', sort: 'kbId' },
  { label: 'Kind', sort: 'kind' },
  { label: 'Nodes', sort: 'nodes' },
  { label: 'Due', sort: 'due' },
];

/** Where it is narrow, these stand beneath the patch. */
const DETAILS: typeof COLUMNS = [
  { label: 'CVEs' },
  { label: 'Missing since', sort: 'oldest' },
  { label: 'Released', sort: 'released' },
];

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  progress: { position: 'absolute', top: 0, left: 0, right: 0, zIndex: 3 },
  container: {
    maxHeight: 'max(420px, calc(100vh - 300px))',
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': { padding: theme.spacing(1, 0.75) },
    '& th:first-child, & td:first-child': { paddingLeft: theme.spacing(1.5) },
    '& th:last-child, & td:last-child': { paddingRight: theme.spacing(1.5) },
    '& td': { verticalAlign: 'top', fontSize: 14, lineHeight: 1.4 },
    '& th': {
      whiteSpace: 'nowrap',
      fontWeight: 600,
      background: theme.palette.background.paper,
    },
  },
  row: { '&&.Mui-selected': { background: theme.palette.action.selected } },
  box: { width: 24 },
  patch: { minWidth: 200 },
  cves: { minWidth: 130 },
  nowrap: { whiteSpace: 'nowrap' },
  due: { minWidth: 116, wordBreak: 'normal', overflowWrap: 'normal' },
  details: { fontSize: '0.9em', color: theme.palette.textSubtle },
}));

/** What else is to be said of the nodes that lack a patch. */
function apartFromMissing({ failed, pendingReboot }: MissingPatch) {
  const parts = [
    ...(failed ? [`${formatCount(failed)} failed`] : []),
    ...(pendingReboot ? [`${formatCount(pendingReboot)} to reboot`] : []),
  ];
  return parts.length ? parts.join(', ') : undefined;
}

const PatchRow = memo(
  (props: {
    patch: MissingPatch;
    /** The nodes that lack it. */
    to: string;
    chosen: boolean;
    /** Whether there is room for all columns. */
    wide: boolean;
    onToggle: (patch: MissingPatch) => void;
  }) => {
    const classes = useStyles();
    const { patch, to, chosen, wide, onToggle } = props;
    const since = <RelativeTime value={patch.oldestAt} />;
    const released = patch.releasedAt ? day(patch.releasedAt) : null;
    const severity =
      patch.severity?.toLocaleLowerCase('en-US') === patch.kind
        ? null
        : patch.severity;
    return (
      <TableRow selected={chosen} className={classes.row}>
        <TableCell>
          <RowBox
            label={`Choose ${patch.kbId || patch.title}`}
            checked={chosen}
            onToggle={() => onToggle(patch)}
          />
        </TableCell>
        <TableCell className={classes.patch}>
          <PatchName patch={patch} />
          {!wide && (
            <div className={classes.details}>
              {patch.cves.length > 0 && <CveLinks cves={patch.cves} />}
              missing since {since}
              {released && `, released ${released}`}
            </div>
          )}
        </TableCell>
        <TableCell>
          <TwoLines
            first={
              <PatchKindChip kind={patch.kind} severity={patch.severity} />
            }
            second={severity && <bdi>{severity}</bdi>}
          />
        </TableCell>
        <TableCell className={classes.nowrap}>
          <TwoLines
            first={<Link to={to}>{countOf(patch.nodes, 'node')}</Link>}
            second={apartFromMissing(patch)}
          />
        </TableCell>
        <TableCell className={wide ? classes.nowrap : classes.due}>
          <DueTime dueAt={patch.dueAt} none="Excepted" />
        </TableCell>
        {wide && (
          <>
            <TableCell className={classes.cves}>
              <CveLinks cves={patch.cves} />
            </TableCell>
            <TableCell>{since}</TableCell>
            <TableCell className={classes.nowrap}>{released ?? '–'}</TableCell>
          </>
        )}
      </TableRow>
    );
  },
);

/** One page of missing patches under a header that stays and sorts. */
export const MissingTable = (props: {
  /** Unset while the first page loads. */
  patches?: MissingPatch[];
  sort: MissingPatchSort;
  order: 'asc' | 'desc';
  /** Other rows are on their way. */
  busy: boolean;
  chosen: ReadonlySet<string>;
  onSort: (field: MissingPatchSort) => void;
  onToggle: (patch: MissingPatch) => void;
  /** Chooses all of the page, or none. */
  onToggleAll: (all: boolean) => void;
  nodesLink: (patch: MissingPatch) => string;
}) => {
  const classes = useStyles();
  const { patches, sort, order, busy, chosen } = props;
  const wide = useIsWide();
  const columns = wide ? [...COLUMNS, ...DETAILS] : COLUMNS;
  const all = Boolean(
    patches?.length && patches.every(patch => chosen.has(patch.id)),
  );
  return (
    <div className={classes.frame}>
      {busy && (
        <LinearProgress className={classes.progress} aria-label="Loading" />
      )}
      <TableContainer
        className={classes.container}
        tabIndex={0}
        role="region"
        aria-label="Missing patches, scrollable"
      >
        <Table
          stickyHeader
          aria-label="Missing patches"
          aria-busy={busy || !patches}
          className={classes.table}
        >
          <TableHead>
            <TableRow>
              <TableCell className={classes.box}>
                <RowBox
                  label="Choose all on this page"
                  checked={all}
                  onToggle={() => props.onToggleAll(!all)}
                />
              </TableCell>
              {columns.map(({ label, sort: field }) => {
                const active = field !== undefined && field === sort;
                return (
                  <TableCell
                    key={label}
                    scope="col"
                    sortDirection={active ? order : false}
                  >
                    {field ? (
                      <TableSortLabel
                        active={active}
                        direction={active ? order : 'asc'}
                        onClick={() => props.onSort(field)}
                      >
                        {label}
                      </TableSortLabel>
                    ) : (
                      label
                    )}
                  </TableCell>
                );
              })}
            </TableRow>
          </TableHead>
          <TableBody>
            {patches ? (
              patches.map(patch => (
                <PatchRow
                  key={patch.id}
                  patch={patch}
                  to={props.nodesLink(patch)}
                  chosen={chosen.has(patch.id)}
                  wide={wide}
                  onToggle={props.onToggle}
                />
              ))
            ) : (
              <SkeletonRows columns={columns.length + 1} />
            )}
          </TableBody>
        </Table>
      </TableContainer>
    </div>
  );
};
