import { NodePatch } from '@managed-nodes/plugin-managed-nodes-common';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useId } from 'react';
import { draftProblems, ExceptionDraft } from './exceptionForm';

const LACKING = [
  'MISSING',
  'FAILED',
  'INSTALLED_PENDING_REBOOT',
  'INSTALLED_REJECTED',
];

/** What an exception may name: what lacks, its CVEs, or all patches. */
export function namesOf(patches: NodePatch[]): string[] {
  const lacking = patches.filter(({ state }) => LACKING.includes(state));
  return [
    '*',
    ...new Set([
      ...lacking.map(({ kbId }) => kbId),
      ...lacking.flatMap(({ cves }) => cves),
    ]),
  ];
}

function labelOf(name: string): string {
  return name === '*' ? 'All patches' : name;
}

/** Which patch, until when, and why. */
export const ExceptionFields = (props: {
  draft: ExceptionDraft;
  /** The patches of the node. */
  patches: NodePatch[];
  problems: ReturnType<typeof draftProblems>;
  disabled: boolean;
  onChange: (draft: ExceptionDraft) => void;
}) => {
  const id = useId();
  const { draft, patches, problems, disabled, onChange } = props;
  return (
    <>
      <Autocomplete
        id={`${id}-patch`}
        freeSolo
        disabled={disabled}
        options={namesOf(patches)}
        getOptionLabel={labelOf}
        value={draft.patch}
        inputValue={labelOf(draft.patch)}
        onChange={(_, name) => onChange({ ...draft, patch: name ?? '' })}
        onInputChange={(_, text, reason) => {
          // It also tells of what it sets by itself.
          if (reason === 'input') {
            onChange({ ...draft, patch: text });
          }
        }}
        renderInput={params => (
          <TextField
            {...params}
            label="Patch"
            variant="outlined"
            size="small"
            error={Boolean(problems.patch)}
            helperText={
              problems.patch ?? 'A KB or package, a CVE, or all patches'
            }
            InputLabelProps={{ shrink: true }}
          />
        )}
      />
      <TextField
        id={`${id}-until`}
        type="date"
        label="Until the end of"
        variant="outlined"
        size="small"
        value={draft.until}
        disabled={disabled}
        error={Boolean(problems.until)}
        helperText={problems.until}
        InputLabelProps={{ shrink: true }}
        onChange={event => onChange({ ...draft, until: event.target.value })}
      />
      <TextField
        id={`${id}-reason`}
        label="Reason"
        variant="outlined"
        size="small"
        multiline
        minRows={2}
        maxRows={6}
        value={draft.reason}
        disabled={disabled}
        error={Boolean(problems.reason)}
        helperText={
          problems.reason ?? 'Why it need not be there: others will read this'
        }
        inputProps={{ maxLength: 2000 }}
        InputLabelProps={{ shrink: true }}
        onChange={event => onChange({ ...draft, reason: event.target.value })}
      />
    </>
  );
};
