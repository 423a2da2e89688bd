import { useRouteRef } from '@backstage/core-plugin-api';
import {
  managedNodesRunbookExecutePermission,
  PreviewRun,
  Runbook,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ErrorState,
  SkeletonLines,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { runRouteRef } from '../../routes';
import { reasonOf } from '../../shared/reasonOf';
import { Preview } from './Preview';
import { startWords } from './startWords';
import { hasWork, useRunStart } from './useRunStart';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    minWidth: 0,
    '&:focus': { outline: 'none' },
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  problem: { overflowWrap: 'anywhere' },
}));

/** What a run would do, and the button that starts it. */
export const CheckStage = (props: {
  runbook: Runbook;
  request: PreviewRun;
  retryOf?: string;
  /** What the note says at first. */
  note: string;
  /** Leads back to the form, where there is one. */
  onBack?: (kept: { note: string; refusal?: string }) => void;
}) => {
  const classes = useStyles();
  const navigate = useNavigate();
  const runLink = useRouteRef(runRouteRef);
  const top = useRef<HTMLDivElement>(null);
  const { runbook, request, retryOf, note, onBack } = props;
  const form = useRunStart(
    { request, onNodes: runbook.onNodes, retryOf },
    note,
    run => navigate(runLink({ id: run.id })),
  );
  const { preview, previewError, starting } = form;
  // Those who hear the page, or use the keyboard, are led to what is new.
  useEffect(() => top.current?.focus(), []);

  return (
    <div
      className={classes.root}
      ref={top}
      tabIndex={-1}
      role="group"
      aria-label="What it will do"
    >
      {previewError && !preview && (
        <ErrorState
          error={previewError}
          permission={managedNodesRunbookExecutePermission.name}
          onRetry={form.lookAgain}
        />
      )}
      {!preview && !previewError && <SkeletonLines lines={8} />}
      {preview && <Preview runbook={runbook} form={form} preview={preview} />}
      {form.changed && (
        <div role="alert" className={classes.problem}>
          <StateWord tone="warning" icon={ReportProblemOutlined}>
            {form.changed}
          </StateWord>
        </div>
      )}
      {form.problem && (
        <div role="alert" className={classes.problem}>
          <StateWord tone="error" icon={ErrorOutline}>
            {form.problem}
          </StateWord>
        </div>
      )}
      <div className={classes.buttons}>
        {preview && hasWork(preview, runbook.onNodes) && (
          <Button
            variant="contained"
            color="primary"
            disabled={!form.ready || starting}
            onClick={form.start}
          >
            {starting ? 'Starting …' : startWords(runbook, preview)}
          </Button>
        )}
        {onBack && (
          <Button
            variant="outlined"
            disabled={starting}
            onClick={() =>
              onBack({
                note: form.options.note,
                ...(previewError && { refusal: reasonOf(previewError) }),
              })
            }
          >
            Change it
          </Button>
        )}
      </div>
    </div>
  );
};
