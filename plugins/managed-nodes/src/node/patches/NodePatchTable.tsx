import { useRouteRef } from '@backstage/core-plugin-api';
import {
  ManagedNode,
  NodePatch,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  CveLinks,
  DueTime,
  PATCH_KIND_WORDS,
  PatchKindChip,
  PatchName,
  PatchStateChip,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { ExceptRow } from '../../patches/exceptions/ExceptRow';
import { missingPatchesRouteRef } from '../../routes';
import { BorderedTable } from '../../shared/BorderedTable';
import { TwoLines } from '../../shared/TwoLines';

const COLUMNS = ['Patch', 'State', 'Kind', 'Due'];

const useStyles = makeStyles({
  patch: { minWidth: 200 },
  cves: { fontSize: '0.9em' },
  due: { minWidth: 116, wordBreak: 'normal', overflowWrap: 'normal' },
});

/** When it should be in place, or why there is no such date. */
const Due = (props: { patch: NodePatch }) => {
  const { patch } = props;
  if (patch.exceptionId) {
    return <>Excepted</>;
  }
  return patch.firstReportedAt ? <DueTime dueAt={patch.dueAt} /> : <>–</>;
};

const PatchRow = (props: { node: ManagedNode; patch: NodePatch }) => {
  const classes = useStyles();
  const missing = useRouteRef(missingPatchesRouteRef)();
  const { node, patch } = props;
  const since = patch.firstReportedAt ?? patch.installedAt;
  return (
    <TableRow>
      <TableCell className={classes.patch}>
        <PatchName
          patch={patch}
          to={
            patch.firstReportedAt
              ? `${missing}${toQueryString({ text: patch.kbId })}`
              : undefined
          }
        />
        {patch.cves.length > 0 && (
          <div className={classes.cves}>
            <CveLinks cves={patch.cves} shown={3} />
          </div>
        )}
      </TableCell>
      <TableCell>
        <TwoLines
          first={<PatchStateChip state={patch.state} />}
          second={
            since && (
              <>
                {patch.firstReportedAt ? 'reported ' : 'installed '}
                <RelativeTime value={since} />
              </>
            )
          }
        />
      </TableCell>
      <TableCell>
        {patch.firstReportedAt ? (
          <PatchKindChip kind={patch.kind} severity={patch.severity} />
        ) : (
          // What is in place need not catch the eye.
          PATCH_KIND_WORDS[patch.kind]
        )}
      </TableCell>
      <TableCell className={classes.due}>
        <Due patch={patch} />
        {patch.firstReportedAt && !patch.exceptionId && (
          <ExceptRow node={node} patch={patch} />
        )}
      </TableCell>
    </TableRow>
  );
};

/** The patches of a node. Those that lack lead to the other nodes that lack them. */
export const NodePatchTable = (props: {
  node: ManagedNode;
  patches: NodePatch[];
}) => {
  const { node, patches } = props;
  return (
    <BorderedTable label="Patches of this node" columns={COLUMNS}>
      {patches.map((patch, index) => (
        // AWS may name a patch twice, as it does packages of two architectures.
        <PatchRow key={`${index} ${patch.kbId}`} node={node} patch={patch} />
      ))}
    </BorderedTable>
  );
};
