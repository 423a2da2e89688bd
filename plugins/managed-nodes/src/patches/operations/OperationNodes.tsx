import {
  NodeOutcome,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EmptyState,
  ErrorState,
  isOperationOver,
  SkeletonLines,
  usePatchOperationNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { BorderedTable } from '../../shared/BorderedTable';
import { LoadMore } from '../../shared/LoadMore';
import { SearchField } from '../../shared/SearchField';
import { COLUMNS, OperationNodeRow } from './OperationNodeRow';

const PAGE_SIZE = 50;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(1.5) },
  search: { maxWidth: 360 },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** The nodes of an operation: what went wrong first, then what is under way. */
export const OperationNodes = (props: {
  operation: PatchOperation;
  outcomes: NodeOutcome[];
  q: string;
  onSearch: (text: string) => void;
  onClear: () => void;
}) => {
  const classes = useStyles();
  const { operation, outcomes, q, onSearch, onClear } = props;
  const list = usePatchOperationNodes(
    operation.id,
    {
      outcome: outcomes.length ? outcomes : undefined,
      q: q || undefined,
      limit: PAGE_SIZE,
    },
    !isOperationOver(operation.state),
  );
  const nodes = list.data?.pages.flatMap(page => page.items);
  const total = list.data?.pages[0].totalItems ?? 0;

  const rows = () => {
    if (list.error && !nodes) {
      return <ErrorState error={list.error} onRetry={list.refetch} />;
    }
    if (!nodes) {
      return <SkeletonLines lines={6} />;
    }
    if (!nodes.length) {
      return (
        <EmptyState
          title="No node matches"
          action={
            <Button variant="outlined" onClick={onClear}>
              Clear filters
            </Button>
          }
        />
      );
    }
    return (
      <>
        <BorderedTable label="Nodes of this operation" columns={COLUMNS}>
          {nodes.map(node => (
            <OperationNodeRow
              key={node.name}
              operation={operation.id}
              node={node}
            />
          ))}
        </BorderedTable>
        <LoadMore
          list={list}
          label={`Load more of ${countOf(total, 'node')}`}
        />
      </>
    );
  };

  return (
    <section className={classes.root} aria-busy={list.isPlaceholderData}>
      {operation.nodes > PAGE_SIZE && (
        <div className={classes.search}>
          <SearchField
            label="Search nodes of this operation"
            placeholder="Name or id"
            value={q}
            onChange={onSearch}
          />
        </div>
      )}
      {total < operation.nodes && !outcomes.length && !q && nodes && (
        <div className={classes.quiet}>
          You may see {countOf(total, 'node')} of {operation.nodes}.
        </div>
      )}
      {rows()}
    </section>
  );
};
