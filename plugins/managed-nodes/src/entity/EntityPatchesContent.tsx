import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  NoticeChip,
  usePatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-react';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useMemo } from 'react';
import { isManagedNode } from '../entityFilters';
import { NodeByName } from '../node/NodeByName';
import { NodePatchesView } from '../node/patches/NodePatchesView';
import { PatchActions } from '../patches/actions/PatchActions';
import { ComplianceBars } from '../patches/compliance/ComplianceBars';
import { ComplianceHead } from '../patches/compliance/ComplianceHead';
import { ComplianceSkeleton } from '../patches/compliance/ComplianceSkeleton';
import { MissingPatchesBrowser } from '../patches/missing/MissingPatchesBrowser';
import { PrintArea } from '../shared/PrintArea';
import { Surface } from '../shared/Surface';
import { useNodesLink } from '../shared/useNodeLinks';
import { NextInstall } from './NextInstall';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(3),
  },
  action: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
  },
}));

/** The patches of the nodes that belong to an entity: how they stand, then what is missing. */
const PatchesOf = (props: { within: NodeFilter }) => {
  const classes = useStyles();
  const { within } = props;
  const nodes = useNodesLink();
  const { data, error, refetch } = usePatchCompliance(within);
  const link = useCallback(
    (filter: NodeFilter) => nodes({ ...filter, ...within }),
    [nodes, within],
  );
  const selection = useMemo(() => ({ filter: within }), [within]);

  if (data?.total.nodes === 0) {
    return (
      <EmptyState title="There are no nodes for you here">
        Nodes appear when the ownership rules of this portal give them to this
        entity. If one is missing, its owner tag is the first place to look.
      </EmptyState>
    );
  }
  if (data) {
    return (
      <PrintArea title="Patches" className={classes.root}>
        <ComplianceHead
          compliance={data}
          link={link}
          action={
            <div className={classes.action}>
              <PatchActions selection={selection} />
              <NoticeChip />
            </div>
          }
        />
        <div>
          <NextInstall within={within} />
        </div>
        <MissingPatchesBrowser within={within} />
        <ComplianceBars compliance={data} link={link} />
      </PrintArea>
    );
  }
  return error ? (
    <ErrorState error={error} onRetry={refetch} />
  ) : (
    <ComplianceSkeleton cards={1} />
  );
};

/** The Patches tab: of a node, or of an entity that nodes belong to. */
export const EntityPatchesContent = () => {
  const { entity } = useEntity();
  const within = useMemo(
    () => ({ relatedTo: stringifyEntityRef(entity) }),
    [entity],
  );
  return (
    <Surface>
      {isManagedNode(entity) ? (
        <Card>
          <CardContent>
            <NodeByName name={entity.metadata.name}>
              {node => <NodePatchesView node={node} />}
            </NodeByName>
          </CardContent>
        </Card>
      ) : (
        <PatchesOf within={within} />
      )}
    </Surface>
  );
};
