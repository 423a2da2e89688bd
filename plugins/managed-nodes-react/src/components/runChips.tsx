import { RunState, RunStep } from '@managed-nodes/plugin-managed-nodes-common';
import SvgIcon from '@material-ui/core/SvgIcon';
import BlockIcon from '@material-ui/icons/Block';
import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HistoryIcon from '@material-ui/icons/History';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import PanToolIcon from '@material-ui/icons/PanTool';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import SyncIcon from '@material-ui/icons/Sync';
import ThumbUpIcon from '@material-ui/icons/ThumbUp';
import { RUN_STATE_WORDS, STEP_STATE_WORDS } from '../format/runWords';
import { StateWord, Tone } from './StateWord';

type Look = { tone: Tone; icon: typeof SvgIcon };

const RUN_LOOKS: Record<RunState, Look> = {
  'awaiting-approval': { tone: 'warning', icon: PanToolIcon },
  approved: { tone: 'running', icon: ThumbUpIcon },
  queued: { tone: 'neutral', icon: HourglassEmptyIcon },
  running: { tone: 'running', icon: SyncIcon },
  waiting: { tone: 'warning', icon: PanToolIcon },
  cancelling: { tone: 'running', icon: SyncIcon },
  succeeded: { tone: 'ok', icon: CheckCircleIcon },
  failed: { tone: 'error', icon: ErrorIcon },
  cancelled: { tone: 'neutral', icon: CancelIcon },
  rejected: { tone: 'error', icon: BlockIcon },
  expired: { tone: 'neutral', icon: HistoryIcon },
};

const STEP_LOOKS: Record<RunStep['state'], Look> = {
  pending: { tone: 'neutral', icon: RadioButtonUncheckedIcon },
  running: { tone: 'running', icon: SyncIcon },
  waiting: { tone: 'warning', icon: PanToolIcon },
  succeeded: { tone: 'ok', icon: CheckCircleIcon },
  failed: { tone: 'error', icon: ErrorIcon },
  'timed-out': { tone: 'error', icon: HistoryIcon },
  cancelled: { tone: 'neutral', icon: CancelIcon },
  skipped: { tone: 'neutral', icon: RemoveCircleOutlineIcon },
};

/** How far a run has come: icon, colour and word. @public */
export const RunStateChip = (props: { state: RunState }) => (
  <StateWord {...RUN_LOOKS[props.state]}>
    <span style={{ whiteSpace: 'nowrap' }}>{RUN_STATE_WORDS[props.state]}</span>
  </StateWord>
);

/** How a step of a run stands: icon, colour and word. @public */
export const StepStateChip = (props: { state: RunStep['state'] }) => (
  <StateWord {...STEP_LOOKS[props.state]}>
    <span style={{ whiteSpace: 'nowrap' }}>
      {STEP_STATE_WORDS[props.state]}
    </span>
  </StateWord>
);
