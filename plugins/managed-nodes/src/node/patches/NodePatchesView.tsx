import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  NodeName,
  PatchStandingChip,
  useNow,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { PatchActions } from '../../patches/actions/PatchActions';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { PrintArea } from '../../shared/PrintArea';
import { HowPatched } from './HowPatched';
import { LastReport } from './LastReport';
import { NodeExceptions } from './NodeExceptions';
import { NodeOperations } from './NodeOperations';
import { NodePatchList } from './NodePatchList';
import { patchSentence } from './patchSentence';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(1, 3),
  },
  words: {
    display: 'grid',
    gap: theme.spacing(1),
    justifyItems: 'start',
    flex: '1 1 420px',
    minWidth: 0,
  },
  sentence: { fontWeight: 600 },
  columns: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1350px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 340px',
    },
  },
  box: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  side: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
    alignItems: 'start',
    '@media (min-width: 1350px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** Everything about the patches of one node: the answer, what to do, then which they are. */
export const NodePatchesView = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const now = useNow();
  const { node } = props;
  const selection = useMemo(() => ({ nodes: [node.name] }), [node.name]);
  return (
    <PrintArea title={`Patches of ${node.title}`} className={classes.root}>
      <div className={classes.head}>
        <div className={classes.words}>
          <Typography variant="h5" component="h2" className={classes.sentence}>
            <PatchStandingChip standing={node.patch.standing}>
              {patchSentence(node, now)}
            </PatchStandingChip>
          </Typography>
          <NodeName node={node} max={64} />
        </div>
        {node.status !== 'left' && (
          <div {...HIDDEN_IN_PRINT}>
            <PatchActions selection={selection} />
          </div>
        )}
      </div>
      <div className={classes.columns}>
        <NodePatchList node={node} />
        <div className={classes.side}>
          <div className={classes.box}>
            <LastReport patch={node.patch} />
          </div>
          <HowPatched node={node} />
          <NodeExceptions node={node} />
          <NodeOperations name={node.name} />
        </div>
      </div>
    </PrintArea>
  );
};
