import {
  NodeStatus,
  PatchBucket,
  TargetState,
  UnmanagedReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import SvgIcon from '@material-ui/core/SvgIcon';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import ExitToAppIcon from '@material-ui/icons/ExitToApp';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import InfoOutlinedIcon from '@material-ui/icons/InfoOutlined';
import LinkOffIcon from '@material-ui/icons/LinkOff';
import PanToolIcon from '@material-ui/icons/PanTool';
import PauseCircleFilledIcon from '@material-ui/icons/PauseCircleFilled';
import PowerSettingsNewIcon from '@material-ui/icons/PowerSettingsNew';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import SyncIcon from '@material-ui/icons/Sync';
import VpnKeyIcon from '@material-ui/icons/VpnKey';
import { ReactNode } from 'react';
import {
  PATCH_BUCKET_WORDS,
  STATUS_WORDS,
  TARGET_STATE_WORDS,
  UNMANAGED_REASON_WORDS,
} from '../format/words';
import { StateWord, Tone } from './StateWord';

type Look = { tone: Tone; icon: typeof SvgIcon };

const STATUS_LOOKS: Record<NodeStatus, Look> = {
  online: { tone: 'ok', icon: CheckCircleIcon },
  'connection-lost': { tone: 'warning', icon: LinkOffIcon },
  stopped: { tone: 'neutral', icon: PauseCircleFilledIcon },
  missing: { tone: 'error', icon: ErrorOutlineIcon },
  left: { tone: 'neutral', icon: ExitToAppIcon },
};

const PATCH_LOOKS: Record<PatchBucket, Look> = {
  'never-reported': { tone: 'neutral', icon: HelpOutlineIcon },
  critical: { tone: 'error', icon: ErrorIcon },
  security: { tone: 'warning', icon: ReportProblemIcon },
  other: { tone: 'running', icon: InfoOutlinedIcon },
  compliant: { tone: 'ok', icon: CheckCircleIcon },
};

const TARGET_LOOKS: Record<TargetState, Look> = {
  never: { tone: 'neutral', icon: HourglassEmptyIcon },
  running: { tone: 'running', icon: SyncIcon },
  ok: { tone: 'ok', icon: CheckCircleIcon },
  partial: { tone: 'warning', icon: ReportProblemIcon },
  failed: { tone: 'error', icon: ErrorIcon },
  held: { tone: 'warning', icon: PanToolIcon },
};

const REASON_LOOKS: Record<UnmanagedReason, Look> = {
  'no-agent': { tone: 'warning', icon: ReportProblemIcon },
  'no-instance-profile': { tone: 'warning', icon: VpnKeyIcon },
  stopped: { tone: 'neutral', icon: PowerSettingsNewIcon },
  unknown: { tone: 'neutral', icon: HelpOutlineIcon },
};

/** A word that stays on its line. */
const Word = (props: { children: ReactNode }) => (
  <span style={{ whiteSpace: 'nowrap' }}>{props.children}</span>
);

/**
 * How a node is doing: icon, colour and word.
 *
 * @public
 */
export const NodeStatusChip = (props: {
  status: NodeStatus;
  /** Says more than the word, in its place. It must contain the word. */
  children?: ReactNode;
}) => (
  <StateWord {...STATUS_LOOKS[props.status]}>
    {props.children ?? <Word>{STATUS_WORDS[props.status]}</Word>}
  </StateWord>
);

/** Patch compliance in a word, with its icon. @public */
export const PatchBucketChip = (props: { bucket: PatchBucket }) => (
  <StateWord {...PATCH_LOOKS[props.bucket]}>
    <Word>{PATCH_BUCKET_WORDS[props.bucket]}</Word>
  </StateWord>
);

/** State of the sync of one target. @public */
export const TargetStateChip = (props: { state: TargetState }) => (
  <StateWord {...TARGET_LOOKS[props.state]}>
    <Word>{TARGET_STATE_WORDS[props.state]}</Word>
  </StateWord>
);

/** Why an EC2 instance is most likely no managed node. @public */
export const UnmanagedReasonChip = (props: { reason: UnmanagedReason }) => (
  <StateWord {...REASON_LOOKS[props.reason]}>
    <Word>{UNMANAGED_REASON_WORDS[props.reason]}</Word>
  </StateWord>
);
