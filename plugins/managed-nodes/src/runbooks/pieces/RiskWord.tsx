import { StepRisk } from '@managed-nodes/plugin-managed-nodes-common';
import { StateWord, Tone } from '@managed-nodes/plugin-managed-nodes-react';
import SvgIcon from '@material-ui/core/SvgIcon';
import BuildOutlinedIcon from '@material-ui/icons/BuildOutlined';
import CodeIcon from '@material-ui/icons/Code';
import VisibilityOutlinedIcon from '@material-ui/icons/VisibilityOutlined';
import { RISK_MEANINGS, RISK_WORDS } from './words';

const LOOKS: Record<StepRisk, { tone: Tone; icon: typeof SvgIcon }> = {
  reads: { tone: 'ok', icon: VisibilityOutlinedIcon },
  changes: { tone: 'warning', icon: BuildOutlinedIcon },
  'runs-code': { tone: 'warning', icon: CodeIcon },
};

/** What a runbook may do in a sentence, with its icon. */
export const RiskSentence = (props: { risk: StepRisk }) => (
  <StateWord {...LOOKS[props.risk]}>
    <b>{RISK_WORDS[props.risk]}.</b> {RISK_MEANINGS[props.risk]}
  </StateWord>
);

/** What a runbook or step may do: icon, colour and word. */
export const RiskWord = (props: { risk: StepRisk }) => (
  <span title={RISK_MEANINGS[props.risk]}>
    <StateWord {...LOOKS[props.risk]}>
      <span style={{ whiteSpace: 'nowrap' }}>{RISK_WORDS[props.risk]}</span>
    </StateWord>
  </span>
);
