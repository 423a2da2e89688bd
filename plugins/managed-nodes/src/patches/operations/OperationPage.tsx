import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PatchOperation } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  isOperationOver,
  OperationStateChip,
  SkeletonLines,
  StateWord,
  usePatchOperation,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { useParams } from 'react-router-dom';
import { patchOperationsRouteRef } from '../../routes';
import { OutcomeBar } from '../../shared/operations/OutcomeBar';
import { useOutcomeView } from '../../shared/operations/useOutcomeView';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { PrintArea } from '../../shared/PrintArea';
import { reasonOf } from '../../shared/reasonOf';
import { CancelButton } from './CancelButton';
import { OperationFacts } from './OperationFacts';
import { OperationNodes } from './OperationNodes';
import { operationSentence } from './operationSentence';
import { RetryFailed } from './RetryFailed';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  sentence: { fontSize: 28, fontWeight: 600, marginBottom: theme.spacing(1) },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
}));

const Operation = (props: {
  operation: PatchOperation;
  /** Why it could not be renewed. */
  error: Error | null;
}) => {
  const classes = useStyles();
  const view = useOutcomeView();
  const { operation, error } = props;
  const live = !isOperationOver(operation.state);
  return (
    <PrintArea
      title={operation.action === 'install' ? 'Patch install' : 'Patch scan'}
      className={classes.root}
    >
      <div>
        <Typography variant="h4" component="h2" className={classes.sentence}>
          {operationSentence(operation)}
        </Typography>
        <div className={classes.line}>
          <span role="status">
            <OperationStateChip state={operation.state} />
          </span>
          <span className={classes.line} {...HIDDEN_IN_PRINT}>
            {live && operation.state !== 'cancelling' && (
              <CancelButton operation={operation} />
            )}
            {operation.canRetry && <RetryFailed operation={operation} />}
          </span>
        </div>
        {live && error && (
          <div role="status">
            <StateWord tone="warning" icon={ReportProblemOutlined}>
              How it goes cannot be read just now; it goes on meanwhile, and is
              looked at again: {reasonOf(error)}
            </StateWord>
          </div>
        )}
      </div>
      <OutcomeBar
        outcomes={operation.outcomes}
        chosen={view.outcomes}
        onToggle={view.toggle}
      />
      <OperationFacts operation={operation} />
      <OperationNodes
        operation={operation}
        outcomes={view.outcomes}
        q={view.q}
        onSearch={view.search}
        onClear={view.clear}
      />
    </PrintArea>
  );
};

/** One scan or install: how it goes, on which nodes, and what they printed. */
export const OperationPage = () => {
  const { id = '' } = useParams();
  const all = useRouteRef(patchOperationsRouteRef)();
  const { data, error, refetch } = usePatchOperation(id);
  if (data) {
    return <Operation key={data.id} operation={data} error={error} />;
  }
  if (error && (error as { statusCode?: number }).statusCode === 404) {
    return (
      <EmptyState
        title="There is no such operation"
        action={<Link to={all}>All scans and installs</Link>}
      >
        Or none with a node that you may see.
      </EmptyState>
    );
  }
  return error ? (
    <ErrorState error={error} onRetry={refetch} />
  ) : (
    <SkeletonLines lines={8} />
  );
};
