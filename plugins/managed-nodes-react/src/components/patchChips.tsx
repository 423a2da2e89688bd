import {
  NodeOutcome,
  OperationState,
  PatchKind,
  PatchStanding,
  PatchState,
} from '@managed-nodes/plugin-managed-nodes-common';
import SvgIcon from '@material-ui/core/SvgIcon';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import CancelIcon from '@material-ui/icons/Cancel';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import HistoryIcon from '@material-ui/icons/History';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import InfoOutlinedIcon from '@material-ui/icons/InfoOutlined';
import RemoveCircleOutlineIcon from '@material-ui/icons/RemoveCircleOutline';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import RestartIcon from '@material-ui/icons/SettingsBackupRestore';
import ScheduleIcon from '@material-ui/icons/Schedule';
import SyncIcon from '@material-ui/icons/Sync';
import VerifiedUserIcon from '@material-ui/icons/VerifiedUser';
import { ReactNode } from 'react';
import {
  NODE_OUTCOME_WORDS,
  OPERATION_STATE_WORDS,
  PATCH_KIND_WORDS,
  PATCH_STANDING_WORDS,
  PATCH_STATE_WORDS,
} from '../format/words';
import { exactTime, nearDay, relativeTime } from '../format/time';
import { useNow } from '../format/useNow';
import { StateWord, Tone } from './StateWord';

type Look = { tone: Tone; icon: typeof SvgIcon };

/** Dates nearer than this are marked. */
const SOON_MS = 3 * 86_400_000;

const STANDING_LOOKS: Record<PatchStanding, Look> = {
  'never-reported': { tone: 'neutral', icon: HelpOutlineIcon },
  overdue: { tone: 'error', icon: ErrorIcon },
  stale: { tone: 'warning', icon: HistoryIcon },
  due: { tone: 'warning', icon: ScheduleIcon },
  excepted: { tone: 'running', icon: VerifiedUserIcon },
  compliant: { tone: 'ok', icon: CheckCircleIcon },
};

const KIND_LOOKS: Record<PatchKind, Look> = {
  critical: { tone: 'error', icon: ErrorIcon },
  security: { tone: 'warning', icon: ReportProblemIcon },
  other: { tone: 'running', icon: InfoOutlinedIcon },
};

const STATE_LOOKS: Record<PatchState, Look> = {
  MISSING: { tone: 'warning', icon: ReportProblemIcon },
  FAILED: { tone: 'error', icon: ErrorIcon },
  INSTALLED_PENDING_REBOOT: { tone: 'warning', icon: RestartIcon },
  INSTALLED_REJECTED: { tone: 'warning', icon: BlockIcon },
  AVAILABLE_SECURITY_UPDATE: { tone: 'running', icon: InfoOutlinedIcon },
  INSTALLED: { tone: 'ok', icon: CheckCircleIcon },
  INSTALLED_OTHER: { tone: 'ok', icon: CheckCircleIcon },
  NOT_APPLICABLE: { tone: 'neutral', icon: RemoveCircleOutlineIcon },
};

const OPERATION_LOOKS: Record<OperationState, Look> = {
  queued: { tone: 'neutral', icon: HourglassEmptyIcon },
  running: { tone: 'running', icon: SyncIcon },
  cancelling: { tone: 'running', icon: SyncIcon },
  succeeded: { tone: 'ok', icon: CheckCircleIcon },
  failed: { tone: 'error', icon: ErrorIcon },
  cancelled: { tone: 'neutral', icon: CancelIcon },
};

const OUTCOME_LOOKS: Record<NodeOutcome, Look> = {
  queued: { tone: 'neutral', icon: HourglassEmptyIcon },
  running: { tone: 'running', icon: SyncIcon },
  waiting: { tone: 'warning', icon: ScheduleIcon },
  succeeded: { tone: 'ok', icon: CheckCircleIcon },
  failed: { tone: 'error', icon: ErrorIcon },
  'timed-out': { tone: 'error', icon: HistoryIcon },
  cancelled: { tone: 'neutral', icon: CancelIcon },
  'not-sent': { tone: 'warning', icon: BlockIcon },
};

