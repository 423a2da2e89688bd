import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { Choice } from './Choice';

/** Keeps the nodes, as the listing is not to be believed. */
export const KeepForm = (props: {
  count: number;
  disabled: boolean;
  /** Somebody has chosen so already. */
  kept: boolean;
  onKeep: () => void;
}) => {
  const { count, disabled, kept, onKeep } = props;
  return (
    <Choice
      title="They are still there: keep them"
      points={[
        'They stay in the fleet and the catalog as last known.',
        'This is not reported again until more nodes are missing here. Your name and the time are kept with it.',
        'You can still remove them later.',
      ]}
      onSubmit={() => !disabled && !kept && onKeep()}
    >
      <Button type="submit" variant="outlined" disabled={disabled || kept}>
        {kept ? 'Kept already' : `Keep ${countOf(count, 'node')}`}
      </Button>
    </Choice>
  );
};
