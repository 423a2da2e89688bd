import { useRouteRef } from '@backstage/core-plugin-api';
import { Run, toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import { useRunNodes } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { startRunRouteRef } from '../../routes';
import { RETRIED, retryWords } from '../../shared/operations/outcomes';
import { reasonOf } from '../../shared/reasonOf';
import { useAllPages } from '../../shared/useAllPages';

const PAGE = 200;

const useStyles = makeStyles(theme => ({
  problem: { color: theme.palette.error.main, fontSize: 14 },
}));

/** Reads on which nodes a run did not succeed, and goes to the form with them. */
const ToForm = (props: { run: Run; onFail: (error: Error) => void }) => {
  const { run, onFail } = props;
  const navigate = useNavigate();
  const form = useRouteRef(startRunRouteRef)({ id: run.runbook });
  const { pages, error } = useAllPages(
    useRunNodes(run, { outcome: RETRIED, limit: PAGE }),
  );
  useEffect(() => {
    if (pages) {
      const node = pages.flatMap(page => page.items.map(({ name }) => name));
      navigate(`${form}${toQueryString({ retryOf: run.id, node })}`);
    }
  }, [pages, form, run.id, navigate]);
  useEffect(() => {
    if (error) {
      onFail(error);
    }
  }, [error, onFail]);
  return null;
};

/** Leads to the form for the nodes on which a run did not succeed. */
export const RetryRun = (props: { run: Run }) => {
  const classes = useStyles();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const { run } = props;
  const fail = (error: Error) => {
    setProblem(error);
    setBusy(false);
  };
  return (
    <>
      <Button
        size="small"
        variant="contained"
        color="primary"
        disabled={busy}
        onClick={() => {
          setProblem(undefined);
          setBusy(true);
        }}
      >
        {busy ? 'Looking up the nodes …' : `${retryWords(run.outcomes)}…`}
      </Button>
      {busy && <ToForm run={run} onFail={fail} />}
      {problem && (
        <span role="alert" className={classes.problem}>
          The nodes could not be read: {reasonOf(problem)}
        </span>
      )}
    </>
  );
};
