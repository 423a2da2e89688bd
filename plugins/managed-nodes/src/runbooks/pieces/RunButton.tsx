import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';
import Button from '@material-ui/core/Button';
import { Link as RouterLink } from 'react-router-dom';
import { DeniableButton } from '../../shared/DeniableButton';
import { whyNot } from './canRun';
import { RunOn, useStartLink } from './useStartLink';

/** Leads to the form of a runbook; to those who cannot run it, it says why. */
export const RunButton = (props: {
  runbook: RunbookSummary;
  on?: RunOn;
  /** Default: `Run…`. */
  children?: string;
}) => {
  const { runbook, on, children = 'Run…' } = props;
  const to = useStartLink()(runbook.id, on);
  const denied = whyNot(runbook);
  if (denied !== undefined) {
    return (
      <DeniableButton
        variant="outlined"
        color="primary"
        denied={denied}
        onClick={() => undefined}
      >
        {children}
      </DeniableButton>
    );
  }
  return (
    <Button
      size="small"
      variant="contained"
      color="primary"
      component={RouterLink}
      to={to}
      aria-label={`Run ${runbook.title}`}
    >
      {children}
    </Button>
  );
};
