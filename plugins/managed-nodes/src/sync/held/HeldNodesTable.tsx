import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { HeldNodes } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  EntityLink,
  formatCount,
  MiddleTruncated,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { nodeRouteRef } from '../../routes';
import { pageOf, PageOf } from '../../shared/PageOf';
import { SearchField } from '../../shared/SearchField';

const PAGE_SIZE = 50;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5) },
  search: { maxWidth: 420 },
  container: {
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  table: {
    '& th, & td': { padding: theme.spacing(0.75, 1.5), fontSize: 14 },
    '& th': { fontWeight: 600 },
  },
  id: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: '0.85em',
    whiteSpace: 'nowrap',
  },
  quiet: { color: theme.palette.textSubtle },
}));

/** The nodes that a decision is about. */
export const HeldNodesTable = (props: {
  nodes: HeldNodes['nodes'];
  /** How many there are, also beyond those listed. */
  total: number;
}) => {
  const classes = useStyles();
  const nodeLink = useRouteRef(nodeRouteRef);
  const [text, setText] = useState('');
  const [wished, setWished] = useState(1);
  const { nodes, total } = props;
  const wanted = text.trim().toLocaleLowerCase();
  const found = nodes.filter(node =>
    `${node.title}\n${node.nodeId}\n${node.ownerRef}`
      .toLocaleLowerCase()
      .includes(wanted),
  );
  const { items, page } = pageOf(found, wished, PAGE_SIZE);

  return (
    <div className={classes.root}>
      {nodes.length > PAGE_SIZE && (
        <div className={classes.search}>
          <SearchField
            label="Search the nodes concerned"
            placeholder="Name, id or owner"
            value={text}
            onChange={setText}
          />
        </div>
      )}
      {nodes.length < total && (
        <div className={classes.quiet}>
          The first {formatCount(nodes.length)} by name are listed; the decision
          is about all {formatCount(total)}.
        </div>
      )}
      <TableContainer className={classes.container}>
        <Table className={classes.table} aria-label="Nodes concerned">
          <TableHead>
            <TableRow>
              <TableCell scope="col">Name</TableCell>
              <TableCell scope="col">Id</TableCell>
              <TableCell scope="col">Owner</TableCell>
              <TableCell scope="col">Last listed</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {items.map(node => (
              <TableRow key={node.name}>
                <TableCell>
                  <Link to={nodeLink({ name: node.name })}>
                    <MiddleTruncated
                      text={node.title || node.nodeId}
                      max={48}
                    />
                  </Link>
                </TableCell>
                <TableCell className={classes.id}>
                  {node.nodeId}
                  <CopyButton text={node.nodeId} what="node id" />
                </TableCell>
                <TableCell>
                  <EntityLink entityRef={node.ownerRef} />
                </TableCell>
                <TableCell>
                  <RelativeTime value={node.lastSeenAt} />
                </TableCell>
              </TableRow>
            ))}
            {!items.length && (
              <TableRow>
                <TableCell colSpan={4}>None of them is called so.</TableCell>
              </TableRow>
            )}
          </TableBody>
        </Table>
      </TableContainer>
      <PageOf
        page={page}
        size={PAGE_SIZE}
        total={found.length}
        what="nodes"
        onGo={setWished}
      />
    </div>
  );
};
