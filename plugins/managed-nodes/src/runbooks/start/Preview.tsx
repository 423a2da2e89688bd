import {
  Runbook,
  RunPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  RUN_SKIP_WORDS,
  StateWord,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import { makeStyles } from '@material-ui/core/styles';
import { ConfirmField } from '../../shared/ConfirmField';
import { detailWords } from '../../shared/detailWords';
import { RateFields } from '../../shared/RateFields';
import { NodesByPlace, NodesByReason } from '../../shared/TargetNodes';
import { RiskSentence } from '../pieces/RiskWord';
import { SKIP_ADVICE } from '../pieces/words';
import { ApprovalNeeded } from './ApprovalNeeded';
import { ExactParameters } from './ExactParameters';
import { StageSection } from './StageSection';
import { previewSentence, stepsSentence } from './startWords';
import { hasWork, RunStart } from './useRunStart';

const useStyles = makeStyles(theme => ({
  sentence: { fontSize: 18, fontWeight: 600, overflowWrap: 'anywhere' },
  quiet: { color: theme.palette.textSubtle, marginTop: theme.spacing(0.5) },
  confirm: {
    display: 'grid',
    gap: theme.spacing(1),
    justifyItems: 'start',
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** What a run would do: on which nodes, with what, who has to agree, how fast. */
export const Preview = (props: {
  runbook: Runbook;
  form: RunStart;
  preview: RunPreview;
}) => {
  const classes = useStyles();
  const { runbook, form, preview } = props;
  const { nodes, skipped, places, maxNodes, confirm, approval } = preview;
  const steps = stepsSentence(preview);
  return (
    <>
      <div>
        <Typography className={classes.sentence} component="h3">
          {previewSentence(runbook, preview)}
        </Typography>
        <div className={classes.quiet}>
          <RiskSentence risk={runbook.risk} />
        </div>
        {steps && <div className={classes.quiet}>{steps}</div>}
      </div>
      {nodes.length > maxNodes && (
        <div role="alert">
          <StateWord tone="error" icon={ErrorOutline}>
            One run may have {countOf(maxNodes, 'node')} at most. Choose fewer,
            and start it in parts.
          </StateWord>
        </div>
      )}
      {approval && <ApprovalNeeded approval={approval} />}
      {places.length > 0 && (
        <StageSection
          title={runbook.onNodes ? 'Nodes that take part' : 'Where it is run'}
        >
          <NodesByPlace
            nodes={nodes}
            places={places}
            detail={({ platformName }) => platformName}
          />
        </StageSection>
      )}
      {skipped.length > 0 && (
        <StageSection title="Left out">
          <NodesByReason
            nodes={skipped}
            words={RUN_SKIP_WORDS}
            advice={reason => SKIP_ADVICE[reason]}
            detail={({ detail }) => detailWords(detail)}
          />
        </StageSection>
      )}
      <StageSection title="Exactly with">
        <ExactParameters preview={preview} />
      </StageSection>
      {hasWork(preview, runbook.onNodes) && (
        <>
          <RateFields
            options={form.options}
            noun="run"
            disabled={form.starting}
            onlyNote={!runbook.onNodes}
            onChange={form.setOptions}
          />
          {confirm !== null && (
            <div className={classes.confirm}>
              <span>These are many nodes. Type how many there are.</span>
              <ConfirmField
                count={confirm}
                value={form.typed}
                onChange={form.setTyped}
              />
            </div>
          )}
        </>
      )}
    </>
  );
};
