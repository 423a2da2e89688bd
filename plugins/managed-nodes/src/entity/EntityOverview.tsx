import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  AsOf,
  ErrorState,
  SkeletonLines,
  useOverview,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { Figures } from '../shared/Figures';
import { overviewFigures } from '../shared/overviewFigures';
import { overviewSentence } from '../shared/overviewSentence';
import { useNodesLink } from '../shared/useNodeLinks';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: theme.spacing(2),
  },
  sentence: { fontWeight: 600 },
  figures: { marginTop: theme.spacing(2) },
  none: { color: theme.palette.textSubtle },
}));

/** How the nodes of an entity are: a sentence, then figures. */
export const EntityOverview = (props: {
  entity: Entity;
  /** Stands at the right of the sentence. */
  action?: ReactNode;
}) => {
  const classes = useStyles();
  const relatedTo = stringifyEntityRef(props.entity);
  const overview = useOverview({ relatedTo });
  const nodes = useNodesLink();

  if (overview.data?.total === 0) {
    return (
      <Typography className={classes.none}>
        No managed nodes that you may see belong to this{' '}
        {props.entity.kind.toLocaleLowerCase('en-US')}.
      </Typography>
    );
  }
  if (overview.data) {
    return (
      <>
        <div className={classes.head}>
          <Typography variant="h6" component="p" className={classes.sentence}>
            {overviewSentence(overview.data)}.
          </Typography>
          {props.action}
        </div>
        <AsOf value={overview.data.asOf} />
        <div className={classes.figures}>
          <Figures
            figures={overviewFigures(overview.data, filter =>
              nodes({ ...filter, relatedTo }),
            )}
          />
        </div>
      </>
    );
  }
  if (overview.error) {
    return <ErrorState error={overview.error} onRetry={overview.refetch} />;
  }
  return <SkeletonLines lines={4} />;
};