/**
 * By when something is due: `in 12 days`; marked when it is soon, and in
 * other words once it is overdue. The exact time on hover.
 *
 * @public
 */
export const DueTime = (props: {
  /** ISO 8601. */
  dueAt: string | null;
  /** What is said when nothing is due. Default: `no date`. */
  none?: string;
}) => {
  const now = useNow();
  const { dueAt, none = 'no date' } = props;
  if (!dueAt) {
    return <span>{none}</span>;
  }
  const left = Date.parse(dueAt) - now;
  const overdue = left <= 0;
  const time = (
    <time dateTime={dueAt} title={exactTime(dueAt)}>
      {overdue
        ? `Overdue since ${nearDay(dueAt, now)}`
        : `Due ${relativeTime(dueAt, now)}`}
    </time>
  );
  if (left > SOON_MS) {
    return time;
  }
  return (
    <StateWord {...STANDING_LOOKS[overdue ? 'overdue' : 'due']}>
      {time}
    </StateWord>
  );
};

/**
 * How a node stands with the patch policy, with its date where it has one.
 *
 * @public
 */
export const PatchStandingChip = (props: {
  standing: PatchStanding;
  /** ISO 8601. */
  dueAt?: string | null;
  /** Says more than the word, in its place. */
  children?: ReactNode;
}) => {
  const now = useNow();
  const { standing, dueAt, children } = props;
  const time = standing === 'due' || standing === 'overdue' ? dueAt : null;
  const words = (at: string) =>
    standing === 'due'
      ? `Due ${relativeTime(at, now)}`
      : `Overdue since ${nearDay(at, now)}`;
  return (
    <StateWord {...STANDING_LOOKS[standing]}>
      {children ?? (
        <span
          style={{ whiteSpace: 'nowrap' }}
          title={time ? exactTime(time) : undefined}
        >
          {time ? words(time) : PATCH_STANDING_WORDS[standing]}
        </span>
      )}
    </StateWord>
  );
};

/**
 * What the policy makes of a patch; its vendor's severity on hover.
 *
 * @public
 */
export const PatchKindChip = (props: {
  kind: PatchKind;
  severity?: string | null;
}) => (
  <StateWord {...KIND_LOOKS[props.kind]}>
    <span
      style={{ whiteSpace: 'nowrap' }}
      title={props.severity ? `Severity: ${props.severity}` : undefined}
    >
      {PATCH_KIND_WORDS[props.kind]}
    </span>
  </StateWord>
);

/** State of a patch on a node. @public */
export const PatchStateChip = (props: { state: PatchState }) => (
  <StateWord {...STATE_LOOKS[props.state]}>
    <span style={{ whiteSpace: 'nowrap' }}>
      {PATCH_STATE_WORDS[props.state]}
    </span>
  </StateWord>
);

/** How far a scan or install has come that was started from the portal. @public */
export const OperationStateChip = (props: { state: OperationState }) => (
  <StateWord {...OPERATION_LOOKS[props.state]}>
    <span style={{ whiteSpace: 'nowrap' }}>
      {OPERATION_STATE_WORDS[props.state]}
    </span>
  </StateWord>
);

/**
 * What became of a node in an operation or a run.
 *
 * @public
 */
export const NodeOutcomeChip = (props: {
  outcome: NodeOutcome;
  /** Default: {@link NODE_OUTCOME_WORDS}. */
  words?: Record<NodeOutcome, string>;
}) => (
  <StateWord {...OUTCOME_LOOKS[props.outcome]}>
    <span style={{ whiteSpace: 'nowrap' }}>
      {(props.words ?? NODE_OUTCOME_WORDS)[props.outcome]}
    </span>
  </StateWord>
);
